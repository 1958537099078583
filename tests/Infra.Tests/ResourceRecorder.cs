using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Testing;

namespace Fanout.Tests.Infra;

/// <summary>Runs a workflow's program and notes the inputs of its resources; ARNs and URLs are made of the types and names.</summary>
internal sealed class ResourceRecorder : IMocks
{
    private readonly ConcurrentQueue<MockResourceArgs> _resources = [];

    /// <summary>The resources of one type.</summary>
    public IReadOnlyList<MockResourceArgs> this[string type] => [.. _resources.Where(resource => resource.Type == type)];

    /// <summary>All logical names.</summary>
    public IEnumerable<string> Names => _resources.Select(resource => resource.Name!);

    /// <summary>What each resource is told by: its type and its logical name.</summary>
    public IEnumerable<(string Type, string Name)> Ids => _resources.Select(resource => (resource.Type!, resource.Name!));

    /// <summary>What a policy allows on resources that it names, a line for each statement.</summary>
    /// <param name="policyName">The policy's logical name.</param>
    public IEnumerable<string> StatementsOf(string policyName)
    {
        var policy = this["aws:iam/rolePolicy:RolePolicy"].Single(resource => resource.Name == policyName);
        return JsonNode.Parse((string)policy.Inputs["policy"])!["Statement"]!.AsArray()
            .Where(statement => statement!["Resource"]![0]!.GetValue<string>() != "*")
            .Select(statement => $"{statement!["Sid"]}: {string.Join(' ', statement["Action"]!.AsArray())} on {string.Join(' ', statement["Resource"]!.AsArray())}"
                + (statement["Condition"] is { } condition ? $" if {condition.ToJsonString()}" : ""));
    }

    public static async Task<ResourceRecorder> RunAsync(
        Action<StackContext> program, string stack = "dev", params (string Key, string Value)[] configuration)
    {
        var recorder = new ResourceRecorder();
        await Deployment.TestAsync(recorder, new TestOptions { IsPreview = false }, () => program(new StackContext(
            "fanout",
            stack,
            EnvironmentSettings.Read("fanout", stack, configuration.ToDictionary(entry => entry.Key, entry => entry.Value)),
            Output.Create("123456789012"),
            Output.Create("us-east-1"),
            Output.Create("aws"))));
        return recorder;
    }

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        _resources.Enqueue(args);
        var name = args.Inputs.GetValueOrDefault("name") ?? args.Inputs.GetValueOrDefault("bucket") ?? args.Name!;
        var outputs = args.Inputs.Where(input => input.Value is not AssetOrArchive).ToImmutableDictionary()
            .SetItem("arn", $"arn:{args.Type!.Split(':').Last()}:{name}")
            .SetItem("url", $"https://queue/{name}");
        return Task.FromResult<(string?, object)>(($"{args.Name}-id", outputs));
    }

    public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException(args.Token);
}
