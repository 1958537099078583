using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>The text of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>Takes the text of a JSON string; false where it is none, or one that holds half a character.</summary>
    public static bool TryGet(JsonElement source, out string text)
    {
        text = "";
        if (source.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = source.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
