using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The operations that make, change and take away functions.</summary>
/// <param name="lambda">The functions.</param>
/// <param name="deployments">Makes and changes them.</param>
/// <param name="packages">Their zips.</param>
internal sealed class ChangeOperations(LambdaService lambda, FunctionDeployments deployments, Packages packages)
{
    private static readonly string[] OfCode = ["Architectures", "DryRun", "RevisionId", .. Packages.Members];

    public async Task<AwsAnswer> CreateAsync(FunctionCall request, CancellationToken cancellation)
    {
        var arn = request.NewArn();
        var code = request.Members.Structure("Code") ?? throw request.Members.Missing("Code");
        CheckSupported(code, Packages.Members);
        deployments.Create(arn, request.Members, await packages.PathAsync(code, request.Call, cancellation));
        return RestOperation.Result(FunctionDescription.Of(lambda.Describe(arn)), statusCode: 201);
    }

    public async Task<AwsAnswer> UpdateCodeAsync(FunctionCall request, CancellationToken cancellation)
    {
        var members = request.Members;
        CheckSupported(members, OfCode);
        var function = lambda.Describe(request.Arn);
        var path = await packages.PathAsync(members, request.Call, cancellation);
        if (members.Flag("DryRun"))
        {
            var package = FunctionPackage.Read(function.Configuration.Name, path);
            return RestOperation.Result(FunctionDescription.Of(function with { CodeSize = package.Size, CodeSha256 = package.Sha256 }));
        }

        deployments.Replace(request.Arn, members, path);
        return Described(request);
    }

    public AwsAnswer UpdateConfiguration(FunctionCall request)
    {
        deployments.Configure(request.Arn, request.Members);
        return Described(request);
    }

    public AwsAnswer Delete(FunctionCall request)
    {
        if (request.IsQualified)
        {
            throw new ServiceException(FunctionRequest.Invalid, "$LATEST version cannot be deleted without deleting the function, and there are no other versions.");
        }

        deployments.Delete(request.Arn);
        return RestOperation.Nothing;
    }

    private AwsAnswer Described(FunctionCall request) => RestOperation.Result(FunctionDescription.Of(lambda.Describe(request.Arn)));

    private static void CheckSupported(RequestMembers members, IEnumerable<string> known)
    {
        if (members.Beside(known).FirstOrDefault() is { } other)
        {
            throw new ServiceException(FunctionRequest.Invalid, $"{other} is not supported by the local cloud; leave it out.");
        }
    }
}
