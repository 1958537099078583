using System.Text.Json.Nodes;
using Fanout.Stacks;
using YamlDotNet.RepresentationModel;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>A workflow of GitHub Actions, or an action of steps ("Workflow syntax", "Metadata syntax", GitHub Docs).</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Content">The same, read.</param>
internal sealed record WorkflowFile(string Text, JsonObject Content)
{
    /// <summary>The folder of the workflows and of the actions that they share.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryPaths.Root, ".github");

    /// <summary>The jobs by name; none in an action.</summary>
    public IEnumerable<(string Name, JsonObject Content)> Jobs =>
        (Content["jobs"]?.AsObject() ?? []).Select(job => (job.Key, job.Value!.AsObject()));

    /// <summary>The steps of all jobs, or of the action.</summary>
    public IEnumerable<JsonObject> Steps => Jobs.SelectMany(job => StepsOf(job.Content)).Concat(
        Content["runs"] is JsonObject action ? StepsOf(action) : []);

    /// <summary>The events that start the workflow.</summary>
    public IReadOnlyList<string> Events => Content["on"] switch
    {
        JsonObject events => [.. events.Select(entry => entry.Key)],
        JsonArray events => [.. events.Select(name => (string)name!)],
        JsonValue name => [(string)name!],
        _ => [],
    };

    public static WorkflowFile Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return new WorkflowFile(text, YamlJson.Convert(yaml.Documents[0].RootNode)!.AsObject());
    }

    public static WorkflowFile Read(string path) => Parse(File.ReadAllText(Path.Combine(Folder, path)));

    /// <summary>The steps of one job.</summary>
    public static IEnumerable<JsonObject> StepsOf(JsonObject job) =>
        (job["steps"]?.AsArray() ?? []).Select(step => step!.AsObject());

    /// <summary>Whether a job may ask for an identity token, with which it takes a role in AWS.</summary>
    public static bool TakesRole(JsonObject job) => job["permissions"] is JsonObject permissions
        && (string?)permissions["id-token"] == "write";

    /// <summary>The commands that a job gives to Pulumi, each with its stack.</summary>
    public static IEnumerable<(string Command, string Stack)> PulumiCommands(JsonObject job) =>
        from step in StepsOf(job)
        where (string?)step["uses"] == "./.github/actions/pulumi"
        select ((string)step["with"]!["command"]!, (string)step["with"]!["stack"]!);
}
