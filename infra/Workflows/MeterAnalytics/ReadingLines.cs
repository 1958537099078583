using Fanout.Infra.Blocks;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The lines of the readings' files as readings, in SQL of Athena (engine version 3): what all queries of the workflow
/// begin with. Every line that is neither blank nor a line of names is a reading with the reason why it is not used, or
/// with none.
/// </summary>
/// <remarks>
/// Amounts are decimals of twelve places: sums are exact, in any order of the rows, and
/// there is no NaN.
/// </remarks>
internal static class ReadingLines
{
    /// <summary>The reason of a reading that is stored again as it was: it counts once, and is no loss.</summary>
    public const string Repeated = "repeated";

    private const string SameHour = "PARTITION BY flaw, sensorid, year, month, day, hour";

    private static readonly DelimitedLines Readings = new()
    {
        Name = "reading",
        Columns = ["sensorid", "voltage", "current", "frequency", "kwh", "hourcollected"],
        Required = ["sensorid", "kwh", "hourcollected"],
        Decimals = ["kwh"],
        Keys = MeteringSchema.PartitionKeys,
        Misspelling = ("sendorid", "sensorid"),
    };

    private static readonly DelimitedLines Customers = new()
    {
        Name = "customer",
        Columns = ["customerid", "sensorid", "sensorgroup"],
        Required = ["customerid", "sensorid"],
        Decimals = [],
    };

    private static readonly string BeforeConditions =
        $"""
        WITH {Readings.Name}lines AS (
          SELECT iot."$path" AS path, iot.year, iot.month, iot.day, iot.{LinesTable.Line}
          FROM {MeteringSchema.Readings} iot WHERE
        """;

    private static readonly string AfterConditions =
        $$"""

        ), {{Readings.TableExpressions}},
        {{Customers.Name}}lines AS (
          SELECT cust."$path" AS path, cust.{{LinesTable.Line}} FROM {{MeteringSchema.Customers}} cust
        ), {{Customers.TableExpressions}},
        texts AS (
          SELECT path, line, flaw, year, month, day, {{Whole("sensorid")}} AS sensor, {{Whole("hourcollected")}} AS collected, trim(kwh) AS amount
          FROM {{Readings.Name}}
        ), readings AS (
          SELECT path, line, flaw, year, month, day, {{Id("sensor")}} AS sensorid,
            regexp_like(lower(amount), '^[+-]?(nan|inf|infinity)$') AS isendless,
            try_cast(CASE WHEN regexp_like(amount, '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9][0-9]?)?$') THEN amount END AS decimal(30, 12)) AS kwh,
            lpad(CASE WHEN regexp_like(collected, '^([01]?[0-9]|2[0-3])$') THEN collected END, 2, '0') AS hour
          FROM texts
        ), owners AS (
          SELECT {{Id(Whole("sensorid"))}} AS sensorid, min({{Id(Whole("customerid"))}}) AS customerid,
            count(DISTINCT coalesce(cast({{Id(Whole("customerid"))}} AS varchar), nullif(trim(customerid), ''))) AS customers
          FROM {{Customers.Name}} GROUP BY 1
        ), examined AS (
          SELECT r.path, r.line, r.year, r.month, r.day, r.hour, r.sensorid, r.kwh, o.customerid, CASE
            WHEN r.flaw IS NOT NULL THEN r.flaw
            WHEN r.sensorid IS NULL THEN 'noSensor'
            WHEN r.isendless THEN 'notFinite'
            WHEN r.kwh IS NULL THEN 'notANumber'
            WHEN r.hour IS NULL THEN 'notATime'
            WHEN o.customerid IS NULL THEN 'noCustomer'
            WHEN o.customers > 1 THEN 'twoCustomers' END AS flaw
          FROM readings r LEFT JOIN owners o ON r.sensorid = o.sensorid
        ), judged AS (
          SELECT path, line, year, month, day, hour, sensorid, customerid, kwh, CASE
            WHEN flaw IS NOT NULL THEN flaw
            WHEN min(kwh) OVER ({{SameHour}}) <> max(kwh) OVER ({{SameHour}}) THEN 'contradictory'
            WHEN row_number() OVER ({{SameHour}} ORDER BY path, line) > 1 THEN '{{Repeated}}' END AS reason
          FROM examined
        )

        """;

    /// <summary>An expression for a query's text.</summary>
    /// <param name="date">An expression for the day, YYYY/MM/DD, which must be one of the calendar.</param>
    /// <param name="partitionKeys">How many of the partition keys must be those of the day: three, or two for its month.</param>
    /// <param name="select">
    /// What is selected of <c>judged</c>, a row for each reading: <c>path, line, year, month, day, hour, sensorid,
    /// customerid, kwh</c>, and <c>reason</c>, which is NULL where the reading is used; and of <c>customer</c>, a row for each
    /// line of the customers (<see cref="DelimitedLines.TableExpressions"/>).
    /// </param>
    public static string Query(string date, int partitionKeys, string select)
    {
        var conditions = MeteringSchema.PartitionKeys.Take(partitionKeys).Select((key, index) =>
            $"""{Jsonata.Literal($"{(index == 0 ? "" : "' AND")} iot.{key} = '")} & $date[{index}]""");
        return $"""
            ($date := $split({date}, '/');
              {Jsonata.Literal(BeforeConditions)}
                & {string.Join(" & ", conditions)}
                & {Jsonata.Literal($"'{AfterConditions}{select}")})
            """;
    }

    // Programs that keep whole numbers as floating-point ones write 7.0; 501.000 may be half a million.
    private static string Whole(string field) => $"regexp_replace(trim({field}), '[.]0$')";

    private static string Id(string text) => $$"""try_cast(CASE WHEN regexp_like({{text}}, '^[0-9]{1,18}$') THEN {{text}} END AS bigint)""";
}
