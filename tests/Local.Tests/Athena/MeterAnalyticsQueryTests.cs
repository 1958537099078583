using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.MeterAnalytics;
using Fanout.Local.Athena.Catalog;
using Fanout.Local.Athena.Queries;
using Fanout.Local.Cloud;
using Fanout.Tests.Local.Workflows;
using Pulumi;
using Pulumi.Testing;

namespace Fanout.Tests.Local.Athena;

/// <summary>The queries of meter-analytics over the tables that it deploys.</summary>
public sealed class MeterAnalyticsQueryTests
{
    private const string Data = "fanout-dev-meter-iot-analytic-123456789012";
    private const string Names = "SendorID,Voltage,Current,Frequency,kWh,HourCollected\n";
    private readonly TestAthena _athena = new();

    [OneTimeSetUp]
    public async Task LoadTables()
    {
        foreach (var table in await TablesAsync())
        {
            _athena.Service.Catalog.AddTable(GlueTableReader.Read(table));
        }

        _athena.Store.Put(Data, "customer_meter_sensor/customer_meter_sensor.csv", "CustomerID,SensorID,SensorGroup\n9,51246501,B\n10,51246502,A\n");
        Put(30, 23, "51246501,240,10,60,0.255,23\n");
        Put(31, 0, "51246501,240,10,60,0.1,00\n51246502,240,10,60,1.5,00\n77777777,240,10,60,9,00\n");
        Put(31, 1, "51246501,240,10,60,0.2,01\n51246502,240,10,60,,01\n");
    }

    [OneTimeTearDown]
    public async Task StopAthena() => await _athena.DisposeAsync();

    [Test]
    public async Task An_hour_is_as_it_was_read_for_each_sensor_of_a_customer() =>
        Assert.That(await SelectAsync(0), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_hour\",\"total_kwh\"",
            "\"9\",\"51246501#2022-01-31T00\",\"0.1\"",
            "\"9\",\"51246501#2022-01-31T01\",\"0.2\"",
            "\"10\",\"51246502#2022-01-31T00\",\"1.5\"",
            "\"10\",\"51246502#2022-01-31T01\",",
        }));

    [Test]
    public async Task A_day_is_the_sum_of_its_hours_to_two_decimals() =>
        Assert.That(await SelectAsync(1), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_day\",\"total_kwh\"", "\"9\",\"51246501#2022-01-31\",\"0.3\"", "\"10\",\"51246502#2022-01-31\",\"1.5\"",
        }));

    [Test]
    public async Task A_month_is_the_sum_of_its_days_to_two_decimals() =>
        Assert.That(await SelectAsync(2), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_month\",\"total_kwh\"", "\"9\",\"51246501#2022-01\",\"0.56\"", "\"10\",\"51246502#2022-01\",\"1.5\"",
        }));

    [Test]
    public async Task A_day_opens_its_own_files_only()
    {
        await using var athena = new TestAthena();
        foreach (var table in await TablesAsync())
        {
            athena.Service.Catalog.AddTable(GlueTableReader.Read(table));
        }

        foreach (var key in _athena.Store.Keys(Data))
        {
            athena.Store.Put(Data, key, _athena.Store.Text($"s3://{Data}/{key}"));
        }

        await RunAsync(athena, (await QueriesAsync())[1]);

        Assert.That(athena.Store.Opened, Is.EquivalentTo(new[]
        {
            "customer_meter_sensor/customer_meter_sensor.csv", KeyOf(31, 0), KeyOf(31, 1),
        }));
    }

    private static string KeyOf(int day, int hour) =>
        $"iot_electricity_metering/year=2022/month=01/day={day:D2}/electricity_metering_blockA1_2022-01-{day:D2}-{hour:D2}.csv";

    private void Put(int day, int hour, string readings) => _athena.Store.Put(Data, KeyOf(day, hour), Names + readings);

    private async Task<string[]> SelectAsync(int rollUp) => await RunAsync(_athena, (await QueriesAsync())[rollUp]);

    private static async Task<string[]> RunAsync(TestAthena athena, string query)
    {
        var execution = await athena.RunAsync(query, database: "fanout_dev_meter_analytics");
        Assert.That(execution.State, Is.EqualTo(QueryState.Succeeded), execution.Reason);
        return athena.Store.Text(execution.OutputLocation).TrimEnd('\n').Split('\n');
    }

    // The texts that the machine sends for the last day of a month.
    private static async Task<IReadOnlyList<string>> QueriesAsync()
    {
        var athena = new FakeAthena();
        await MeterAnalyticsTests.RunAsync(athena, """{"date_run":"2022/01/31"}""");
        return [.. athena.Queries];
    }

    private static async Task<IEnumerable<CloudResource>> TablesAsync()
    {
        var tables = new Tables();
        await Deployment.TestAsync(tables, new TestOptions { IsPreview = false }, () => _ = new MeterAnalyticsWorkflow(new StackContext(
            "fanout",
            "dev",
            EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()),
            Output.Create("123456789012"),
            Output.Create("us-east-1"),
            Output.Create("aws"))));
        return tables.Found;
    }

    private sealed class Tables : IMocks
    {
        private const string Type = "aws:glue/catalogTable:CatalogTable";

        public List<CloudResource> Found { get; } = [];

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (args.Type == Type)
            {
                lock (Found)
                {
                    Found.Add(CloudResource.Of(new AwsAccount("us-east-1"), Type, args.Name!, args.Inputs));
                }
            }

            var outputs = args.Inputs.Where(input => input.Value is not AssetOrArchive).ToImmutableDictionary()
                .SetItem("arn", $"arn:{args.Name}").SetItem("url", $"https://queue/{args.Name}");
            return Task.FromResult<(string?, object)>((args.Name, outputs));
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException(args.Token);
    }
}
