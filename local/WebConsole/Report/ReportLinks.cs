using Fanout.Local.WebConsole.Pages;

namespace Fanout.Local.WebConsole.Report;

/// <summary>Where a file has what a page names.</summary>
/// <param name="executions">The ids of the executions in it, by their ARNs.</param>
internal sealed class ReportLinks(IReadOnlyDictionary<string, string> executions) : Links
{
    /// <inheritdoc />
    public override string Home => "#runs";

    /// <inheritdoc />
    public override string Denials => "#denials";

    /// <inheritdoc />
    public override string Stores => "#stores";

    /// <inheritdoc />
    public override string? Workflow(string workflow) => null;

    /// <inheritdoc />
    public override string? Machine(string machine) => null;

    /// <inheritdoc />
    public override string? Execution(string arn) => executions.TryGetValue(arn, out var id) ? $"#{id}" : null;

    /// <inheritdoc />
    public override string? Store(string kind, string name) => null;
}
