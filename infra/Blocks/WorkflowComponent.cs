using System.Collections.Immutable;
using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>A workflow with what it exports: the names of its resources, and commands of the AWS CLI that are ready to run.</summary>
/// <param name="type">The component's type token.</param>
/// <param name="name">The workflow's name.</param>
/// <param name="options">Pulumi's options.</param>
public abstract class WorkflowComponent(string type, string name, ComponentResourceOptions? options)
    : ComponentResource(type, name, options)
{
    /// <summary>
    /// The names of the workflow's resources, among them StateMachineArn and StateMachineName, and four commands: Start
    /// starts an execution, Describe shows the newest one, Look shows what executions left, Stop stops those that run.
    /// </summary>
    public Output<ImmutableDictionary<string, string>> Outputs { get; private set; } =
        Output.Create(ImmutableDictionary<string, string>.Empty);

    /// <summary>Exports names and commands; called once, when all resources are declared.</summary>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="machine">The state machine that Start starts, a Standard one.</param>
    /// <param name="names">The names of what else there is.</param>
    /// <param name="input">The input of a first execution, JSON without a single quote.</param>
    /// <param name="look">The arguments of <c>aws</c> that show results, of the names.</param>
    protected void Export(
        StackContext context,
        LoggedStateMachine machine,
        IReadOnlyDictionary<string, Output<string>> names,
        string input,
        Func<ImmutableDictionary<string, string>, string> look)
    {
        var (arn, region) = (machine.Arn, context.Region);

        // Executions are listed with the newest first.
        const string First = "--no-paginate --query 'executions[0].executionArn' --output text";
        const string Running = "--status-filter RUNNING --query 'executions[].[executionArn]' --output text";
        var list = Output.Format($"aws stepfunctions list-executions --region {region} --state-machine-arn {arn}");
        var stop = Output.Format($"aws stepfunctions stop-execution --region {region} --execution-arn \"$execution\"");
        var exports = new Dictionary<string, Output<string>>(names)
        {
            ["StateMachineArn"] = arn,
            ["StateMachineName"] = machine.Name,
            ["Start"] = Output.Format(
                $"aws stepfunctions start-execution --region {region} --state-machine-arn {arn} --input '{input}'"),
            ["Describe"] = Output.Format(
                $"aws stepfunctions describe-execution --region {region} --execution-arn \"$({list} {First})\""),
            ["Look"] = Output.Tuple(ByName(names), region).Apply(given => $"aws {look(given.Item1)} --region {given.Item2}"),

            // The children of an execution's Map Runs, and the executions that it waits for, are stopped with it.
            ["Stop"] = Output.Format($"for execution in $({list} {Running}); do {stop}; done"),
        };
        Outputs = ByName(exports);

        // A dictionary of outputs, not an output of a dictionary: while one value is unknown the engine takes the others.
        RegisterOutputs(exports.ToDictionary(export => export.Key, object? (export) => export.Value));
    }

    private static Output<ImmutableDictionary<string, string>> ByName(IReadOnlyDictionary<string, Output<string>> outputs) =>
        Output.All(outputs.Values).Apply(values =>
            outputs.Keys.Zip(values).ToImmutableDictionary(output => output.First, output => output.Second));
}
