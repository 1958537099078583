using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>The text of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>Takes the text of a JSON string; false where it is none, or one that holds half a character.</summary>
    public static bool TryGet(ref Utf8JsonReader json, out string text)
    {
        text = "";
        if (json.TokenType != JsonTokenType.String)
        {
            return false;
        }

        try
        {
            text = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
