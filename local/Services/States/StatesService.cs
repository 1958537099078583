using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Machines;
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

    /// <param name="account">The account.</param>
    /// <param name="store">Its state machines.</param>
    /// <param name="iam">The policies.</param>
    /// <param name="hasLogGroup">Whether there is a log group.</param>
    /// <param name="machines">The state machines, ready to run.</param>
    /// <param name="interpreter">Runs the executions.</param>
    public StatesService(
        AwsAccount account,
        StateMachineStore store,
        Authorizer iam,
        Func<string, bool> hasLogGroup,
        DeployedMachines machines,
        Interpreter interpreter)
        : base("states", isWhole: true)
    {
        _interpreter = interpreter;
        Operations = new Dictionary<string, JsonOperation>(
        [
            .. new ExecutionOperations(store, machines, interpreter, _lifetime.Token).All,
            .. new MachineOperations(account, store, new CreationAuthorizer(iam, account), hasLogGroup, machines, interpreter).All,
            .. new VersionOperations(store).All,
            .. new TagOperations(store).All,
            .. new MapRunOperations(interpreter).All,
            .. new TaskOperations(iam, interpreter).All,
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
