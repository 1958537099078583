using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// Gathers the records of one location, <c>{location_id, segment, folder, run}</c>: <c>{rows, parts, missing, rejected}</c>,
/// <c>location_id</c> and <c>reason</c> where records are missing or rejected, and <c>location_id</c> and <c>error</c> where
/// it failed, which ends the child execution well.
/// </summary>
/// <remarks>
/// A Standard execution: one of a location with many pages, or of an API that is tried again, takes longer than the
/// five minutes of an Express one. That costs about three state transitions a page, $0.0002 for each thousand records.
/// </remarks>
internal static class LocationProcessor
{
    // Such a segment leaves the keys of a location's parts under the 1,024 bytes that S3 takes.
    private const string IsUnusable = "$length($states.input.segment) > 240 or $states.input.segment in ['.', '..']";
    private const string Usable = "Is the location usable?";
    private const string GetSummary = "Get summary";
    private const string AnyRecords = "Any records?";
    private const string ForEachState = "For each state of records";
    private const string LocationFailed = "Location failed";
    private const string NoRecords = "No records";

    // What is told of each location of a page must fit into one payload together.
    private const int LongestId = 256;
    private const int LongestError = 600;
    private const string Nothing = "{'rows': 0, 'parts': 0, 'missing': 0, 'rejected': 0}";

    public static ItemProcessor Create(StreamAggregatorSettings settings, DataExtractionResources resources) => new()
    {
        DistributedExecutionType = "STANDARD",
        StartAt = Usable,
        States =
        {
            [Usable] = new ChoiceState
            {
                Choices =
                [
                    new ChoiceRule(Jsonata.Of(IsUnusable), LocationFailed)
                    {
                        Output = Jsonata.Of(
                            """
                            {'location_id': $states.input.location_id,
                             'error': 'InvalidLocation: A location_id must be a text other than . and .. of up to 240 bytes, encoded for a URL.'}
                            """),
                    },
                ],
                Default = GetSummary,
            },
            [GetSummary] = new TaskState
            {
                Resource = Integration.HttpInvoke,
                Arguments = ThirdPartyApi.Get(
                    settings.SummaryApiBaseUrl, "$states.input.segment", ThirdPartyApi.Summary, resources.ConnectionArn),
                Output = Jsonata.Of(Counts),
                Retry = [ThirdPartyApi.Retry],
                Catch = [new Catcher(ErrorName.DataLimitExceeded) { Output = Failed, Next = LocationFailed }, CatchAll()],
                Next = AnyRecords,
            },
            [AnyRecords] = new ChoiceState
            {
                Choices =
                [
                    new ChoiceRule(Jsonata.Of("$exists($states.input.error)"), LocationFailed),
                    new ChoiceRule(Jsonata.Of("$sum($states.input.states.expected) = 0"), NoRecords),
                ],
                Default = ForEachState,
            },
            [ForEachState] = new MapState
            {
                Items = Jsonata.Of("$states.input.states"),
                ItemSelector = new JsonObject
                {
                    ["location"] = Jsonata.Of("$states.input.segment"),
                    ["folder"] = Jsonata.Of("$states.input.folder & '/' & $states.input.segment"),
                    ["run"] = Jsonata.Of("$states.input.run"),
                    ["state"] = Jsonata.Of("$states.context.Map.Item.Value.state"),
                    ["expected"] = Jsonata.Of("$states.context.Map.Item.Value.expected"),
                },
                ItemProcessor = RecordsProcessor.Create(settings, resources.ProcessingArn),
                Output = Jsonata.Of(
                    $$"""
                    ($error := $join($states.result.error, ' ');
                      $reason := $join($states.result.reason, ' ');
                      $merge([
                        {'rows': $sum($states.result.rows), 'parts': $sum($states.result.parts),
                         'missing': $sum($states.result.missing), 'rejected': $sum($states.result.rejected)},
                        $reason ? {{Told("reason", "$reason")}} : {},
                        $error ? {{Told("error", "$error")}} : {}]))
                    """),
                End = true,
            },
            [NoRecords] = new SucceedState { Output = Jsonata.Of(Nothing) },
            [LocationFailed] = new SucceedState
            {
                Output = Jsonata.Of($$"""$merge([{{Nothing}}, {{Told("error", "$states.input.error")}}])"""),
            },
        },
    };

    private static string Failed { get; } = Jsonata.Of(
        $$"""{'location_id': $states.input.location_id, 'error': '{{ThirdPartyApi.Summary}} failed with ' & {{Failure.Text}}}""");

    // A state of which the API counts nothing may be left out, and a count may be a text.
    private static string Counts =>
        $$"""
        ({{ThirdPartyApi.DefineBody}}
          $counted := $isEmpty ? {} : $type($body) = 'object' ? $lookup($body, 'states');
          $countOf := function($value) {
            $type($value) = 'null' ? 0
            : $type($value) = 'string' ? ($contains($value, /^[ \t]*[0-9]+[ \t]*$/) ? $number($trim($value)) : $value)
            : $value };
          $expectations := $map({{RecordStates}}, function($state) {(
            $expected := $type($counted) = 'object' ? $lookup($counted, $state);
            {'state': $state, 'expected': $exists($expected) ? $countOf($expected) : 0})});
          $isCount := function($value) { $type($value) != 'number' ? false : $value >= 0 and $floor($value) = $value };
          $merge([
            $states.input,
            $type($counted) = 'object' and $count($expectations[$isCount(expected)]) = {{ThirdPartyApi.RecordStates.Count}}
              ? {'states': $expectations}
              : {'error': 'InvalidAnswer: ' & {{ThirdPartyApi.Refusal(ThirdPartyApi.Summary, ThirdPartyApi.SummaryShape)}}}]))
        """;

    private static string RecordStates => $"[{string.Join(", ", ThirdPartyApi.RecordStates.Select(state => $"'{state}'"))}]";

    private static Catcher CatchAll() => new(ErrorName.All) { Output = Failed, Next = LocationFailed };

    private static string Told(string field, string text) =>
        $$"""{'location_id': $substring($states.input.location_id, 0, {{LongestId}}), '{{field}}': $substring({{text}}, 0, {{LongestError}})}""";
}
