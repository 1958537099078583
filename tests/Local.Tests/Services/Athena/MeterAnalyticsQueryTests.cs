using Fanout.Infra.Workflows.MeterAnalytics;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Tests.Local.Workflows;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>The queries of meter-analytics over the tables that it deploys.</summary>
public sealed class MeterAnalyticsQueryTests
{
    private const string Data = "fanout-dev-meter-iot-analytic-123456789012";
    private const string Names = "SendorID,Voltage,Current,Frequency,kWh,HourCollected\n";
    private readonly TestAthena _athena = new();

    [OneTimeSetUp]
    public async Task LoadTables()
    {
        await DeployedTables.AddAsync(_athena, context => _ = new MeterAnalyticsWorkflow(context));

        // The mark, the ends of lines, the quotation marks and the delimiters are those that such files have.
        _athena.Store.Put(
            Data, "customer_meter_sensor/customer_meter_sensor.csv", "\ufeffCustomerID,SensorID,SensorGroup\r9,51246501,B\r\"10\";51246502; A\r010,51246502,B\r,51246502,C\r9,51246501,B\r7,3,A\rC-8,3,A\r9.0,51246501.0,B\r4;5\r");
        Put(30, 23, "51246501,240,10,60,0.255,23\n");
        Put(31, 0, "51246501,240,10,60,0.1,00\n51246502,240,10,60,1.5,00\n77777777,240,10,60,9,00\n");
        Put(31, 1, "51246501,240,10,60,0.2,01\n51246502,240,10,60,,01\n");
        PutWhole(31, 2, "\ufeffSENSORID,VOLTAGE,CURRENT,FREQUENCY,KWH,HOURCOLLECTED\r51246501,240,10,60,NaN,02\r51246502,240,10,60,1e-3,2");
        PutWhole(31, 3, "sensorid;voltage;current;frequency;kwh;hourcollected\r\n51246501;240;10;60;0,25;03\r\n 51246502 ; 240;10;60; 1.234,5 ;03\r\n\r\n");
        PutWhole(31, 4, "\"51246501\",\"240\",\"10\",\"60\",\"0.30\",\"04\"\n\"51246502\",\"240\",\"10\",\"60\",\"0,3\",\"04\"\n");
        PutWhole(31, 5, "51246501\t240\t10\t60\t+.5\t05\n51246501\t240\t10\t60\t0.50\t5\n,,,,,\n51246502,240,10,60,-Infinity,05\n");
        PutWhole(31, 6, "51246502,240,10,60,1,06\n51246502,240,10,60,2,06\n3,240,10,60,1,06\n51246501,240,10,60,1,24\n\\N\n");
        PutWhole(31, 7, "SensorID,Voltage,Current,Frequency,Energy,HourCollected\n51246501,240,10,60,0.4,07\n");
        PutWhole(31, 8, "HourCollected,kWh,Note,SensorID\r\n8,\"0,125\",\"a \"\"kwh\"\", sensorid\",51246501\r\n8,1,kwh\r\n8,1,\"x,51246502\r\n");
        PutWhole(31, 9, "meter,volt,amp,hertz,energy,hour\n51246501,0.4,240,10,60,9\n");
        PutWhole(31, 10, "meter,kWh,(V),(A),(Hz),hour\n51246501,0.4,240,10,60,7\n");
        PutWhole(31, 11, "SensorID;kWh;HourCollected\n51246501,5,11\n51246501;0,0625;11;\n");
        PutWhole(31, 12, "SensorID,kWh,HourCollected\n51246501.0,0.0,12.0\n51246501.00,1,12\n51246501,1,12.5\n51246501,1000000000000000000,13.0\n51246502,999999999999999999,23.5\n");
    }

    [OneTimeTearDown]
    public async Task StopAthena() => await _athena.DisposeAsync();

