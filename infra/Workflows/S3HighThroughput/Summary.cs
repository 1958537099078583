using Fanout.Infra.Blocks;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// What became of some objects, as leaves, children and the whole execution give it:
/// <c>{published, rejected: {count, reasons: {kind: count}, objects: [{Key, Reason}]}}</c>. The counts are complete;
/// the objects are those that fit a payload, all of them are in the dead-letter queue.
/// </summary>
internal static class Summary
{
    /// <summary>The most bytes that counts and field names take, without the objects.</summary>
    public const int BytesOfCounts = 250;

    /// <summary>An expression that sums up what the groups of a leaf gave.</summary>
    /// <param name="groups">An expression for <c>{published, rejected: [{Key, Reason}]}</c>.</param>
    /// <param name="bytesOfObjects">How many bytes the objects may take as JSON.</param>
    public static string OfGroups(string groups, int bytesOfObjects) =>
        $$$"""
        ({{{Payload.DefineBytes}}}
          $groups := {{{groups}}};
          {'published': $sum([0, $groups.published]),
           'rejected': {
             'count': $count($groups.rejected),
             'reasons': [$groups.rejected]{$substringBefore(Reason, ':'): $count(Reason)},
             'objects': {{{Payload.Fitting("$groups.rejected", bytesOfObjects)}}}}})
        """;

    /// <summary>An expression that adds summaries up.</summary>
    /// <param name="summaries">An expression for an array of them, which may be empty.</param>
    /// <param name="bytesOfObjects">How many bytes the objects may take as JSON.</param>
    public static string OfSummaries(string summaries, int bytesOfObjects) =>
        $$$"""
        ({{{Payload.DefineBytes}}}
          $summaries := {{{summaries}}};
          {'published': $sum([0, $summaries.published]),
           'rejected': {
             'count': $sum([0, $summaries.rejected.count]),
             'reasons': [$summaries.rejected.reasons.$each(function($count, $kind) {{'kind': $kind, 'count': $count}})]{kind: $sum(count)},
             'objects': {{{Payload.Fitting("$summaries.rejected.objects", bytesOfObjects)}}}}})
        """;
}
