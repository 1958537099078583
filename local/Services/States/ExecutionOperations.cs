using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.States;

/// <summary>Starts, stops and shows executions.</summary>
/// <param name="store">The state machines.</param>
/// <param name="machines">The state machines, ready to run.</param>
/// <param name="interpreter">Runs the executions.</param>
/// <param name="lifetime">Ends everything that was started here.</param>
internal sealed class ExecutionOperations(
    StateMachineStore store, DeployedMachines machines, Interpreter interpreter, CancellationToken lifetime)
{
    private const int LongestInput = 262_144;
    private const int LongestTraceHeader = 256;
    private const int LongestError = 256;
    private const int LongestCause = 32_768;
    private const int LongestToken = 3_096;

    // In the order in which AWS names them.
    private static readonly string[] Statuses = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"];

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("StartExecution", StartAsync),
        new("StartSyncExecution", StartSynchronousAsync),
        new("StopExecution", StopAsync),
        new("DescribeExecution", DescribeAsync),
        new("DescribeStateMachineForExecution", DescribeMachineAsync),
        new("GetExecutionHistory", HistoryAsync),
        new("ListExecutions", ListAsync),
    ];

    private async Task<JsonObject> StartAsync(ServiceCall call, CancellationToken cancellation)
    {
        var execution = await StartedAsync(call, ExpectedBy(call), type: null, cancellation);
        return new JsonObject { ["executionArn"] = execution.Arn, ["startDate"] = Epoch.Seconds(execution.StartDate) };
    }

    private async Task<JsonObject> StartSynchronousAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var includesData = IncludesData(arguments);
        var execution = await StartedAsync(call, ExpectedBy(call), StateMachineType.Express, cancellation);
        return ExecutionJson.SynchronousOf(execution, await execution.Ended.WaitAsync(cancellation), includesData);
    }

    // Of a Task that has ended meanwhile nothing is started.
    private ExpectedStart? ExpectedBy(ServiceCall call) => TaskTicket.Of(call) is { } ticket
        ? interpreter.Expected(ticket) ?? throw Refusals.TaskClosed()
        : null;

    private async Task<StartedExecution> StartedAsync(
        ServiceCall call, ExpectedStart? expected, StateMachineType? type, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Machine(arguments);
        var name = arguments.Text("name", longest: ResourceNames.Longest, shortest: 1);
        var traceHeader = arguments.Text("traceHeader", longest: LongestTraceHeader);
        var text = arguments.Text("input", longest: LongestInput);
        if (name is not null && !ResourceNames.IsName(name))
        {
            throw Refusals.InvalidName(name);
        }

        if (traceHeader?.All(char.IsAscii) == false)
        {
            throw Refusals.NotValid("'traceHeader' may hold ASCII characters only.");
        }

        var machine = await FindAsync(arn, cancellation);
        var input = ExecutionInput.Parse(text);
        if ((type ?? expected?.Type) is { } only && machine.Type != only)
        {
            throw Refusals.WrongType();
        }

        return await interpreter.StartAsync(machine, input, name, traceHeader, expected, lifetime)
            ?? throw Refusals.ExecutionExists(machine.ExecutionArn(name!));
    }

    private async Task<StateMachine> FindAsync(string arn, CancellationToken cancellation)
    {
        if (store.FindStored(StateMachineStore.MachineOf(arn)) is { IsBeingDeleted: true })
        {
            throw Refusals.MachineDeleting(arn);
        }

        try
        {
            return await machines.FindAsync(arn, cancellation) ?? throw Refusals.NoMachine(arn);
        }
        catch (DefinitionException problem)
        {
            throw Refusals.InvalidDefinition(problem);
        }
    }

    private async Task<JsonObject> StopAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Execution(arguments);
        var (error, cause) = (arguments.Text("error", longest: LongestError), arguments.Text("cause", longest: LongestCause));
        var end = await OnLoopAsync(() =>
        {
            var execution = Find(arn);
            execution.Stop(error, cause);
            return execution.Ended;
        });
        return new JsonObject { ["stopDate"] = Epoch.Seconds((await end.WaitAsync(cancellation)).StopTime) };
    }

    private async Task<JsonObject> DescribeAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Execution(arguments);
        var includesData = IncludesData(arguments);
        return await OnLoopAsync(() => ExecutionJson.DescriptionOf(Find(arn), includesData));
    }

    private async Task<JsonObject> DescribeMachineAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Execution(arguments);
        var includesData = IncludesData(arguments);
        var machine = await OnLoopAsync(() => Find(arn) is { MapRun: null } execution
            ? execution.Machine
            : throw Refusals.NotValid($"'{arn}' is a child execution of a Map Run; ask for the execution that started it."));
        return MachineJson.OfExecution(machines.SourceOf(machine), includesData);
    }

    private async Task<JsonObject> HistoryAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Execution(arguments);
        var isReversed = arguments.Flag("reverseOrder");
        var includesData = arguments.Flag("includeExecutionData", true);
        Page.Check(arguments);
        return await OnLoopAsync(() =>
        {
            var events = Find(arn).Events;
            return Page.Of(
                "events",
                isReversed ? events.Reverse() : events,
                item => $"{item.Id}",
                item => HistoryJson.Of(item, includesData),
                arguments,
                $"history {arn} {isReversed}");
        });
    }

    private async Task<JsonObject> ListAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var status = arguments.Choice("statusFilter", Statuses);
        var redriven = arguments.Choice("redriveFilter", "REDRIVEN", "NOT_REDRIVEN");
        Page.Check(arguments, LongestToken);
        var isOfMapRun = arguments.Text("mapRunArn") is not null;
        if (isOfMapRun && arguments.Text("stateMachineArn") is not null)
        {
            throw Refusals.NotValid("Give one of 'stateMachineArn' and 'mapRunArn', not both.");
        }

        if (!isOfMapRun && status == "PENDING_REDRIVE")
        {
            throw Refusals.NotValid("The statusFilter 'PENDING_REDRIVE' needs a 'mapRunArn'.");
        }

        var arn = isOfMapRun ? Arns.MapRun(arguments) : Arns.Machine(arguments);
        return await OnLoopAsync(() => Page.Of(
            "executions",
            (isOfMapRun ? OfMapRun(arn) : OfMachine(arn)).Reverse().Where(execution =>
                (status is null || ExecutionJson.StatusOf(execution) == status)
                // Nothing is redriven here.
                && redriven != "REDRIVEN"),
            execution => execution.Arn,
            isOfMapRun ? ExecutionJson.ChildOf : ExecutionJson.ItemOf,
            arguments,
            $"executions {arn} {status} {redriven}",
            LongestToken));
    }

    private IEnumerable<StartedExecution> OfMachine(string arn)
    {
        var machine = store.Find(arn) ?? throw Refusals.NoMachine(arn);
        return machine.Type == StateMachineType.Standard
            ? interpreter.Executions.All.Where(execution => execution.Machine.Arn == arn || execution.Machine.VersionArn == arn)
            : throw Refusals.WrongType();
    }

    // "This API action is not supported by EXPRESS state machines."
    private IEnumerable<StartedExecution> OfMapRun(string arn)
    {
        var run = interpreter.Executions.FindMapRun(arn) ?? throw Refusals.NoResource(arn);
        return run.ChildType == StateMachineType.Standard
            ? interpreter.Executions.All.Where(execution => execution.MapRun == run)
            : throw Refusals.WrongType();
    }

    private StartedExecution Find(string arn) => interpreter.Executions.Find(arn) ?? throw Refusals.NoExecution(arn);

    private Task<T> OnLoopAsync<T>(Func<T> work) => interpreter.Loop.InvokeAsync(() => Task.FromResult(work()));

    private static bool IncludesData(RequestMembers arguments) => arguments.Choice("includedData", "ALL_DATA", "METADATA_ONLY") != "METADATA_ONLY";
}
