using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace Fanout.Tests.Offline;

/// <summary>Mocks that write down what they are asked and answer with the inputs, an id and an ARN.</summary>
internal sealed class Recorder : IMocks
{
    private readonly Lock _lock = new();

    public List<MockResourceArgs> Resources { get; } = [];

    public List<MockCallArgs> Calls { get; } = [];

    public Dictionary<string, ImmutableDictionary<string, Output<object?>>> Outputs { get; } = [];

    public Func<MockResourceArgs, (string? Id, object State)> Answer { get; init; } = args => (
        $"{args.Name}-id",
        args.Inputs.SetItem("arn", $"arn:{args.Name}"));

    public object CallAnswer { get; init; } = ImmutableDictionary<string, object>.Empty;

    public MockResourceArgs this[string name] => Resources.Single(resource => resource.Name == name);

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        lock (_lock)
        {
            Resources.Add(args);
        }

        var (id, state) = Answer(args);
        return Task.FromResult((id, state));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        lock (_lock)
        {
            Calls.Add(args);
        }

        return Task.FromResult(CallAnswer);
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        lock (_lock)
        {
            Outputs[args.Urn] = args.Outputs;
        }

        return Task.CompletedTask;
    }

    /// <summary>Runs a program against these mocks.</summary>
    public Task<ImmutableArray<Resource>> RunAsync(Action program, bool isPreview = false)
        => Deployment.TestAsync(this, new TestOptions { IsPreview = isPreview }, program);
}
