using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>JSON Lines: each line is an item; empty lines are none.</summary>
internal sealed class JsonLinesFormat : IItemFormat
{
    public async IAsyncEnumerable<MapItem> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var lines = StrictText.Reader(content);
        for (var number = 1; await lines.ReadLineAsync(cancellation) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return new MapItem(0, Parse(line, number));
            }
        }
    }

    private static JsonElement Parse(string line, int number)
    {
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException problem)
        {
            throw new ItemReaderException($"Line {number} of the file is not JSON: {problem.Message}", problem);
        }
    }
}
