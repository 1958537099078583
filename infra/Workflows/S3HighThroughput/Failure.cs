using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>What a service's error makes of an object, <c>{Key, Error}</c>, where $states.errorOutput is available.</summary>
internal static class Failure
{
    /// <summary>The error's name and the beginning of its cause, an expression.</summary>
    public const string Text = "$states.errorOutput.Error & ': ' & $substring($states.errorOutput.Cause, 0, 150)";

    /// <summary>The failure of one object.</summary>
    /// <param name="key">An expression for its key.</param>
    public static string OfKey(string key) => Jsonata.Of($$"""{'Key': {{key}}, 'Error': {{Text}}}""");
}
