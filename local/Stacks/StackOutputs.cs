using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Local.Stacks;

/// <summary>The outputs of a stack, as <c>pulumi stack output workflows --json</c> and <c>outputs --json</c> print them.</summary>
internal static class StackOutputs
{
    private const string HowTo = "write it with: pulumi stack output workflows --json";

    /// <summary>Reads a file of outputs.</summary>
    /// <exception cref="LocalException">There is none, or it holds something else.</exception>
    public static async Task<ImmutableDictionary<string, ImmutableDictionary<string, string>>> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            var outputs = InputFile.Parse(await InputFile.ReadAsync(file, cancellation), file);
            var workflows = JsonSerializer.Deserialize<ImmutableDictionary<string, ImmutableDictionary<string, string>>>(outputs)!;
            return workflows.IsEmpty ? throw new LocalException($"{file} has no workflow; {HowTo}")
                : workflows.Keys.FirstOrDefault(name => !WorkflowNames.All.Contains(name)) is { } other
                    ? throw new LocalException($"{file} has \"{other}\", which is no workflow; {HowTo}")
                : workflows;
        }
        catch (UnusableFileException problem)
        {
            throw new LocalException($"{problem.Message.TrimEnd('.')}; {HowTo}", problem);
        }
        catch (JsonException problem)
        {
            throw new LocalException($"{file} does not hold the outputs of workflows, an object of texts for each; {HowTo}", problem);
        }
    }
}
