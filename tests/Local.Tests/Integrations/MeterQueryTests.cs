using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Samples;
using Fanout.Samples.MeterAnalytics;

namespace Fanout.Tests.Local.Integrations;

public sealed class MeterQueryTests
{
    private static readonly string Table = $"meter.periods-{Guid.NewGuid():N}";

    private static readonly IReadOnlyDictionary<string, PeriodTotal> January =
        MeterAnalyticsSample.Default.Expected().ToDictionary(total => total.SensorPeriod);

    private AmazonDynamoDBClient _dynamoDb = null!;

    [OneTimeSetUp]
    public async Task FillTableAsync()
    {
        using var dynamoDb = SharedCloud.Cloud.DynamoDb();
        await dynamoDb.CreateTableAsync(
            Table,
            [new KeySchemaElement("CustomerID", KeyType.HASH), new KeySchemaElement("SensorID-Period", KeyType.RANGE)],
            [new AttributeDefinition("CustomerID", ScalarAttributeType.N), new AttributeDefinition("SensorID-Period", ScalarAttributeType.S)],
            new ProvisionedThroughput(1, 1));

        // Two customers as a whole, of the others no hours.
        var totals = January.Values
            .Where(total => total.CustomerId is 10_027_610 or 10_027_615 || !total.SensorPeriod.Contains('T', StringComparison.Ordinal));
        foreach (var batch in totals.Select(Item).Concat(LargeItems()).Chunk(25))
        {
            await dynamoDb.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>>
            {
                [Table] = [.. batch.Select(item => new WriteRequest(new PutRequest(item)))],
            });
        }
    }

    [SetUp]
    public void Connect() => _dynamoDb = SharedCloud.Cloud.DynamoDb();

    [TearDown]
    public void Disconnect() => _dynamoDb.Dispose();

    [Test]
    public async Task Evening_hours_are_the_six_hours_of_one_customer()
    {
        var rows = await RunAsync("evening-hours");

        Assert.That(rows, Is.EqualTo(new[]
        {
            "10027610 51246501#2022-01-05T18 0.29",
            "10027610 51246501#2022-01-05T19 0.35",
            "10027610 51246501#2022-01-05T20 0.3",
            "10027610 51246501#2022-01-05T21 0.32",
            "10027610 51246501#2022-01-05T22 0.27",
            "10027610 51246501#2022-01-05T23 0.21",
        }));
    }

    [Test]
    public async Task A_day_total_is_one_item() =>
        Assert.That(await RunAsync("day-total"), Is.EqualTo(Rows("51246506#2022-01-22")));

    [Test]
    public async Task The_first_week_is_seven_days_without_their_hours() => Assert.That(
        await RunAsync("first-week"),
        Is.EqualTo(Rows([.. Enumerable.Range(2, 7).Select(day => $"51246506#2022-01-0{day}")])));

    [Test]
    public async Task Month_totals_are_those_of_five_customers_from_all_pages()
    {
        var before = Calls();
        var rows = await RunAsync("month-totals");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows, Is.EqualTo(Rows(
                "51246501#2022-01", "51246503#2022-01", "51246505#2022-01", "51246507#2022-01", "51246509#2022-01")));
            Assert.That(rows[0], Is.EqualTo("10027610 51246501#2022-01 178.6"));
            Assert.That(Calls() - before, Is.EqualTo(3));
        }
    }

    [Test]
    public void Statements_are_those_of_the_files_on_the_table_that_is_there()
    {
        var query = MeterQuery.Find("month-totals");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(query.StatementOn("Periods"), Is.EqualTo(
                """
                SELECT "CustomerID", "SensorID-Period", "kWh-Amount"
                FROM "Periods"
                WHERE "CustomerID" IN [10027610, 10027612, 10027614, 10027616, 10027618]
                  AND contains("SensorID-Period", '#2022-01')
                  AND NOT contains("SensorID-Period", '#2022-01-')
                """));
            Assert.That(
                query.StatementOn("a\" WHERE \"b"), Does.Contain("FROM \"a\"\" WHERE \"\"b\"\nWHERE \"CustomerID\""));
            Assert.That(MeterQuery.All.Select(each => each.Text), Is.All.Contains("\nFROM \"ElectricityMeteredByPeriod\"\n"));
        }
    }

    [Test]
    public void The_first_query_is_the_documents_own() => Assert.That(
        string.Join(' ', MeterQuery.Find("evening-hours").Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        Is.EqualTo("""
            SELECT "CustomerID", "SensorID-Period", "kWh-Amount" FROM "ElectricityMeteredByPeriod" WHERE "CustomerID" = 10027610 AND "SensorID-Period" BETWEEN '51246501#2022-01-05T18' AND '51246501#2022-01-05T23'
            """));

    [Test]
    public async Task Nothing_is_found_where_nothing_was_rolled_up()
    {
        var table = $"empty-{Guid.NewGuid():N}";
        await _dynamoDb.CreateTableAsync(
            table,
            [new KeySchemaElement("CustomerID", KeyType.HASH)],
            [new AttributeDefinition("CustomerID", ScalarAttributeType.N)],
            new ProvisionedThroughput(1, 1));

        Assert.That(await MeterQuery.Find("first-week").RunAsync(_dynamoDb, table, CancellationToken.None), Is.Empty);
    }

    [Test]
    public void A_table_that_is_not_there_is_named() => Assert.That(
        () => MeterQuery.Find("day-total").RunAsync(_dynamoDb, "no-periods", CancellationToken.None),
        Throws.TypeOf<SampleException>().With.Message.EqualTo(
            "There is no table no-periods; name it with --table: TableName of `pulumi stack output workflows`, under meter-analytics."));

    [TestCase("""{"Items":[{}]}""", "CustomerID")]
    [TestCase("""{"Items":[{"CustomerID":{"N":"1"},"SensorID-Period":{"S":"p"}},{"CustomerID":{"N":"1"}}]}""", "SensorID-Period")]
    public void An_answer_without_the_items_keys_is_refused(string answer, string key)
    {
        using var emulator = SharedCloud.Cloud.Gateway.Intercept(request => request.Operation == "ExecuteStatement"
            ? new AwsAnswer(200, "application/x-amz-json-1.0", answer)
            : null);

        Assert.That(
            () => MeterQuery.Find("day-total").RunAsync(_dynamoDb, Table, CancellationToken.None),
            Throws.TypeOf<SampleException>().With.Message.EqualTo(
                $"The query day-total on the table {Table} gave an item without its key {key}: what answers does not run PartiQL as "
                    + "DynamoDB does. Leave --endpoint-url out to query AWS, or give it the address of the local cloud."));
    }

    [TestCase("month-total", " (did you mean \"month-totals\"?)")]
    [TestCase("weather", "")]
    public void A_query_that_does_not_exist_is_refused_with_those_that_do(string name, string hint) => Assert.That(
        () => MeterQuery.Find(name),
        Throws.TypeOf<SampleException>().With.Message.EqualTo(
            $"There is no query \"{name}\"{hint}; there are: evening-hours, day-total, first-week, month-totals."));

    private async Task<string[]> RunAsync(string name) =>
        [.. (await MeterQuery.Find(name).RunAsync(_dynamoDb, Table, CancellationToken.None)).Select(row => string.Join(' ', row))];

    private static string[] Rows(params string[] periods) =>
        [.. periods.Select(period => Item(January[period])).Select(item => $"{item["CustomerID"].N} {item["SensorID-Period"].S} {item["kWh-Amount"].N}")];

    private static int Calls() => SharedCloud.Cloud.Gateway.Requests.GetValueOrDefault(("dynamodb", "ExecuteStatement"));

    // Of a month that no query asks for; a page ends at 1 MB.
    private static IEnumerable<Dictionary<string, AttributeValue>> LargeItems() => MeterAnalyticsSample.Customers.Select(customer =>
        new Dictionary<string, AttributeValue>(Item(new PeriodTotal(customer.CustomerId, $"{customer.SensorId}#2022-02", 1)))
        {
            ["note"] = new(new string('x', 200_000)),
        });

    // DynamoDB keeps no zeros at the end.
    private static Dictionary<string, AttributeValue> Item(PeriodTotal total) => new()
    {
        ["CustomerID"] = new() { N = $"{total.CustomerId}" },
        ["SensorID-Period"] = new(total.SensorPeriod),
        ["kWh-Amount"] = new() { N = total.KilowattHours.ToString("0.##", CultureInfo.InvariantCulture) },
    };
}
