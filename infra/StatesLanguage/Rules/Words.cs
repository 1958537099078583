using System.Text.Json;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>JSON values in the words of a problem.</summary>
internal static class Words
{
    private const int LongestQuote = 60;

    /// <summary>A value, shortened where it is long.</summary>
    public static string Of(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            _ => value.GetRawText(),
        };
        return text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
    }
}
