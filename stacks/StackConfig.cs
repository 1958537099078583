using System.Text.Json;

namespace Fanout.Stacks;

/// <summary>The configuration of one stack.</summary>
/// <param name="Project">The Pulumi project's name.</param>
/// <param name="Stack">The Pulumi stack's name.</param>
/// <param name="Values">The values by full key, such as <c>fanout:environment</c>; lists and objects as JSON.</param>
/// <param name="Secrets">The full keys of secret values.</param>
public sealed record StackConfig(
    string Project, string Stack, IReadOnlyDictionary<string, string> Values, IReadOnlySet<string> Secrets)
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>The project's own values, by key without the namespace.</summary>
    public IReadOnlyDictionary<string, string> OfProject() => Values
        .Where(entry => entry.Key.StartsWith($"{Project}:", StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[(Project.Length + 1)..], entry => entry.Value);

    /// <summary>The region, <c>aws:region</c>; null where the stack leaves it to the environment.</summary>
    public string? Region => Values.GetValueOrDefault("aws:region");

    /// <summary>The region of the local cloud, which no environment decides: the stack's, or us-east-1.</summary>
    public string LocalRegion => Region ?? DefaultRegion;

    /// <summary>Hands the configuration to the program as the CLI does, in this process's environment.</summary>
    public void Export()
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(Values));
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", JsonSerializer.Serialize(Secrets));
    }
}
