namespace Fanout.Functions.Common;

/// <summary>Environment variables of a function.</summary>
internal static class EnvironmentVariable
{
    /// <summary>Gives the value of a variable that must be set.</summary>
    /// <param name="variables">Gives the value of an environment variable, null where it is not set.</param>
    /// <param name="name">The variable's name.</param>
    /// <exception cref="SettingException">It is not set, or empty.</exception>
    public static string Required(Func<string, string?> variables, string name) =>
        variables(name) is { Length: > 0 } value
            ? value
            : throw new SettingException($"The environment variable {name} is not set.");
}
