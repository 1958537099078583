using System.Text.Json;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Runs;

/// <summary>What runs did, for scripts: what <c>run --json</c> prints.</summary>
/// <param name="Succeeded">Whether the exit status is 0.</param>
/// <param name="Runs">The runs, in their order.</param>
/// <param name="Scaled">What workflows would cost with more items, where that was asked for.</param>
/// <param name="Permissions">What they were denied, did not use, and may do on any resource.</param>
internal sealed record RunDocument(
    bool Succeeded, IReadOnlyList<RunDocument.Run> Runs, IReadOnlyList<RunDocument.Scale> Scaled, RunDocument.PermissionsOfRuns Permissions)
{
    /// <summary>The document of some runs.</summary>
    public static RunDocument Of(
        IReadOnlyList<RunReport> reports, IReadOnlyList<ScaledRun> scaled, PermissionReport permissions, bool succeeded) => new(
        succeeded,
        [.. reports.Select(RunOf)],
        [.. scaled.Select(ScaleOf)],
        new PermissionsOfRuns(
            [
                .. from denial in permissions.Denials
                   let request = denial.First.Request
                   select new Denied(denial.First.Caller.Identity, request.Action, request.Resource, denial.Resources, denial.First.Message),
            ],
            [
                .. from unused in permissions.Unused
                   select new Unused(unused.Role, unused.Policy, unused.Number, unused.Sid, unused.Action, unused.Resource),
            ],
            [
                .. from wildcard in permissions.Wildcards
                   let statement = wildcard.Statement
                   select new Wildcard(statement.Role, statement.Policy, statement.Number, statement.Sid, statement.Actions, wildcard.Reason),
            ]));

    private static Run RunOf(RunReport report) => new(
        report.Workflow,
        report.Sample,
        report.Execution.Status,
        report.IsGood,
        report.Items,
        report.Traces!.Executions,
        report.Traces.Transitions,
        report.Duration.TotalSeconds,
        report.Written,
        report.Traces.Requests,
        CostDocument.Of(report.Traces.Bill),
        report.Problems,
        FailureOf(report.Traces.Outcome));

    private static Scale ScaleOf(ScaledRun run) => new(
        run.Workflow,
        run.Bill.Items,
        [run.Bill.Small, run.Bill.Large],
        run.Bill.Refusals.Count == 0 ? CostDocument.Rounded(run.Bill.Dollars) : null,
        [
            .. run.Bill.Lines.Select(line => new ScalePart(
                line.Price.Name, CostDocument.Rounded(line.Fixed), CostDocument.Rounded(line.PerItem), CostDocument.Rounded(line.Quantity), line.Price.Unit, CostDocument.Rounded(line.Dollars), line.Note)),
        ],
        run.Bill.Refusals);

    private static Failure? FailureOf(ExecutionOutcome? outcome) => outcome is null or { Status: ExecutionStatus.Succeeded }
        ? null
        : new Failure(
            outcome.ExecutionArn,
            outcome.FailedState?.Name,
            outcome.FailedState?.Input,
            outcome.Error,
            outcome.Cause,
            FailureOf(outcome.FailedChild));

    /// <summary>One execution of a workflow with one sample.</summary>
    /// <param name="Workflow">The workflow's name.</param>
    /// <param name="With">The sample.</param>
    /// <param name="Status">How the execution ended, as DescribeExecution spells it.</param>
    /// <param name="Good">Whether it succeeded and every check held.</param>
    /// <param name="Items">How many items it was given.</param>
    /// <param name="Executions">How many executions there were, with the child executions.</param>
    /// <param name="Transitions">The state transitions that are billed.</param>
    /// <param name="DurationSeconds">How long it took, on the clock of the execution.</param>
    /// <param name="Written">What was written where.</param>
    /// <param name="Requests">How many requests it made, by service.</param>
    /// <param name="Cost">What it would cost in AWS.</param>
    /// <param name="Problems">What the check found wrong, a sentence each.</param>
    /// <param name="Failure">Why it did not succeed; null where it did.</param>
    internal sealed record Run(
        string Workflow,
        string With,
        string Status,
        bool Good,
        int Items,
        long Executions,
        long Transitions,
        double DurationSeconds,
        string Written,
        IReadOnlyDictionary<string, long> Requests,
        CostDocument Cost,
        IReadOnlyList<string> Problems,
        Failure? Failure);

    /// <summary>What a workflow would cost with more items.</summary>
    /// <param name="Workflow">The workflow's name.</param>
    /// <param name="Items">How many items.</param>
    /// <param name="From">The items of the two sizes that it was run with.</param>
    /// <param name="Dollars">What it would cost, in USD; null where the two sizes do not tell.</param>
    /// <param name="Parts">The parts, the dearest first.</param>
    /// <param name="Refusals">Why the sizes do not tell, a sentence each.</param>
    internal sealed record Scale(
        string Workflow, long Items, IReadOnlyList<long> From, decimal? Dollars, IReadOnlyList<ScalePart> Parts, IReadOnlyList<string> Refusals);

    /// <summary>A part of it: a straight line.</summary>
    /// <param name="Part">What is billed.</param>
    /// <param name="Fixed">How much there is without items, before AWS rounds it up.</param>
    /// <param name="PerItem">How much each item adds, before AWS rounds it up.</param>
    /// <param name="Quantity">How much would be billed.</param>
    /// <param name="Unit">Of which unit.</param>
    /// <param name="Dollars">What it would cost, in USD.</param>
    /// <param name="Note">What else there is to say of how it was told; null where the line is all.</param>
    internal sealed record ScalePart(string Part, decimal Fixed, decimal PerItem, decimal Quantity, string Unit, decimal Dollars, string? Note);

    /// <summary>Why an execution did not succeed.</summary>
    /// <param name="ExecutionArn">The execution.</param>
    /// <param name="State">The state that failed; null where none did.</param>
    /// <param name="Input">The state's input.</param>
    /// <param name="Error">The error's name.</param>
    /// <param name="Cause">The error's cause.</param>
    /// <param name="Child">Why the child execution did not succeed that failed it; null where none did.</param>
    internal sealed record Failure(
        string ExecutionArn, string? State, JsonElement? Input, string? Error, string? Cause, Failure? Child);

    /// <summary>The permission report.</summary>
    /// <param name="Denied">What was denied, each action of a caller once.</param>
    /// <param name="Unused">What was granted and not used.</param>
    /// <param name="Wildcards">What is granted on any resource.</param>
    internal sealed record PermissionsOfRuns(
        IReadOnlyList<Denied> Denied, IReadOnlyList<Unused> Unused, IReadOnlyList<Wildcard> Wildcards);

    /// <summary>An action that was denied.</summary>
    /// <param name="Caller">The role's ARN, or the service.</param>
    /// <param name="Action">The action.</param>
    /// <param name="Resource">The first resource.</param>
    /// <param name="Resources">On how many resources it was denied.</param>
    /// <param name="Message">What AWS answers.</param>
    internal sealed record Denied(string Caller, string Action, string Resource, int Resources, string Message);

    /// <summary>A part of a policy that allowed no request.</summary>
    /// <param name="Role">The role.</param>
    /// <param name="Policy">The policy.</param>
    /// <param name="Statement">Which of its statements, from 1.</param>
    /// <param name="Sid">The statement's Sid.</param>
    /// <param name="Action">The action that was not used; null where it is a resource.</param>
    /// <param name="Resource">The resource that was not used; null where it is an action.</param>
    internal sealed record Unused(string Role, string Policy, int Statement, string? Sid, string? Action, string? Resource);

    /// <summary>A statement for any resource.</summary>
    /// <param name="Role">The role.</param>
    /// <param name="Policy">The policy.</param>
    /// <param name="Statement">Which of its statements, from 1.</param>
    /// <param name="Sid">The statement's Sid.</param>
    /// <param name="Actions">The actions that it allows.</param>
    /// <param name="Reason">Why, as the program says; null where it does not.</param>
    internal sealed record Wildcard(
        string Role, string Policy, int Statement, string? Sid, IReadOnlyList<string> Actions, string? Reason);
}
