using Fanout.Infra.Blocks;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>The query that writes the readings of a day to Parquet files and a manifest of them ("UNLOAD", Athena guide).</summary>
internal static class ReadingsQuery
{
    /// <summary>Where the Parquet files are, with the slash at its end.</summary>
    public const string FilesPrefix = "unloaded/";

    /// <summary>Where the manifests are, with the slash at its end: Athena names them by the query.</summary>
    public const string ManifestsPrefix = "athena/";

    // One character more than a text may have that the function takes: a longer one is seen to be too long, and a
    // reading, cut so, never takes more than a payload holds.
    private const int LongestText = 2_049;

    private static readonly string SameTime = $"PARTITION BY {DelimitedLines.Flaw}, {Quoted(ReadingsSchema.Columns[0])}, instant";

    private static readonly DelimitedLines Readings = new()
    {
        Name = "reading",
        Columns = ReadingsSchema.Columns,
        Required = ReadingsSchema.Required,
        Decimals = ReadingsSchema.Measurements,
    };

    /// <summary>Runs the query for <c>$states.input.date</c> and gives <c>{date, manifest: {Bucket, Key}, isOwn}</c>.</summary>
    public static TaskState Run(SensorAnalyticsResources resources, string next, string onFailure) =>
        AthenaQuery.Run(Text(resources), resources.Database, resources.WorkGroup) with
        {
            Output = Jsonata.Of(
                $$"""
                ($query := $states.result.QueryExecution;
                  $named := $query.Statistics.DataManifestLocation;
                  {'date': $states.input.date,
                   'manifest': {{Address("($exists($named) ? $named : $query.ResultConfiguration.OutputLocation & '-manifest.csv')")}},
                   'isOwn': true})
                """),
            Retry =
            [
                new Retrier(ErrorName.TransientAthenaErrors)
                {
                    IntervalSeconds = 2,
                    MaxAttempts = 6,
                    BackoffRate = 2,
                    JitterStrategy = "FULL",
                },

                // A query that S3 slowed down fails under the same name as one that is wrong.
                new Retrier(ErrorName.TaskFailed) { IntervalSeconds = 5, MaxAttempts = 1 },
            ],
            Catch =
            [
                new Catcher(ErrorName.All)
                {
                    Output = Jsonata.Of(
                        $$"""
                        ($cause := {{Cause.Caught}};
                          $named := $substringBefore($substringAfter($cause, '"StateChangeReason":"'), '"');
                          {'date': $states.input.date,
                           'reason': $states.errorOutput.Error & ': '
                             & {{Cause.Beginning("($contains($cause, '\"StateChangeReason\":\"') ? $named : $cause)", 4000)}}})
                        """),
                    Next = onFailure,
                },
            ],
            Next = next,
        };

    /// <summary>An expression for <c>{Bucket, Key}</c> of an expression for an address, <c>s3://bucket/key</c>.</summary>
    public static string Address(string uri) =>
        $$"""($path := $substringAfter({{uri}}, 's3://'); {'Bucket': $substringBefore($path, '/'), 'Key': $substringAfter($path, '/')})""";

    // Each attempt writes below a name of its own: UNLOAD refuses a folder that is not empty, and deletes nothing.
    private static string Text(SensorAnalyticsResources resources)
    {
        var before =
            $"""
            UNLOAD (WITH {Readings.Name}lines AS (
              SELECT "$path" AS path, {LinesTable.Line} FROM "{resources.Database}"."{ReadingsSchema.Table}" WHERE "{ReadingsSchema.Day}" = '
            """;
        var after =
            $"""
            '
            ), {Readings.TableExpressions},
            compared AS (
              SELECT {LinesTable.Line}, {DelimitedLines.Flaw}, {List(Quoted)},
                {ComparedTexts.Instant("said")} AS instant,
                concat({List(column => $"coalesce({ComparedTexts.Number(Quoted(column))}, ''), ','", 2)}) AS measured
              FROM (SELECT {LinesTable.Line}, {DelimitedLines.Flaw}, {List(Quoted)}, trim({Quoted(ReadingsSchema.Columns[1])}) AS said FROM {Readings.Name})
            ), examined AS (
              SELECT {LinesTable.Line}, {List(Quoted)}, CASE
                WHEN {DelimitedLines.Flaw} IS NOT NULL THEN {DelimitedLines.Flaw}
                WHEN strpos({Quoted(ReadingsSchema.Columns[0])}, chr(65533)) > 0 THEN 'notUtf8'
                WHEN min(measured) OVER ({SameTime}) <> max(measured) OVER ({SameTime}) THEN 'contradictory' END AS {ReadingsSchema.LineFlaw}
              FROM compared
            )
            SELECT {List(column => $"{Cut(Quoted(column))} AS {Quoted(column)}")}, {ReadingsSchema.LineFlaw},
              CASE WHEN {ReadingsSchema.LineFlaw} IS NOT NULL THEN {Cut(LinesTable.Line)} END AS {ReadingsSchema.Line}
            FROM examined) TO 's3://{resources.ResultsBucket}/{FilesPrefix}
            """;
        return
            $"""
            {Jsonata.Literal(before)} & $states.input.date & {Jsonata.Literal(after)}
              & $replace($states.context.Execution.Name, /[^A-Za-z0-9_.-]/, '-') & '/' & $uuid()
              & "/' WITH (format = 'PARQUET', compression = 'SNAPPY')"
            """;
    }

    private static string List(Func<string, string> column, int from = 0) => string.Join(", ", ReadingsSchema.Columns.Skip(from).Select(column));

    private static string Quoted(string column) => $"\"{column}\"";

    private static string Cut(string text) => $"substr({text}, 1, {LongestText})";
}
