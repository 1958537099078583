using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>What states hand on, and how the calls for it are retried ("Step Functions service quotas").</summary>
internal static class Payload
{
    /// <summary>The most bytes that a state takes or gives, or an execution is started with.</summary>
    public const int Limit = 262_144;

    /// <summary>Defines <c>$bytes</c>, the length of a text in UTF-8; <c>$length</c> counts characters.</summary>
    public const string DefineBytes =
        "$bytes := function($text) { ($escaped := $encodeUrlComponent($text); "
            + "$length($escaped) - 2 * ($count($split($escaped, '%')) - 1)) };";

    /// <summary>Retries of calls that a busy or failing service may answer later: after up to 1, 2, 4, 8 and 16 s.</summary>
    public static Retrier Retry { get; } = new(ErrorName.TaskFailed)
    {
        IntervalSeconds = 1,
        MaxAttempts = 5,
        BackoffRate = 2,
        JitterStrategy = "FULL",
    };

    /// <summary>An expression for as many of some items as fit; needs <see cref="DefineBytes"/>.</summary>
    /// <param name="items">An expression for the items.</param>
    /// <param name="bytes">How many bytes they may take as JSON.</param>
    public static string Fitting(string items, int bytes) =>
        $$$"""
        [$reduce([{{{items}}}], function($kept, $object) {(
               $size := $bytes($string($object)) + 1;
               $size > $kept.room ? $kept : {'objects': [$kept.objects, $object], 'room': $kept.room - $size})},
             {'objects': [], 'room': {{{bytes}}}}).objects]
        """;
}
