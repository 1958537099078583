using System.Collections.Concurrent;
using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Cost;
using Fanout.Local.Iam;
using Fanout.Local.Jsonata;
using Fanout.Local.Services.States;
using Fanout.Local.Stacks;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.WebConsole.Graphs;

namespace Fanout.Local.WebConsole.Reading;

/// <summary>Reads what the local cloud keeps; nothing is kept for the console beside the layouts of graphs.</summary>
/// <param name="cloud">The account.</param>
/// <param name="interpreter">Runs the executions.</param>
/// <param name="machines">The state machines as they are run.</param>
/// <param name="engine">Lays out graphs.</param>
/// <param name="stack">What the program declared.</param>
internal sealed class AccountReader(
    LocalCloud cloud, Interpreter interpreter, DeployedMachines machines, Engine engine, StackView stack)
{
    // What events lead to goes on for a moment after the execution.
    private static readonly TimeSpan LogsAfterEnd = TimeSpan.FromSeconds(5);

    // The log groups of state machines: their events are shown as such.
    private const string OfMachines = "/aws/vendedlogs/";

    private const int MostGraphs = 200;

    private readonly ConcurrentDictionary<string, Lazy<Task<PlacedGraph>>> _graphs = new();

    /// <summary>Reads a deployment.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="name">What it is called.</param>
    public static AccountReader Of(LocalDeployment deployment, string name) => new(
        deployment.Cloud, deployment.Interpreter, deployment.Machines, deployment.Engine, new StackView(name, deployment.Stack));

    /// <summary>The account.</summary>
    public LocalCloud Cloud => cloud;

    /// <summary>What the program declared.</summary>
    public StackView Stack => stack;

    /// <summary>What AWS would bill for a workflow so far.</summary>
    public Bill BillOf(string workflow) => cloud.Usage.Since(
        new Dictionary<(string Payer, UnitPrice Price), BillLine>(), payer => stack.WorkflowOf(payer) == workflow);

    /// <summary>What was denied so far.</summary>
    public IReadOnlyCollection<Denial> Denials => cloud.Iam.Denials;

    /// <summary>All state machines, those of the stack first.</summary>
    public IReadOnlyList<MachineView> Machines() =>
    [
        .. cloud.StateMachines.All
            .Select(machine => MachineView.Of(machine.Current, stack.WorkflowOf(machine.Current.Name), stack.InputOf(machine.Current.Arn)))
            .OrderBy(machine => machine.Workflow is null)
            .ThenBy(machine => machine.Name, StringComparer.Ordinal),
    ];

    /// <summary>A state machine; null where there is none of that name.</summary>
    public MachineView? Machine(string name) => Machines().FirstOrDefault(machine => machine.Name == name);

    /// <summary>The executions that are kept, but for children of Map Runs, the newest first.</summary>
    public Task<IReadOnlyList<ExecutionItem>> ExecutionsAsync() => OnLoopAsync<IReadOnlyList<ExecutionItem>>(() =>
        [.. interpreter.Executions.All.Reverse().Where(execution => execution.MapRun is null).Select(execution => ExecutionItem.Of(execution, interpreter.Loop.Now))]);

    /// <summary>An execution; null where none is kept with that ARN.</summary>
    public Task<ExecutionView?> ExecutionAsync(string arn) => OnLoopAsync(() =>
        interpreter.Executions.Find(arn) is { } execution
            ? ExecutionView.Of(
                execution, DefinitionOf(execution), interpreter.Executions, interpreter.Loop)
            : null);

    /// <summary>The states of a definition, and where they are drawn.</summary>
    public async Task<(StateGroup States, PlacedGraph Graph)> GraphAsync(string definition)
    {
        if (_graphs.Count > MostGraphs)
        {
            _graphs.Clear();
        }

        var states = StateGraph.Of(JsonElement.Parse(definition));
        return (states, await _graphs.GetOrAdd(definition, _ => new(() => GraphLayout.OfAsync(states, engine))).Value);
    }

    /// <summary>What a workflow's functions and jobs logged while an execution ran, in the order of its times.</summary>
    /// <param name="workflow">The workflow; null for what is part of none.</param>
    /// <param name="start">When the execution started, on its own clock.</param>
    /// <param name="stop">When it ended; null while it runs.</param>
    public IReadOnlyList<LogLine> Logs(string? workflow, DateTimeOffset start, DateTimeOffset? stop)
    {
        var end = stop + LogsAfterEnd ?? DateTimeOffset.MaxValue;
        return
        [
            .. from name in cloud.Logs.All
               where stack.WorkflowOf(name.Name) == workflow && !name.Name.StartsWith(OfMachines, StringComparison.Ordinal)
               from line in name.Events()
               where line.Time >= start && line.Time <= end
               orderby line.Time, line.Number
               select new LogLine(name.Name, line.Time, line.Message),
        ];
    }

    /// <summary>What changes when anything does that a page shows.</summary>
    /// <param name="executionArn">The execution that it shows; null where it shows many.</param>
    public Task<string> VersionAsync(string? executionArn) => OnLoopAsync(() =>
    {
        var executions = executionArn is null
            ? interpreter.Executions.All
            : interpreter.Executions.All.Where(execution => execution.Arn == executionArn || execution.StartedBy == executionArn);
        var version = new HashCode();
        foreach (var execution in executions)
        {
            version.Add(execution.Arn);
            version.Add(execution.End is not null);
            version.Add(execution.Events.Count);
            foreach (var counts in execution.Tally.States.Values)
            {
                version.Add((counts.Entered, counts.Left, counts.Retries, counts.Failed, counts.Aborted));
            }
        }

        version.Add(cloud.Iam.Denials.Count);
        return $"{version.ToHashCode():x8}";
    });

    // What a child of a Map Run runs is part of the definition of the execution that has the Map.
    private string DefinitionOf(StartedExecution execution)
    {
        var whole = execution;
        while (whole is { MapRun: { } run })
        {
            whole = interpreter.Executions.Find(run.ExecutionArn);
        }

        return execution.Machine.Name.Split('/') is [var name, var label]
            ? ChildDefinition.Of(whole is null ? Machine(name)?.Definition : machines.SourceOf(whole.Machine).Definition, label)
            : machines.SourceOf(execution.Machine).Definition;
    }

    private Task<T> OnLoopAsync<T>(Func<T> read) => interpreter.Loop.InvokeAsync(() => Task.FromResult(read()));
}
