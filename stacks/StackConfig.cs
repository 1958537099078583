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
    /// <summary>The project's own values, by key without the namespace.</summary>
    public IReadOnlyDictionary<string, string> OfProject() => Values
        .Where(entry => entry.Key.StartsWith($"{Project}:", StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[(Project.Length + 1)..], entry => entry.Value);

    /// <summary>The region, <c>aws:region</c>.</summary>
    /// <exception cref="StackFileException">There is none.</exception>
    public string Region => Values.TryGetValue("aws:region", out var region)
        ? region
        : throw new StackFileException("aws:region is not set; set it in Pulumi.yaml or in the stack's file.");

    /// <summary>Hands the configuration to the program as the CLI does, in this process's environment.</summary>
    public void Export()
    {
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(Values));
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", JsonSerializer.Serialize(Secrets));
    }
}
