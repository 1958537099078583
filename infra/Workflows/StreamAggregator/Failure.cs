using Fanout.Infra.Blocks;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>What is told of a failure, for the fields of a catcher.</summary>
internal static class Failure
{
    /// <summary>The most characters of what an API or a service said.</summary>
    public const int LongestCause = 300;

    /// <summary>The error's name and the beginning of its cause, an expression.</summary>
    public static string Text { get; } =
        $"$states.errorOutput.Error & ': ' & {Cause.Beginning(Cause.Caught, LongestCause)}";

    /// <summary>
    /// <c>{error, cause}</c> of a job or an execution that was waited for, an expression: its own, where the cause
    /// describes it as JSON.
    /// </summary>
    /// <param name="what">What failed, for the beginning of the sentence, such as <c>The job</c>.</param>
    /// <param name="error">The name of the failure.</param>
    /// <param name="field">The field of the description that says why.</param>
    public static string OfWaitedFor(string what, string error, string field) =>
        $$"""
        ($cause := {{Cause.Caught}};
          $own := $match($cause, /"{{field}}":("(?:[^\\"]|\\.)*")/)[0].groups[0];
          {'error': '{{error}}',
           'cause': '{{what}} failed with ' & $states.errorOutput.Error & ': ' & {{Cause.Beginning("($exists($own) ? $parse($own) : $cause)", 1_000)}}})
        """;
}
