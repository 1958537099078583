using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Tests.Local.Iam;
using Fanout.Tests.Local.Services.Lambda;
using Pulumi;

namespace Fanout.Tests.Local.Services.S3;

/// <summary>A local cloud with a function that writes each event that it gets to its log.</summary>
internal sealed class NotifiedCloud : IAsyncDisposable
{
    private readonly FaultyPackage _package = new();

    private NotifiedCloud(LocalCloud cloud) => Cloud = cloud;

    public LocalCloud Cloud { get; }

    public static async Task<NotifiedCloud> StartAsync() => new(await TestCloud.StartAsync());

    /// <summary>Makes a resource as the program would.</summary>
    public Task<CloudResource> MakeAsync(string type, params (string Name, object Value)[] inputs) =>
        new Provisioner(Cloud, CancellationToken.None).CreateAsync(CloudResource.Of(
            Cloud.Account, type, "resource", inputs.ToImmutableDictionary(input => input.Name, input => input.Value)));

    /// <summary>Makes a function that records its events, and a bucket; the function's ARN.</summary>
    public async Task<string> MakeFunctionAndBucketAsync(string name)
    {
        var role = await MakeAsync("aws:iam/role:Role", ("name", name), ("assumeRolePolicy", Documents.Trust("lambda.amazonaws.com")));
        Cloud.Iam.AllowAll(role.Arn);
        var function = await MakeAsync(
            "aws:lambda/function:Function",
            ("name", name),
            ("code", new FileArchive(_package.Path)),
            ("handler", FaultyPackage.Handler("Record")),
            ("runtime", "dotnet10"),

            // A first call on a busy machine takes longer than the three seconds of a function that says nothing.
            ("timeout", 60.0),
            ("role", role.Arn));
        await MakeAsync("aws:s3/bucket:Bucket", ("bucket", name));
        return function.Arn;
    }

    /// <summary>Lets S3 invoke the function for a bucket.</summary>
    public Task PermitAsync(string function, string bucketArn, string account = AwsAccount.Id) => MakeAsync(
        "aws:lambda/permission:Permission",
        ("statementId", $"s3-{Guid.NewGuid():N}"),
        ("action", "lambda:InvokeFunction"),
        ("function", function),
        ("principal", "s3.amazonaws.com"),
        ("sourceArn", bucketArn),
        ("sourceAccount", account));

    /// <summary>Sets the notification of a bucket.</summary>
    public Task NotifyAsync(string bucket, params ImmutableDictionary<string, object>[] rules) =>
        MakeAsync("aws:s3/bucketNotification:BucketNotification", ("bucket", bucket), ("lambdaFunctions", rules));

    public static ImmutableDictionary<string, object> Rule(
        string function, string prefix = "", string suffix = "", params string[] events) => ImmutableDictionary<string, object>.Empty
        .Add("lambdaFunctionArn", function)
        .Add("id", $"rule{prefix}{suffix}")
        .Add("events", (events.Length == 0 ? ["s3:ObjectCreated:*"] : events).ToArray<object>())
        .Add("filterPrefix", prefix)
        .Add("filterSuffix", suffix);

    /// <summary>The records of the events that a function got, by key.</summary>
    public async Task<JsonElement[]> RecordsAsync(string function)
    {
        await Cloud.Invocations.DrainAsync(CancellationToken.None);
        Assert.That(Cloud.Invocations.Failures, Is.Empty);
        return
        [
            .. FunctionLines.In(Cloud.Logs.Lines($"/aws/lambda/{function}"))
                .Select(line => JsonElement.Parse(line[line.IndexOf('{')..]).GetProperty("Records").EnumerateArray().Single())
                .OrderBy(record => record.GetProperty("s3").GetProperty("object").GetProperty("sequencer").GetString(), StringComparer.Ordinal),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        _package.Dispose();
    }
}
