using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>
/// Gathers a location's records of one state, <c>{location, folder, run, state, expected}</c>, page by page:
/// <c>{rows, parts, missing, rejected}</c>, the records that were counted and not given and those that are no rows, with
/// a <c>reason</c> where there are any, and <c>error</c> where it could not go on.
/// </summary>
internal static class RecordsProcessor
{
    // An execution has at most 25,000 events ("Step Functions service quotas"), and a page makes seven of them in each
    // of the two states of records.
    private const int MostPages = 1_500;
    private const string FirstPage = "Begin with the first page";
    private const string GatherPage = "Gather page";
    private const string MorePages = "More pages?";
    private const string RecordsGathered = "Records gathered";

    public static ItemProcessor Create(StreamAggregatorSettings settings, string processingArn) => new()
    {
        StartAt = FirstPage,
        States =
        {
            [FirstPage] = new PassState
            {
                Output = Jsonata.Of("$merge([$states.input, {'offset': 0, 'parts': 0, 'rejected': 0}])"),
                Next = GatherPage,
            },
            [GatherPage] = new TaskState
            {
                Resource = Integration.StartSyncExecution,
                Arguments = new JsonObject
                {
                    ["StateMachineArn"] = processingArn,
                    ["Input"] = Jsonata.Of(
                        $$"""
                        $string({
                          'location': $states.input.location,
                          'folder': $states.input.folder,
                          'run': $states.input.run,
                          'state': $states.input.state,
                          'limit': {{settings.PageSize}},
                          'offset': $states.input.offset,
                          'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID': $states.context.Execution.Id})
                        """),
                },
                Output = Jsonata.Of(Progress(settings.PageSize, settings.MissingRowsFailLocation)),
                Retry = [Payload.Retry],
                Catch =
                [
                    new Catcher(ErrorName.All)
                    {
                        Output = Jsonata.Of($$"""$merge([$states.input, {'error': {{Where("$states.input.offset")}} & {{Failure.Text}}}])"""),
                        Next = RecordsGathered,
                    },
                ],
                Next = MorePages,
            },
            [MorePages] = new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$states.input.isMore"), GatherPage)],
                Default = RecordsGathered,
            },
            [RecordsGathered] = new SucceedState
            {
                Output = Jsonata.Of(Gathered(settings.Columns)),
            },
        },
    };

    // The page after a short one is asked for as long as records are missing: an API may give fewer than it is asked for.
    private static string Progress(int pageSize, bool missingRowsFail) =>
        $$"""
        ($input := $states.input;
          $page := $states.result;
          $done := $page.Status = 'SUCCEEDED' ? $parse($page.Output) : {'count': 0, 'rejected': 0};
          $count := $done.count;
          $offset := $input.offset + $count;
          $parts := $input.parts + ($count > $done.rejected ? 1 : 0);
          $isMore := $count > 0 and ($count >= {{pageSize}} or $offset < $input.expected);
          $error :=
            $page.Status != 'SUCCEEDED'
              ? {{Where("$input.offset")}} & ($exists($page.Error) ? $page.Error : $page.Status) & ': ' & {{Cause.Beginning("$string($page.Cause)", Failure.LongestCause)}}
            : {{(missingRowsFail ? "$offset < $input.expected and $not($isMore)" : "false")}}
              ? 'IncompleteData: The API gave ' & $string($offset) & ' ' & $input.state & ' records, but counted ' & $string($input.expected) & '.'
            : $isMore and $parts >= {{MostPages}}
              ? 'TooManyPages: There are more ' & $input.state & ' records than {{MostPages}} pages hold. Set streamAggregator.pageSize, which is {{pageSize}}, to more records.';
          $merge([$input, {'offset': $offset, 'parts': $parts, 'rejected': $input.rejected + $done.rejected, 'isMore': $isMore and $not($exists($error)), 'error': $error}]))
        """;

    // What is not there of a location that failed is told by its error.
    private static string Gathered(IReadOnlyList<Column> columns) =>
        $$"""
        ($input := $states.input;
          $missing := $exists($input.error) ? 0 : $max([0, $input.expected - $input.offset]);
          {'rows': $input.offset - $input.rejected, 'parts': $input.parts, 'missing': $missing, 'rejected': $input.rejected,
           'reason': $missing + $input.rejected > 0 ? $join([
             $missing > 0 ? 'The API gave ' & $string($input.offset) & ' ' & $input.state & ' records, but counted ' & $string($input.expected) & '.',
             $input.rejected > 0 ? $string($input.rejected) & ' ' & $input.state & {{Jsonata.Literal($" records are no objects, or have none of the fields of streamAggregator.columns: {string.Join(", ", columns.Select(column => column.Path))}.")}}], ' '),
           'error': $input.error})
        """;

    private static string Where(string offset) =>
        $"'{ThirdPartyApi.Data} of the ' & $states.input.state & ' records from ' & $string({offset}) & ' on failed with '";
}
