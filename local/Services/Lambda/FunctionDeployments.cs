using System.Security.Cryptography;
using Fanout.Local.Aws;
using Fanout.Local.Iam;

namespace Fanout.Local.Services.Lambda;

/// <summary>
/// Makes, changes and takes away functions: the one way for the program's resources and for the API. What a request asks for
/// is checked, then whether the role may do what every function does, then the function takes the place of the one before.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="door">Where functions call, and who makes their roles' credentials.</param>
/// <param name="roles">Whether Lambda can act with a role.</param>
/// <param name="lambda">The functions.</param>
/// <param name="invocations">What becomes of events that nobody waits for.</param>
/// <param name="policies">Who may invoke them.</param>
public sealed class FunctionDeployments(
    AwsAccount account, IDoor door, ServiceRoles roles, LambdaService lambda, AsynchronousInvocations invocations, FunctionPolicies policies)
    : IDisposable
{
    // The account's concurrency, and what of it no function may reserve ("Lambda quotas").
    private const int Concurrency = 1000;
    private const int LeastUnreserved = 100;

    private readonly Lock _changing = new();
    private readonly Lazy<TemporaryFolder> _packages = new(() => new TemporaryFolder("packages"));

    /// <summary>Makes a function.</summary>
    /// <param name="arn">Its ARN.</param>
    /// <param name="request">The members of CreateFunction.</param>
    /// <param name="package">The path of its zip.</param>
    /// <param name="replaces">Whether it takes the place of one of that name; otherwise there may be none.</param>
    /// <exception cref="ServiceException">A member is none that Lambda takes, or that is acted upon here, or there is such a function.</exception>
    /// <exception cref="LocalException">Its role or its zip is not as it must be.</exception>
    internal void Create(string arn, RequestMembers request, string package, bool replaces = false)
    {
        var name = arn[(arn.LastIndexOf(':') + 1)..];
        var role = FunctionRequest.RoleIn(request) ?? throw request.Missing("Role");
        if (request.Text("Runtime") is null || request.Text("Handler") is null)
        {
            throw new ServiceException(
                FunctionRequest.Invalid, "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }

        var function = FunctionRequest.Apply(request, new FunctionConfiguration(
            name,
            arn,
            package,
            Handler: "",
            TimeSpan.FromSeconds(3),
            MemoryMegabytes: 128,
            FunctionConfiguration.DefaultLogGroup(name),
            new Dictionary<string, string>(),
            account.Region,
            door.Endpoint,
            Credentials(role, name)));
        lock (_changing)
        {
            if (!replaces && lambda.All.Any(existing => existing.Configuration.Arn == arn))
            {
                throw new ServiceException("ResourceConflictException", $"Function already exist: {name}", 409);
            }

            Deploy(function);
        }
    }

    /// <summary>Changes what a function is configured with.</summary>
    /// <exception cref="ServiceException">There is none, or a member is none that Lambda takes, or that is acted upon here.</exception>
    /// <exception cref="LocalException">Its role is not as it must be.</exception>
    internal void Configure(string arn, RequestMembers request) => Change(arn, request, function =>
    {
        var changed = FunctionRequest.Apply(request, function);
        return FunctionRequest.RoleIn(request) is { } role ? changed with { Credentials = Credentials(role, function.Name) } : changed;
    });

    /// <summary>Gives a function another zip.</summary>
    /// <exception cref="ServiceException">There is none.</exception>
    /// <exception cref="LocalException">The zip is not as it must be.</exception>
    internal void Replace(string arn, RequestMembers request, string package) => Change(arn, request, function => function with
    {
        Package = package,
        Architecture = FunctionRequest.ArchitectureIn(request) ?? function.Architecture,
    });

    /// <summary>Takes a function away, with all that belongs to it.</summary>
    /// <exception cref="ServiceException">There is none.</exception>
    internal void Delete(string arn)
    {
        lock (_changing)
        {
            if (!lambda.Remove(arn))
            {
                throw new LambdaException("ResourceNotFoundException", 404, $"Function not found: {arn}");
            }

            invocations.Forget(arn);
            policies.Forget(arn);
        }
    }

    /// <summary>Reserves concurrency for a function.</summary>
    /// <param name="arn">The function.</param>
    /// <param name="reserved">The most calls at the same time; null for what is not reserved.</param>
    /// <exception cref="ServiceException">There is no such function, or too little would be left for others.</exception>
    internal void Reserve(string arn, int? reserved)
    {
        lock (_changing)
        {
            var others = lambda.All.Where(function => function.Configuration.Arn != arn).Sum(function => function.Configuration.ReservedConcurrency ?? 0);
            if (others + reserved > Concurrency - LeastUnreserved)
            {
                throw new ServiceException(
                    FunctionRequest.Invalid,
                    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of "
                        + $"[{LeastUnreserved}].");
            }

            lambda.Amend(arn, function => function with { ReservedConcurrency = reserved });
        }
    }

    /// <summary>Changes a function's tags.</summary>
    /// <exception cref="ServiceException">There is no such function, or it may not have as many.</exception>
    internal void Tag(string arn, Func<IEnumerable<KeyValuePair<string, string>>, IEnumerable<KeyValuePair<string, string>>> change)
    {
        lock (_changing)
        {
            lambda.Amend(arn, function => function with { Tags = FunctionRequest.CheckedTags(change(function.Tags)) });
        }
    }

    /// <summary>Says what becomes of events that a function fails on.</summary>
    /// <exception cref="ServiceException">There is no such function.</exception>
    /// <exception cref="LocalException">Its role may not send to the destination.</exception>
    internal void Configure(string arn, EventInvokeConfiguration configuration)
    {
        var function = lambda.Configuration(arn);
        if (configuration.OnFailure is { } target)
        {
            roles.CheckDestination(function.Credentials.Caller, target);
        }

        invocations.Configure(function.Arn, configuration);
    }

    /// <summary>Keeps a zip that came with a request.</summary>
    /// <returns>Its path.</returns>
    internal string Keep(ReadOnlySpan<byte> package)
    {
        var path = Path.Combine(_packages.Value.Path, $"{Convert.ToHexStringLower(SHA256.HashData(package))}.zip");
        lock (_changing)
        {
            if (!File.Exists(path))
            {
                File.WriteAllBytes(path, package);
            }
        }

        return path;
    }

    /// <summary>Removes the zips that were kept.</summary>
    public void Dispose()
    {
        if (_packages.IsValueCreated)
        {
            _packages.Value.Dispose();
        }
    }

    private void Change(string arn, RequestMembers request, Func<FunctionConfiguration, FunctionConfiguration> change)
    {
        lock (_changing)
        {
            var function = lambda.Describe(arn);
            if (request.Text("RevisionId") is { } revision && revision != function.RevisionId)
            {
                throw new ServiceException(
                    "PreconditionFailedException",
                    "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId",
                    412);
            }

            Deploy(change(function.Configuration));
        }
    }

    private void Deploy(FunctionConfiguration function)
    {
        roles.CheckFunction(function.Credentials.Caller, function.LogGroup, function.DeadLetterTarget, function.IsTraced);
        lambda.Deploy(function);
    }

    private AwsCredentials Credentials(string role, string function) => door.Register(Caller.Of(role, session: function));
}
