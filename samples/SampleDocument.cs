using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fanout.Samples;

/// <summary>
/// JSON objects as different systems write them: indented or not, with numbers that a double cannot hold, escapes,
/// braces and signs of regular expressions in texts.
/// </summary>
internal static class SampleDocument
{
    private static readonly JsonSerializerOptions[] Styles =
    [
        new(),
        new() { WriteIndented = true, NewLine = "\n" },
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
    ];

    private static readonly string[] Cities = ["Zürich", "São Paulo", "東京", "Reykjavík", "New York", "Kraków 😀"];
    private static readonly string[] Words = ["pump", "valve", "} brace", "$1 sign", "\"quoted\"", "back\\slash", "line\nend", "%} end"];
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Creates the document of a number; the same number and seed give the same text.</summary>
    public static string Create(int number, int seed)
    {
        var random = new Random(unchecked((seed * 397) ^ number));
        JsonObject document = (number % 4) switch
        {
            0 => Reading(random),
            1 => Order(random),
            2 => Customer(random),
            _ => Note(random),
        };
        document.Insert(0, "id", JsonValue.Create($"{seed}-{number}"));
        var end = random.Next(4) == 0 ? "\n" : "";
        return document.ToJsonString(Styles[random.Next(Styles.Length)]) + end;
    }

    private static JsonObject Reading(Random random) => new()
    {
        ["sensor"] = $"t-{random.Next(100)}",
        ["celsius"] = Amount(random, 4_000),
        ["sequence"] = 10_000_000_000_000_000_000m + random.Next(),
        ["at"] = Start.AddSeconds(random.Next(31_536_000)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    };

    private static JsonObject Order(Random random) => new()
    {
        ["lines"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 8)).Select(line => new JsonObject
        {
            ["line"] = line, ["sku"] = $"{random.Next(10_000):D4}", ["quantity"] = random.Next(1, 20), ["price"] = Amount(random, 10_000),
        })]),
        ["paid"] = random.Next(2) == 0,
        ["note"] = null,
    };

    private static JsonObject Customer(Random random) => new()
    {
        ["address"] = new JsonObject { ["city"] = Cities[random.Next(Cities.Length)], ["zip"] = $"{random.Next(100_000):D5}" },
        ["tags"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => JsonValue.Create(Word(random)))]),
        ["limits"] = new JsonObject(),
    };

    private static JsonObject Note(Random random) => new()
    {
        ["title"] = Word(random),
        ["text"] = string.Join(' ', Enumerable.Range(0, random.Next(5, 60)).Select(_ => Word(random))),
    };

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    // With both digits after the point, also where the last is a zero.
    private static decimal Amount(Random random, int hundredths) =>
        new(random.Next(hundredths), 0, 0, isNegative: random.Next(2) == 0, scale: 2);
}
