using System.Runtime.InteropServices;
using System.Text.Json;

namespace Fanout.Functions.SensorAnalytics.Readings;

/// <summary>The text of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>The number of bytes between the quotes.</summary>
    public static int Length(JsonElement source) => JsonMarshal.GetRawUtf8Value(source).Length - 2;

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
