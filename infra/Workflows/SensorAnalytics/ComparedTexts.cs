namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>
/// Texts of readings in one spelling, in SQL of Athena (engine version 3): two that the function takes for the same instant, or
/// for the same number, are the same text. What it does not take stays as it is.
/// </summary>
internal static class ComparedTexts
{
    private const string Milliseconds = "^-?[0-9]{12,13}([.]0)?$";
    private const string Time = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,3})?)?";
    private const string Offset = "[+-][0-9]{2}:?[0-9]{2}$";
    private const string Iso = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z| UTC|[+-][0-9]{2}:?[0-9]{2})?)?$";

    /// <summary>The milliseconds since 1970 of a time without spaces around it; what is finer is cut off.</summary>
    public static string Instant(string time)
    {
        var local = $"TRY_CAST(concat(substr({time}, 1, 10), ' ', coalesce(regexp_extract({time}, '{Time}'), '00:00')) AS timestamp)";
        var offset = $"regexp_extract({time}, '{Offset}')";
        var minutes = $"CAST(substr({offset}, 2, 2) AS bigint) * 60 + CAST(substr({offset}, length({offset}) - 1) AS bigint)";
        return
            $"""
            CASE
              WHEN regexp_like({time}, '{Milliseconds}') THEN regexp_replace({time}, '[.]0$', '')
              WHEN NOT regexp_like({time}, '{Iso}') THEN {time}
              ELSE coalesce(CAST(date_diff('millisecond', CAST('1970-01-01' AS timestamp), {local})
                - coalesce(CASE WHEN starts_with({offset}, '-') THEN -60000 ELSE 60000 END * ({minutes}), 0) AS varchar), {time}) END
            """;
    }

    /// <summary>A number without a plus, and without zeros that say nothing.</summary>
    public static string Number(string number)
    {
        var digits = $"regexp_replace(regexp_replace({number}, '([.][0-9]*[1-9])0+$', '$1'), '[.]0*$', '')";
        return
            $"""
            CASE WHEN regexp_like({number}, '^[+-]?[0-9]+([.][0-9]*)?$')
              THEN regexp_replace(regexp_replace(regexp_replace(CASE WHEN strpos({number}, '.') > 0 THEN {digits} ELSE {number} END, '^[+]', ''), '^(-?)0+([0-9])', '$1$2'), '^-0$', '0')
              ELSE {number} END
            """;
    }
}
