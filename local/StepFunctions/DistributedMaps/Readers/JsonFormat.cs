using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Fanout.Local.StepFunctions.Running;
using Fanout.Samples.Cli;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>JSON: an array of items or an object of them, the file itself or what a pointer within it leads to.</summary>
/// <param name="pointer">ItemsPointer, a JSON pointer (RFC 6901); null or empty for the file itself.</param>
internal sealed class JsonFormat(string? pointer) : IItemFormat
{
    public async IAsyncEnumerable<MapItem> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var file = PipeReader.Create(content);
        if (string.IsNullOrEmpty(pointer) && await FirstCharacterAsync(file, cancellation) == '[')
        {
            // The elements of a large array are never in memory together.
            await foreach (var item in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(file, cancellationToken: cancellation))
            {
                yield return new MapItem(0, item);
            }
            yield break;
        }
        using var document = await JsonDocument.ParseAsync(file.AsStream(), default, cancellation);
        if (JsonFlaw.Of(document.RootElement) is { } flaw)
        {
            throw new ItemReaderException($"The file {flaw}.");
        }
        foreach (var item in DatasetItems.Of(Resolve(document.RootElement, pointer ?? "")))
        {
            yield return item with { Value = item.Value.Clone() };
        }
    }

    private static async Task<char?> FirstCharacterAsync(PipeReader file, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await file.ReadAsync(cancellation);
            var first = FirstCharacter(read.Buffer);
            if (first is not null || read.IsCompleted)
            {
                file.AdvanceTo(read.Buffer.Start);
                return first;
            }
            file.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static char? FirstCharacter(ReadOnlySequence<byte> text)
    {
        foreach (var segment in text)
        {
            var index = segment.Span.IndexOfAnyExcept(" \t\r\n"u8);
            if (index >= 0)
            {
                return (char)segment.Span[index];
            }
        }
        return null;
    }

    private static JsonElement Resolve(JsonElement value, string pointer)
    {
        foreach (var token in pointer.Split('/').Skip(1).Select(token => token.Replace("~1", "/").Replace("~0", "~")))
        {
            value = value.ValueKind switch
            {
                JsonValueKind.Object when value.TryGetProperty(token, out var member) => member,
                JsonValueKind.Array when int.TryParse(token, out var index) && index >= 0 && index < value.GetArrayLength() => value[index],
                _ => throw new ItemReaderException(
                    "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure."),
            };
        }
        return value;
    }
}
