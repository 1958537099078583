using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services;

/// <summary>One local cloud for the tests of services that hold data, queries and schedules; it is started by the first that needs it.</summary>
[SetUpFixture]
public sealed class DataServices
{
    public const string GlueRole = "arn:aws:iam::123456789012:role/data-glue";
    public const string SchedulerRole = "arn:aws:iam::123456789012:role/data-scheduler";

    private static readonly Lazy<Task<LocalCloud>> Started = new(StartAsync);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Started.IsValueCreated)
        {
            await (await Started.Value).DisposeAsync();
        }
    }

    internal static Task<LocalCloud> CloudAsync() => Started.Value;

    /// <summary>Makes a signed call of a JSON API through the gateway.</summary>
    /// <param name="service">The signing name.</param>
    /// <param name="operation">The operation, with the prefix of its target.</param>
    /// <param name="arguments">The arguments, as JSON.</param>
    /// <param name="roleArn">Who calls; the root where it is null.</param>
    internal static async Task<JsonElement> CallAsync(string service, string operation, string arguments = "{}", string? roleArn = null)
    {
        var cloud = await CloudAsync();
        return await cloud.Json.CallAsync(
            service, operation, JsonElement.Parse(arguments), roleArn is null ? cloud.Root : cloud.CredentialsOf(roleArn), CancellationToken.None);
    }

    /// <summary>The code and the message of a call that is refused.</summary>
    internal static async Task<string> RefusalAsync(string service, string operation, string arguments = "{}", string? roleArn = null)
    {
        var refusal = (await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync(service, operation, arguments, roleArn)))!;
        return $"{refusal.Code}: {refusal.Message}";
    }

    /// <summary>Makes a signed call of a REST API through the gateway.</summary>
    internal static async Task<(HttpStatusCode Status, string? Error, JsonElement Body)> SendAsync(
        string service, HttpMethod method, string path, string? body = null)
    {
        var cloud = await CloudAsync();
        using var request = new HttpRequestMessage(method, new Uri(cloud.Gateway.Endpoint, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await cloud.Http.SendAsync(request, service, cloud.Root, CancellationToken.None);
        return (answer.StatusCode, SignedHttp.Header(answer, "x-amzn-ErrorType"), JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Makes a resource as the program does.</summary>
    internal static async Task<CloudResource> MakeAsync(string type, params (string Name, object Value)[] inputs)
    {
        var cloud = await CloudAsync();
        return await new Provisioner(cloud, CancellationToken.None).CreateAsync(CloudResource.Of(cloud.Account, type, "resource", Map(inputs)));
    }

    internal static ImmutableDictionary<string, object> Map(params (string Name, object Value)[] members) =>
        members.ToImmutableDictionary(member => member.Name, member => member.Value);

    /// <summary>A name that no other test has.</summary>
    internal static string NewName() => $"n{Guid.NewGuid():N}";

    private static async Task<LocalCloud> StartAsync()
    {
        var cloud = await TestCloud.StartAsync();
        cloud.Iam.AddRole(GlueRole, Documents.Trust("glue.amazonaws.com"));
        cloud.Iam.AllowAll(GlueRole);
        cloud.Iam.AddRole(SchedulerRole, Documents.Trust("scheduler.amazonaws.com"));
        return cloud;
    }
}
