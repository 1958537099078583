using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Stacks;

/// <summary>The program under a project and a stack of other names than the repository's.</summary>
internal static class RenamedStack
{
    /// <summary>Declares the resources, with the settings of one of the repository's stacks.</summary>
    public static async Task<DeployedStack> RunAsync(string settings, string project, string stack)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, settings, CancellationToken.None);
        return await StackProgram.RunAsync(
            config with
            {
                Project = project,
                Stack = stack,
                Values = config.Values.ToDictionary(entry => entry.Key.Replace("fanout:", $"{project}:", StringComparison.Ordinal), entry => entry.Value),
            },
            Task.FromResult,
            CancellationToken.None);
    }
}
