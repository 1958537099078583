using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.SensorAnalytics;

/// <summary>
/// What an execution may be started with: <c>{}</c>, <c>{"date": "YYYY-MM-DD"}</c>, <c>{"manifest": "s3://..."}</c>, or
/// a manifest and the day that its readings are of.
/// </summary>
internal static class InputRules
{
    private const string DayPicture = "'[Y0001]-[M01]-[D01]'";
    private const int DayMilliseconds = 24 * 60 * 60 * 1000;

    /// <summary>
    /// Reads the input: <c>{date}</c>, <c>{date, manifest: {Bucket, Key}, isOwn}</c> with null for a day that is not
    /// known, or <c>{problem}</c>, a sentence.
    /// </summary>
    public static PassState Read(int daysBack, SensorAnalyticsResources resources, string next) => new()
    {
        Output = Jsonata.Of(
            $$"""
            ($input := $states.input;
              $isDay := function($text) {
                $type($text) != 'string' ? false
                  : $not($contains($text, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/)) ? false
                  : $fromMillis($toMillis($text, {{DayPicture}}), {{DayPicture}}) = $text };
              $isManifest := function($uri) {
                $type($uri) != 'string' ? false
                  : $not($contains($uri, /^s3:\/\/[^\/]+\/./)) ? false
                  : {{ReadingsQuery.Address("$uri")}}.Bucket in [{{Jsonata.Literal(resources.DataBucket)}}, {{Jsonata.Literal(resources.ResultsBucket)}}] };
              $others := $type($input) = 'object' ? $keys($input)[$not($ in ['date', 'manifest'])] : [];
              $problem :=
                $type($input) != 'object' ? 'The input must be an object, but is of the type ' & $type($input) & '.'
                : $count($others) > 0 ? 'The input has the field ' & $others[0] & ', which has no meaning.'
                : $exists($input.date) and $not($isDay($input.date))
                  ? 'The date is ' & $string($input.date) & ', but must be a day of the calendar such as 2026-01-31.'
                : $exists($input.date) and $string($input.date) < '{{ReadingsSchema.FirstDay}}'
                  ? 'The date is ' & $string($input.date) & ', but the table of readings begins with {{ReadingsSchema.FirstDay}}.'
                : $exists($input.manifest) and $not($isManifest($input.manifest))
                  ? 'The manifest is ' & $string($input.manifest) & ', but must be an object of the bucket '
                    & {{Jsonata.Literal($"{resources.DataBucket} or of the bucket {resources.ResultsBucket}")}} & ', which are all that may be read.';
              $exists($problem) ? {'problem': $problem}
              : $exists($input.manifest) ? {
                  'date': $exists($input.date) ? $input.date : null,
                  'manifest': {{ReadingsQuery.Address("$input.manifest")}},
                  'isOwn': false}
              : {'date': $exists($input.date) ? $input.date
                   : $fromMillis($toMillis($states.context.Execution.StartTime) - {{(long)daysBack * DayMilliseconds}}, {{DayPicture}})})
            """),
        Next = next,
    };

    /// <summary>Ends with the problem and what the input may be.</summary>
    public static FailState Refuse(int daysBack) => new()
    {
        Error = "InvalidInput",
        Cause = Jsonata.Of($"$states.input.problem & {Jsonata.Literal(Usage(daysBack))}"),
    };

    private static string Usage(int daysBack)
    {
        var day = daysBack switch
        {
            0 => "the day on which the execution starts (UTC)",
            1 => "the day before the execution starts (UTC)",
            _ => $"the day that is {daysBack} days before the execution starts (UTC)",
        };
        return $$""" Allowed are {} for the readings of {{day}}, {"date": "YYYY-MM-DD"} for those of another day, and {"manifest": "s3://bucket/key"} for those of an earlier UNLOAD to Parquet, with or without their date.""";
    }
}
