using Spectre.Console;

namespace Fanout.Bench;

/// <summary>What a benchmark measured, a line for each figure.</summary>
internal sealed class ResultTable
{
    private readonly Table _table = new Table().Border(TableBorder.Simple).AddColumns("What", "Measured", "Target");

    /// <summary>Adds a figure.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="measured">The figure and its unit.</param>
    /// <param name="target">What it should be, where there is a target.</param>
    public void Add(string what, FormattableString measured, string target = "") =>
        _table.AddRow(Markup.Escape(what), Markup.Escape(FormattableString.Invariant(measured)), Markup.Escape(target));

    /// <summary>Prints the table.</summary>
    public void Print() => AnsiConsole.Write(_table);
}
