using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// Data processing, an Express machine: reads one page of a location's records, and stores it as a part, a JSON array
/// of rows. Input <c>{location, folder, run, state, limit, offset}</c>, output <c>{count, rejected}</c>, the records of
/// the page and how many of them are no objects and so no rows. It may run more than once: the same page is always the
/// same object.
/// </summary>
public static class DataProcessingDefinition
{
    // An Express execution ends after five minutes in any case; so it says that it was this.
    private const int TimeoutSeconds = 290;
    private const string GetPage = "Get page";
    private const string PageTooLarge = "Page too large";
    private const string AnyRecords = "Any records?";
    private const string InvalidAnswer = "Invalid answer";
    private const string StorePage = "Store page";
    private const string PageDone = "Page done";

    /// <summary>Builds the definition.</summary>
    /// <param name="settings">The workflow's settings.</param>
    /// <param name="resources">What the machine works with.</param>
    public static StateMachineDefinition Create(StreamAggregatorSettings settings, DataProcessingResources resources) => new()
    {
        Comment = "Reads one page of a location's records from the API and stores it as rows",
        IsExpress = true,
        TimeoutSeconds = TimeoutSeconds,
        StartAt = GetPage,
        States =
        {
            [GetPage] = new TaskState
            {
                Resource = Integration.HttpInvoke,
                Arguments = ThirdPartyApi.Get(
                    settings.ApiBaseUrl, "$states.input.location", ThirdPartyApi.Data, resources.ConnectionArn,
                    new JsonObject
                    {
                        ["state"] = Jsonata.Of("$states.input.state"),
                        ["limit"] = Jsonata.Of("$string($states.input.limit)"),
                        ["offset"] = Jsonata.Of("$string($states.input.offset)"),
                    }),

                // A variable is logged once, what is handed on with the input and the output of each state.
                Assign = new JsonObject { ["page"] = Jsonata.Of(Page) },
                Output = Jsonata.Of("$states.input"),
                Retry = [ThirdPartyApi.Retry],
                Catch = [new Catcher(ErrorName.DataLimitExceeded) { Next = PageTooLarge }],
                Next = AnyRecords,
            },
            [PageTooLarge] = new FailState
            {
                Error = "PageTooLarge",
                Cause = $"The page has more than the {Payload.Limit:N0} bytes that a state takes. "
                    + $"Set streamAggregator.pageSize, which is {settings.PageSize}, to fewer records.",
            },
            [AnyRecords] = new ChoiceState
            {
                Choices =
                [
                    new ChoiceRule(Jsonata.Of("$exists($page.problem)"), InvalidAnswer),
                    new ChoiceRule(Jsonata.Of("$count($page.rows) = 0"), PageDone)
                    {
                        Output = Jsonata.Of(Counted),
                    },
                ],
                Default = StorePage,
            },
            [InvalidAnswer] = new FailState { Error = "InvalidAnswer", Cause = Jsonata.Of("$page.problem") },
            [StorePage] = new TaskState
            {
                Resource = Integration.S3PutObject,
                Arguments = new JsonObject
                {
                    ["Bucket"] = resources.PartsBucket,
                    ["Key"] = Jsonata.Of("$states.input.folder & '/' & $states.input.state & '/' & $string($states.input.offset)"),
                    ["Body"] = Jsonata.Of("$page.rows"),
                    ["ContentType"] = "application/json",
                    ["Metadata"] = new JsonObject { [ConsolidationContract.RunMetadata] = Jsonata.Of("$states.input.run") },
                },
                Output = Jsonata.Of(Counted),
                Retry = [Payload.Retry],
                Next = PageDone,
            },
            [PageDone] = new SucceedState(),
        },
    };

    private const string Counted = "{'count': $page.count, 'rejected': $page.count - $count($page.rows)}";

    // Values go on as they came, and the script makes texts of them: $string would round numbers.
    private static string Page =>
        $$"""
        ({{ThirdPartyApi.DefineBody}}
          $records := $isEmpty ? [] : $type($body) = 'object' ? $lookup($body, 'results');
          $usable := [$filter($records, function($record) { $type($record) = 'object' })];
          $type($records) = 'array'
            ? {'count': $count($records),
               'rows': [$usable.{
                 'discount_code': resourceKey,
                 'error_message': errors[0].message,
                 'status': state}]}
            : {'problem': 'The API answered no list of results, but ' & $substring($string($answer), 0, 200)})
        """;
}
