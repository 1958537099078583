using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Local.Diagrams;

/// <summary>What stands at an edge: why it is taken, in a few words.</summary>
internal static partial class EdgeLabel
{
    /// <summary>What stands where no condition holds.</summary>
    public const string Otherwise = "otherwise";

    private const int Longest = 48;

    /// <summary>The condition of a Choice state, without what every expression has.</summary>
    public static string OfCondition(JsonElement choice)
    {
        var condition = choice.GetProperty("Condition").GetString()!.Trim();
        var expression = condition.StartsWith("{%", StringComparison.Ordinal) ? condition[2..^2] : condition;
        return Shortened(Spaces().Replace(expression, " ").Trim().Replace("$states.", "", StringComparison.Ordinal));
    }

    /// <summary>The errors of a catcher.</summary>
    public static string OfErrors(JsonElement catcher)
    {
        var errors = catcher.GetProperty("ErrorEquals").EnumerateArray().Select(error => error.GetString()!);
        return Shortened(string.Join(", ", errors.Select(error => error == "States.ALL" ? "any error" : error)));
    }

    private static string Shortened(string text) => text.Length <= Longest ? text : $"{text[..(Longest - 1)].TrimEnd()}…";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
