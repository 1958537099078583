namespace Fanout.Local.WebConsole.Graphs;

/// <summary>How wide texts are, about: the fonts are those of whoever looks, and the layout is made before.</summary>
internal static class TextSize
{
    private const string Narrow = " .,:;'|!()[]ijlftrI1/";
    private const string Wide = "mwMW@%—";

    /// <summary>The width of a line, in the unit of the font's size.</summary>
    public static double Width(string text, double fontSize) => fontSize * text.Sum(WidthOf);

    /// <summary>A text in lines, broken at its spaces; cut where they are too few.</summary>
    public static IReadOnlyList<string> Wrap(string text, int longest, int most)
    {
        var lines = new List<string>();
        var rest = text;
        while (rest.Length > longest && lines.Count < most - 1)
        {
            var at = rest.LastIndexOf(' ', longest);
            at = at <= 0 ? longest : at;
            lines.Add(rest[..at]);
            rest = rest[at..].TrimStart();
        }

        lines.Add(rest.Length <= longest ? rest : $"{rest[..(longest - 1)]}…");
        return lines;
    }

    private static double WidthOf(char character) =>
        Narrow.Contains(character, StringComparison.Ordinal) ? 0.37
        : Wide.Contains(character, StringComparison.Ordinal) ? 0.95
        : char.IsUpper(character) ? 0.75
        : character > 0x2e80 ? 1
        : 0.63;
}
