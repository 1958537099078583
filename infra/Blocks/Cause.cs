namespace Fanout.Infra.Blocks;

/// <summary>What is told of a failure's cause.</summary>
internal static class Cause
{
    /// <summary>An expression for the cause of a catcher's failure as a text, empty where there is none.</summary>
    public const string Caught = "([$states.errorOutput.Cause][$type($) != 'null'] & '')";

    /// <summary>
    /// An expression for a cause without the source of the expression that failed, which may be longer than what is
    /// told and would leave no room for what went wrong.
    /// </summary>
    /// <param name="cause">An expression for the cause, a text.</param>
    public static string Of(string cause) =>
        $"$replace({cause}, /The JSONata expression '[\\s\\S]*' specified for/, 'The JSONata expression specified for')";

    /// <summary>An expression for the beginning of such a cause.</summary>
    /// <param name="cause">An expression for the cause, a text.</param>
    /// <param name="length">How many characters it may have.</param>
    public static string Beginning(string cause, int length) => $"$substring({Of(cause)}, 0, {length})";
}
