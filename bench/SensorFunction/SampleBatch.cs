using System.Text.Json;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Samples.SensorAnalytics;

namespace Fanout.Bench.SensorFunction;

/// <summary>Inputs of the function as a Distributed Map gives them.</summary>
internal static class SampleBatch
{
    /// <summary>Creates the input with a number of generated readings.</summary>
    public static byte[] Create(int readings)
    {
        using var input = new MemoryStream();
        using (var json = new Utf8JsonWriter(input))
        {
            json.WriteStartObject();
            json.WriteStartObject("BatchInput");
            json.WriteString("executionName", "bench");
            json.WriteString("analysisDate", "2026-01-01");
            json.WriteEndObject();
            json.WriteStartArray("Items");
            foreach (var reading in SensorAnalyticsSample.Generate(new SensorFleet(readings, new DateOnly(2026, 1, 1), Days: 1, ReadingsPerDay: 1)))
            {
                json.WriteStartObject();
                foreach (var (column, value) in ReadingsSchema.Columns.Zip(reading.ToCsv().Split(',')))
                {
                    json.WriteString(column, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return input.ToArray();
    }
}
