using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.DistributedMaps.Readers;

/// <summary>
/// CSV: each row is an object of texts. A field that a row lacks is empty, one that it has beyond the header is dropped.
/// </summary>
/// <param name="delimiter">What separates the fields.</param>
/// <param name="given">The header; null where it is the first row.</param>
internal sealed class CsvFormat(char delimiter, IReadOnlyList<string>? given) : IItemFormat
{
    public static CsvFormat Read(FieldReader config) => new(
        config.Text("CSVDelimiter") switch
        {
            "PIPE" => '|',
            "SEMICOLON" => ';',
            "SPACE" => ' ',
            "TAB" => '\t',
            _ => ',',
        },
        config.Text("CSVHeaderLocation") == "GIVEN"
            ? [.. config.Get("CSVHeaders")!.Value.EnumerateArray().Select(header => header.GetString()!)]
            : null);

    public async IAsyncEnumerable<MapItem> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var text = StrictText.Reader(content);
        var header = given is null ? null : Checked(given);
        await foreach (var row in CsvRows.ReadAsync(text, delimiter, cancellation))
        {
            if (header is null)
            {
                header = Checked(row);
                continue;
            }
            yield return new MapItem(0, Item(header, row));
        }
    }

    private static IReadOnlyList<string> Checked(IReadOnlyList<string> header) =>
        header.Distinct().Count() < header.Count
            ? throw new ItemReaderException("CSV headers cannot contain duplicates.")
            : header.Sum(Encoding.UTF8.GetByteCount) > Quotas.CsvHeader
                ? throw new ItemReaderException($"The CSV header has more than {Quotas.CsvHeader} bytes.")
                : header;

    private static JsonElement Item(IReadOnlyList<string> header, IReadOnlyList<string> row) => Json.Write(json =>
    {
        json.WriteStartObject();
        for (var column = 0; column < header.Count; column++)
        {
            json.WriteString(header[column], column < row.Count ? row[column] : "");
        }
        json.WriteEndObject();
    });
}
