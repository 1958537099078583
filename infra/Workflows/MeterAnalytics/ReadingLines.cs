using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// The lines of the readings' files as readings, in SQL of Athena (engine version 3): what all queries of the workflow
/// begin with. Every line that is neither blank nor a line of names is a reading with the reason why it is not used, or
/// with none.
/// </summary>
/// <remarks>
/// The tables hold whole lines (<see cref="MeteringTables"/>), so that nothing is lost before these rules see it. What
/// can be read without doubt is: carriage returns alone, byte order marks, quotation marks, spaces, <c>;</c> and tabs
/// between fields, decimal commas where no comma lies between fields, files without a line of names. Amounts are
/// decimals of twelve places: sums are exact, in any order of the rows, and there is no NaN.
/// </remarks>
internal static class ReadingLines
{
    /// <summary>The reason of a reading that is stored again as it was: it counts once, and is no loss.</summary>
    public const string Repeated = "repeated";

    private const string Names = "'sensorid,voltage,current,frequency,kwh,hourcollected', 'sendorid,voltage,current,frequency,kwh,hourcollected'";
    private const string SameHour = "PARTITION BY flaw, sensorid, year, month, day, hour";

    private static readonly string BeforeConditions =
        $"""
        WITH lines AS (
          SELECT iot."$path" AS path, iot.year, iot.month, iot.day, replace(piece.text, chr(65279), '') AS line
          FROM {MeteringSchema.Readings} iot CROSS JOIN UNNEST(split(iot.line, chr(13))) AS piece(text)
          WHERE
        """;

    private static readonly string AfterConditions =
        $$"""

        ), cut AS (
          SELECT path, year, month, day, line, {{Cut("line")}} AS fields,
            lower(regexp_replace(regexp_replace(line, '[;\t]', ','), '[\s"]', '')) AS heading
          FROM lines WHERE regexp_like(line, '\S')
        ), texts AS (
          SELECT path, year, month, day, line, cardinality(fields) AS width,
            {{Field(1)}} AS sensor, replace({{Field(5)}}, ',', '.') AS amount, {{Field(6)}} AS collected,
            max(CASE WHEN strpos(heading, 'sensorid') > 0 OR strpos(heading, 'kwh') > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY path) AS othernames
          FROM cut WHERE heading NOT IN ({{Names}})
        ), readings AS (
          SELECT path, year, month, day, line, width, othernames,
            {{Id("sensor")}} AS sensorid,
            regexp_like(lower(amount), '^[+-]?(nan|inf|infinity)$') AS isendless,
            try_cast(CASE WHEN regexp_like(amount, '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9][0-9]?)?$') THEN amount END AS decimal(30, 12)) AS kwh,
            lpad(CASE WHEN regexp_like(collected, '^([01]?[0-9]|2[0-3])$') THEN collected END, 2, '0') AS hour
          FROM texts
        ), customerlines AS (
          SELECT replace(piece.text, chr(65279), '') AS line
          FROM {{MeteringSchema.Customers}} cust CROSS JOIN UNNEST(split(cust.line, chr(13))) AS piece(text)
        ), customercut AS (
          SELECT {{Cut("line")}} AS fields FROM customerlines
        ), owners AS (
          SELECT {{Id(Field(2))}} AS sensorid, min({{Id(Field(1))}}) AS customerid, count(DISTINCT {{Field(1)}}) AS customers
          FROM customercut GROUP BY 1
        ), examined AS (
          SELECT r.path, r.line, r.year, r.month, r.day, r.hour, r.sensorid, r.kwh, o.customerid, CASE
            WHEN r.othernames = 1 THEN 'otherColumns'
            WHEN r.width <> 6 THEN 'notParsed'
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
    /// customerid, kwh</c>, and <c>reason</c>, which is NULL where the reading is used.
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

    // A line with a semicolon or a tab is cut there: its commas are those of decimals.
    private static string Cut(string line) =>
        $"split({line}, CASE WHEN strpos({line}, ';') > 0 THEN ';' WHEN strpos({line}, chr(9)) > 0 THEN chr(9) ELSE ',' END)";

    private static string Field(int number) => $$"""regexp_replace(element_at(fields, {{number}}), '^[\s"]+|[\s"]+$', '')""";

    private static string Id(string text) => $$"""try_cast(CASE WHEN regexp_like({{text}}, '^[0-9]{1,18}$') THEN {{text}} END AS bigint)""";
}
