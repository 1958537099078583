using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Fanout.Infra.Settings;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>A PartiQL query over the table that meter-analytics writes; its text is <c>samples/meter-analytics/NAME.sql</c>.</summary>
/// <param name="Name">The name, as the command spells it.</param>
/// <param name="Description">What it answers.</param>
public sealed record MeterQuery(string Name, string Description)
{
    // The table of the texts, which are those of the document.
    private const string DocumentsTable = "ElectricityMeteredByPeriod";

    /// <summary>What the queries select, and the columns of their results.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["CustomerID", "SensorID-Period", "kWh-Amount"];

    // The columns that every item has.
    private static string[] Keys => [.. Columns.Take(2)];

    /// <summary>All queries.</summary>
    public static IReadOnlyList<MeterQuery> All { get; } =
    [
        new("evening-hours", "What customer 10027610 consumed in each hour from 18:00 to 23:59 on 2022-01-05"),
        new("day-total", "What customer 10027615 consumed on 2022-01-22"),
        new("first-week", "What customer 10027615 consumed on each day of the first whole week of 2022, from 2022-01-02 to 2022-01-08"),
        new("month-totals", "What customers 10027610, 10027612, 10027614, 10027616 and 10027618 consumed in January 2022"),
    ];

    /// <summary>The text, as it stands in its file.</summary>
    public string Text => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "meter-analytics", $"{Name}.sql")).TrimEnd();

    /// <summary>Finds a query by its name.</summary>
    /// <exception cref="SampleException">There is none of that name.</exception>
    public static MeterQuery Find(string name)
    {
        var names = All.Select(query => query.Name).ToArray();
        return All.FirstOrDefault(query => query.Name == name) ?? throw new SampleException(
            $"There is no query \"{name}\"{ClosestName.Hint(name, names)}; there are: {string.Join(", ", names)}.");
    }

    /// <summary>The statement that is run on a table.</summary>
    public string StatementOn(string table) => Text.Replace(Quoted(DocumentsTable), Quoted(table), StringComparison.Ordinal);

    /// <summary>Runs the query and reads its result to the last page ("ExecuteStatement").</summary>
    /// <param name="dynamoDb">The client.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The items as the texts of their <see cref="Columns"/>, ordered by customer and period; empty where there is no amount.</returns>
    /// <exception cref="SampleException">
    /// There is no such table, DynamoDB refused the statement or could not be reached, or an item came without its key.
    /// </exception>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> RunAsync(
        IAmazonDynamoDB dynamoDb, string table, CancellationToken cancellation)
    {
        IReadOnlyList<Dictionary<string, AttributeValue>> items;
        try
        {
            items = await PartiQl.RunAsync(dynamoDb, $"The query {Name} on the table {table}", StatementOn(table), cancellation);
        }
        catch (ResourceNotFoundException problem)
        {
            throw new SampleException(
                $"There is no table {table}; name it with --table: TableName of `pulumi stack output workflows`, under meter-analytics.",
                problem);
        }

        CheckKeys(items, table);

        // All ids of customers have as many digits.
        return
        [
            .. items
                .Select(item => Columns.Select(column => PartiQl.TextOf(item.GetValueOrDefault(column))).ToArray())
                .OrderBy(row => row[0], StringComparer.Ordinal)
                .ThenBy(row => row[1], StringComparer.Ordinal),
        ];
    }

    private void CheckKeys(IReadOnlyList<Dictionary<string, AttributeValue>> items, string table)
    {
        if (Keys.FirstOrDefault(key => items.Any(item => !item.ContainsKey(key))) is { } missing)
        {
            throw new SampleException(
                $"The query {Name} on the table {table} gave an item without its key {missing}: what answers does not run PartiQL as "
                    + "DynamoDB does. Leave --endpoint-url out to query AWS, or give it the address of the local cloud.");
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
