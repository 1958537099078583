using System.Text.Json;

namespace Fanout.Infra.Settings;

/// <summary>The configuration of the current stack.</summary>
public static class StackConfiguration
{
    /// <summary>
    /// The values of one project's configuration by key, as the engine hands them over in the environment variable
    /// PULUMI_CONFIG. Pulumi's own <c>Config</c> reads single keys only: a misspelt one would go unseen.
    /// </summary>
    /// <param name="project">The project's name, the namespace of the keys.</param>
    public static IReadOnlyDictionary<string, string> Of(string project)
    {
        var prefix = $"{project}:";
        using var all = JsonDocument.Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG") ?? "{}");
        return all.RootElement.EnumerateObject()
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name[prefix.Length..], entry => entry.Value.ToString());
    }
}
