using Fanout.Infra.Blocks;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>What a service's error makes of objects, for the fields of a catcher.</summary>
internal static class Failure
{
    /// <summary>The error's name and the beginning of its cause, an expression.</summary>
    public static string Text { get; } = $"$states.errorOutput.Error & ': ' & {Cause.Beginning(Cause.Caught, 150)}";

    /// <summary>The failure of the object that is the state's input, <c>{failed: {Key, Error}}</c>.</summary>
    public static string OfObject { get; } = Jsonata.Of($$$"""{'failed': {'Key': $states.input.Key, 'Error': {{{Text}}}}}""");
}
