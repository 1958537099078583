using System.Text;

namespace Fanout.Local.Diagrams;

/// <summary>Texts within a Mermaid diagram ("Flowcharts - Basic Syntax": Special characters that break syntax).</summary>
internal static class MermaidText
{
    private const string Plain = " .,:/='()[]{}!?$+-…";

    /// <summary>Lines in quotes; what Mermaid would read as quotes, entities, HTML or Markdown stands as its code.</summary>
    public static string Quoted(params IReadOnlyList<string> lines) => $"\"{string.Join("<br>", lines.Select(Escaped))}\"";

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isPlain = char.IsLetterOrDigit(text[i]) || (Plain.Contains(text[i], StringComparison.Ordinal) && !BeginsList(text, i));
            escaped.Append(isPlain ? $"{text[i]}" : $"#{(int)text[i]};");
        }

        return escaped.ToString();
    }

    // "1. ", "- " and "+ " begin lists, which Mermaid refuses in a label.
    private static bool BeginsList(string text, int index) =>
        text[index] is '.' or '-' or '+' && (index + 1 == text.Length || text[index + 1] == ' ');
}
