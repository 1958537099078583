using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>
/// The last states of a machine that may reject items: its outcome names their count and reasons, a queue is told of them,
/// whose alarm stands until a person has taken the message, and where more were rejected than is tolerated the execution fails.
/// </summary>
internal sealed record RejectionReport
{
    private const string Report = "Report";
    private const string AnyRejected = "Were any rejected?";
    private const string TooMany = "Were too many rejected?";
    private const string Done = "Done";

    /// <summary>What the items are called, such as <c>objects</c>: the name of their count in the report, too.</summary>
    public required string Items { get; init; }

    /// <summary>
    /// An expression for the execution's output, with <c>&lt;items&gt;</c>, how many there were, <c>rejected.count</c> of them,
    /// and <c>rejected.reasons</c>, <c>{reason: count}</c>.
    /// </summary>
    public required string Output { get; init; }

    /// <summary>What share of the items may be rejected before the execution fails, in percent.</summary>
    public required int ToleratedPercentage { get; init; }

    /// <summary>The queue that is told of rejected items; null where it holds each of them already.</summary>
    public string? QueueUrl { get; init; }

    /// <summary>The first of the states.</summary>
    public static string Start => Report;

    /// <summary>Adds the states.</summary>
    public void AddTo(OrderedDictionary<string, State> states)
    {
        states.Add(Report, new PassState { Output = Jsonata.Of(Output), Next = QueueUrl is null ? TooMany : AnyRejected });
        if (QueueUrl is not null)
        {
            var tell = $"Tell of rejected {Items}";
            states.Add(AnyRejected, new ChoiceState
            {
                Choices = [new ChoiceRule(Jsonata.Of("$states.input.rejected.count > 0"), tell)],
                Default = Done,
            });
            states.Add(tell, new TaskState
            {
                Resource = Integration.SqsSendMessage,
                Arguments = new JsonObject
                {
                    [nameof(QueueUrl)] = QueueUrl,
                    ["MessageBody"] = Jsonata.Of(
                        $$"""
                        $string({'execution': $states.context.Execution.Id, '{{Items}}': $states.input.{{Items}}, 'rejected': $states.input.rejected.count,
                          'reasons': $states.input.rejected.reasons, 'results': $states.input.results})
                        """),
                },
                Output = Jsonata.Of("$states.input"),
                Retry = [Payload.Retry],
                Next = TooMany,
            });
        }

        var failed = $"Too many {Items} rejected";
        states.Add(TooMany, new ChoiceState
        {
            Choices =
            [
                new ChoiceRule(
                    Jsonata.Of($"100 * $states.input.rejected.count > {ToleratedPercentage} * $states.input.{Items}"), failed),
            ],
            Default = Done,
        });
        states.Add(failed, new FailState
        {
            Error = $"{char.ToUpperInvariant(Items[0])}{Items[1..]}Rejected",
            Cause = Jsonata.Of(
                $$"""
                $string($states.input.rejected.count) & ' of ' & $string($states.input.{{Items}}) & ' {{Items}} were rejected, where '
                  & '{{ToleratedRejections.Key}} tolerates {{ToleratedPercentage}} %: '
                  & $join($each($states.input.rejected.reasons, function($count, $reason) { $reason & ' (' & $string($count) & ')' }), ', ')
                  & '; results: ' & $states.input.results
                """),
        });
        states.Add(Done, new SucceedState());
    }
}
