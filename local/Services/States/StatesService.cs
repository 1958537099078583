using Fanout.Local.Cloud;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Services.States;

/// <summary>
/// The Step Functions API ("AWS Step Functions API Reference"): state machines and their executions, which go on in the
/// background until they end, are stopped, or the service is.
/// </summary>
internal sealed class StatesService : JsonService, IAsyncDisposable
{
    // An execution whose task does not end in this time is left alone.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private readonly Interpreter _interpreter;
    private readonly CancellationTokenSource _lifetime = new();

    /// <param name="cloud">The account.</param>
    /// <param name="machines">The state machines that are deployed in it, ready to run.</param>
    /// <param name="interpreter">Runs the executions.</param>
    public StatesService(LocalCloud cloud, DeployedMachines machines, Interpreter interpreter)
        : base("states", isWhole: true)
    {
        _interpreter = interpreter;
        Operations = new Dictionary<string, JsonOperation>(
        [
            .. new ExecutionOperations(cloud.StateMachines, machines, interpreter, _lifetime.Token).All,
            .. new MachineOperations(cloud, machines, interpreter).All,
            .. new VersionOperations(cloud.StateMachines).All,
            .. new TagOperations(cloud.StateMachines).All,
            .. new MapRunOperations(interpreter).All,
            .. new TaskOperations(cloud.Iam, interpreter).All,
        ]);
    }

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, JsonOperation> Operations { get; }

    /// <summary>Aborts what runs, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        try
        {
            await _interpreter.EndedAsync().WaitAsync(LongestEnd);
        }
        catch (TimeoutException)
        {
            // What does not end is ended with the loop.
        }

        _lifetime.Dispose();
    }
}
