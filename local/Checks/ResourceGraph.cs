using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Local.Checks;

/// <summary>The resources of a stack, and what rules need to know beside them.</summary>
/// <param name="Project">The Pulumi project's name.</param>
/// <param name="Stack">The Pulumi stack's name.</param>
/// <param name="Settings">The stack's settings.</param>
/// <param name="Secrets">The texts that nothing may show.</param>
/// <param name="Resources">The resources.</param>
public sealed record ResourceGraph(
    string Project,
    string Stack,
    EnvironmentSettings Settings,
    IReadOnlyCollection<string> Secrets,
    IReadOnlyList<StackResource> Resources)
{
    /// <summary>The graph of a stack that the program was run for.</summary>
    /// <exception cref="SettingsException">The settings are wrong.</exception>
    public static ResourceGraph Of(StackConfig config, DeployedStack stack) => new(
        config.Project,
        config.Stack,
        EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject()),
        [.. config.Secrets.Select(key => config.Values[key])],
        stack.Resources);

    /// <summary>Whether the stack's environment is prod.</summary>
    public bool IsProd => Settings.Environment == EnvironmentKind.Prod;

    /// <summary>The resources of a type.</summary>
    public IEnumerable<StackResource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>The resources of a type that say something about a bucket.</summary>
    public IEnumerable<StackResource> OfBucket(StackResource bucket, string type) =>
        OfType(type).Where(resource => resource.Text("bucket") == bucket.Text("bucket"));
}
