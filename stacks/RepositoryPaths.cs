using System.Reflection;

namespace Fanout.Stacks;

/// <summary>Folders of the repository that the program was built from.</summary>
public static class RepositoryPaths
{
    /// <summary>The root, which holds Pulumi.yaml.</summary>
    public static string Root { get; } = typeof(RepositoryPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The engine that runs in Node, with its npm package.</summary>
    public static string Engines { get; } = Path.Combine(Root, "local", "engines");
}
