using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Functions.Common;
using Fanout.Functions.SensorAnalytics;
using Fanout.Tests.Functions.Common;

namespace Fanout.Tests.Functions.SensorAnalytics;

/// <summary>The function over a DynamoDB in memory.</summary>
internal sealed class FunctionUnderTest : IDisposable
{
    public static readonly Dictionary<string, string?> Variables = new()
    {
        ["TABLE_NAME"] = "readings",
        ["TEMPERATURE_MIN"] = "-10",
        ["TEMPERATURE_MAX"] = "35",
        ["HUMIDITY_MIN"] = "5",
        ["HUMIDITY_MAX"] = "95",
        ["BATTERY_MIN"] = "20",
    };

    private readonly StringWriter _log = new();

    public FakeDynamoDb DynamoDb { get; } = new("readings", "DeviceId", "ReadingTimestamp");

    public ImmediateTime Time { get; } = new();

    public IEnumerable<JsonElement> LogLines =>
        _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line));

    /// <summary>A healthy reading with some of its fields in place of the usual.</summary>
    public static string Reading(string fields = "") => Merge(
        """{"deviceid":"sensor-1","timestamp":1767225600000,"temperature":21.5,"humidity":40,"batterylevel":80}""", fields);

    public static string Batch(params IEnumerable<string> readings) =>
        $$"""{"BatchInput":{"executionName":"run-1","analysisDate":"2026-01-01"},"Items":[{{string.Join(',', readings)}}]}""";

    public async Task<JsonElement> HandleAsync(string input)
    {
        var analyzer = Function.Create(
            Variables.GetValueOrDefault, new AwsClients(new FakeHttp(DynamoDb)), Time, () => 0.5, _log);
        await using var result = await analyzer.AnalyzeAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(input)), CancellationToken.None);
        return JsonElement.Parse(new StreamReader(result).ReadToEnd());
    }

    public void Dispose()
    {
        DynamoDb.Dispose();
        _log.Dispose();
    }

    private static string Merge(string reading, string fields)
    {
        var merged = JsonNode.Parse(reading)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse($"{{{fields}}}")!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return merged.ToJsonString();
    }
}
