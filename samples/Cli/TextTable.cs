namespace Fanout.Samples.Cli;

/// <summary>Tables of plain text: a column is as wide as its longest text.</summary>
public static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Lays out rows below the columns' names and a rule.</summary>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">The rows, each with a text for every column.</param>
    /// <returns>The lines, without spaces at their ends.</returns>
    public static IEnumerable<string> Lines(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. columns.Select((name, column) => rows.Select(row => row[column].Length).Append(name.Length).Max())];
        return rows
            .Prepend([.. widths.Select(width => new string('-', width))])
            .Prepend(columns)
            .Select(row => string.Join(Gap, row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
    }
}