    [Test]
    public async Task An_hour_is_the_reading_of_each_sensor_of_a_customer_whatever_shape_its_file_has() =>
        Assert.That(await SelectAsync(0), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_hour\",\"total_kwh\"",
            "\"9\",\"51246501#2022-01-31T00\",\"0.1\"",
            "\"9\",\"51246501#2022-01-31T01\",\"0.2\"",
            "\"9\",\"51246501#2022-01-31T03\",\"0.25\"",
            "\"9\",\"51246501#2022-01-31T04\",\"0.3\"",
            "\"9\",\"51246501#2022-01-31T05\",\"0.5\"",
            "\"9\",\"51246501#2022-01-31T08\",\"0.125\"",
            "\"9\",\"51246501#2022-01-31T11\",\"0.0625\"",
            "\"9\",\"51246501#2022-01-31T12\",\"0\"",
            "\"10\",\"51246502#2022-01-31T00\",\"1.5\"",
            "\"10\",\"51246502#2022-01-31T02\",\"0.001\"",
            "\"10\",\"51246502#2022-01-31T04\",\"0.3\"",
        }));

    [Test]
    public async Task A_day_is_the_exact_sum_of_its_hours() =>
        Assert.That(await SelectAsync(1), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_day\",\"total_kwh\"", "\"9\",\"51246501#2022-01-31\",\"1.5375\"", "\"10\",\"51246502#2022-01-31\",\"1.801\"",
        }));

    [Test]
    public async Task A_month_is_the_exact_sum_of_its_days() =>
        Assert.That(await SelectAsync(3), Is.EqualTo(new[]
        {
            "\"customerid\",\"sensorid_month\",\"total_kwh\"", "\"9\",\"51246501#2022-01\",\"1.7925\"", "\"10\",\"51246502#2022-01\",\"1.801\"",
        }));

    [Test]
    public async Task An_audit_counts_the_readings_by_what_became_of_them_and_lists_those_that_are_not_used()
    {
        var rows = await SelectAsync(2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows.Where(row => row.StartsWith("\"0\"", StringComparison.Ordinal)), Is.EqualTo(new[]
            {
                Counted("contradictory", 2, 6), Counted("noCustomer", 1, 0), Counted("noSensor", 2, 5), Counted("notANumber", 3, 1), Counted("notATime", 3, 6),
                Counted("notFinite", 2, 2), Counted("notParsed", 4, 6), Counted("otherColumns", 5, 7), Counted("repeated", 1, 5), Counted("twoCustomers", 1, 6),
                Counted("used", 11, 0),
            }));
            Assert.That(rows.Count(row => row.StartsWith("\"1\"", StringComparison.Ordinal)), Is.EqualTo(25));
            Assert.That(rows, Is.SupersetOf(new[]
            {
                Listed("notParsed", 6, @"\N"), Listed("notANumber", 3, " 51246502 ; 240;10;60; 1.234,5 ;03"),
                Listed("notFinite", 2, "51246501,240,10,60,NaN,02"), Listed("otherColumns", 7, "51246501,240,10,60,0.4,07"),
                Listed("notParsed", 8, "8,1,\"\"x,51246502"), Listed("otherColumns", 9, "meter,volt,amp,hertz,energy,hour"),
                Listed("notParsed", 11, "51246501,5,11"),
                $"\"1\",\"notParsed\",\"0\",\"s3://{Data}/customer_meter_sensor/customer_meter_sensor.csv\",\"4;5\"",
            }));
        }
    }

    [Test]
    public async Task A_day_opens_its_own_files_only()
    {
        await using var athena = new TestAthena();
        await DeployedTables.AddAsync(athena, context => _ = new MeterAnalyticsWorkflow(context));
        foreach (var key in _athena.Store.Keys(Data))
        {
            athena.Store.Put(Data, key, _athena.Store.Text($"s3://{Data}/{key}"));
        }

        await RunAsync(athena, (await QueriesAsync())[1]);

        Assert.That(athena.Store.Opened, Is.EquivalentTo(new[]
        {
            "customer_meter_sensor/customer_meter_sensor.csv", KeyOf(31, 0), KeyOf(31, 1), KeyOf(31, 2), KeyOf(31, 3), KeyOf(31, 4),
            KeyOf(31, 5), KeyOf(31, 6), KeyOf(31, 7), KeyOf(31, 8), KeyOf(31, 9), KeyOf(31, 10), KeyOf(31, 11), KeyOf(31, 12),
        }));
    }

    private static string KeyOf(int day, int hour) =>
        $"iot_electricity_metering/year=2022/month=01/day={day:D2}/electricity_metering_blockA1_2022-01-{day:D2}-{hour:D2}.csv";

    private static string Counted(string reason, int readings, int hour) => $"\"0\",\"{reason}\",\"{readings}\",\"s3://{Data}/{KeyOf(31, hour)}\",\"\"";

    private static string Listed(string reason, int hour, string line) => $"\"1\",\"{reason}\",\"1\",\"s3://{Data}/{KeyOf(31, hour)}\",\"{line}\"";

    private void Put(int day, int hour, string readings) => PutWhole(day, hour, Names + readings);

    private void PutWhole(int day, int hour, string content) => _athena.Store.Put(Data, KeyOf(day, hour), content);

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
}
