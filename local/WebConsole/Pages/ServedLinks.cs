namespace Fanout.Local.WebConsole.Pages;

/// <summary>Where the console's server has what a page names.</summary>
internal sealed class ServedLinks : Links
{
    /// <summary>What all its addresses begin with.</summary>
    public const string Root = "/console";

    private const int MachinePart = 6;
    private const int NamePart = 7;

    /// <inheritdoc />
    public override string Home => Root;

    /// <inheritdoc />
    public override string Denials => $"{Root}/denied";

    /// <inheritdoc />
    public override string Stores => $"{Root}/stores";

    /// <inheritdoc />
    public override string Workflow(string workflow) => $"{Root}/workflows/{Uri.EscapeDataString(workflow)}";

    /// <inheritdoc />
    public override string Machine(string machine) => $"{Root}/machines/{Uri.EscapeDataString(machine.Split('/')[0])}";

    /// <inheritdoc />
    public override string Execution(string arn)
    {
        var parts = arn.Split(':', NamePart + 1);
        return $"{Root}/executions/{Uri.EscapeDataString(parts[MachinePart])}/{Uri.EscapeDataString(parts[NamePart])}";
    }

    /// <inheritdoc />
    public override string Store(string kind, string name) => $"{Root}/stores/{kind}/{Uri.EscapeDataString(name)}";
}
