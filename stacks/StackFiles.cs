using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fanout.Stacks;

/// <summary>
/// A project's Pulumi.yaml and one stack's Pulumi.NAME.yaml, merged into the configuration that the Pulumi CLI would
/// hand to the program ("Pulumi project file", "Pulumi stack settings file").
/// </summary>
public static class StackFiles
{
    /// <summary>Reads a stack's configuration.</summary>
    /// <param name="folder">The folder that holds the files.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StackFileException">A file is missing or is no YAML of that form.</exception>
    public static async Task<StackConfig> ReadAsync(string folder, string stack, CancellationToken cancellation)
    {
        var projectFile = Path.Combine(folder, "Pulumi.yaml");
        var stackFile = Path.Combine(folder, $"Pulumi.{stack}.yaml");
        if (!File.Exists(stackFile))
        {
            var stacks = Directory.EnumerateFiles(folder, "Pulumi.*.yaml")
                .Select(path => Path.GetFileNameWithoutExtension(path)["Pulumi.".Length..])
                .Order(StringComparer.Ordinal)
                .ToArray();
            throw new StackFileException(
                $"There is no stack \"{stack}\"{ClosestName.Hint(stack, stacks)}: {stackFile} does not exist. Stacks: {string.Join(", ", stacks)}.");
        }

        var project = await ReadMappingAsync(projectFile, cancellation);
        var name = project["name"]?.GetValue<string>()
            ?? throw new StackFileException($"{projectFile} has no name.");
        var values = new Dictionary<string, string>();
        var secrets = new HashSet<string>();
        foreach (var (key, declaration) in Config(project, projectFile))
        {
            var value = declaration is JsonObject typed ? typed["value"] ?? typed["default"] : declaration;
            Add(Qualified(name, key), value);
        }

        foreach (var (key, value) in Config(await ReadMappingAsync(stackFile, cancellation), stackFile))
        {
            Add(Qualified(name, key), value);
        }

        return new StackConfig(name, stack, values, secrets);

        void Add(string key, JsonNode? value)
        {
            if (value is JsonObject secure && secure.ContainsKey("secure"))
            {
                // Only the CLI can decrypt it, and nothing local needs the real one.
                values[key] = $"local-stand-in-for-{key.Replace(':', '-')}";
                secrets.Add(key);
            }
            else if (value is not null)
            {
                values[key] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
            }
        }
    }

    private static JsonObject Config(JsonObject file, string path) => file["config"] switch
    {
        null => [],
        JsonObject config => config,
        _ => throw new StackFileException($"{path}: config must be a mapping of keys to values."),
    };

    private static string Qualified(string project, string key) => key.Contains(':') ? key : $"{project}:{key}";

    private static async Task<JsonObject> ReadMappingAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new StackFileException($"{path} does not exist.");
        }

        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(await File.ReadAllTextAsync(path, cancellation)));
        }
        catch (YamlException problem)
        {
            throw new StackFileException($"{path} is not YAML (line {problem.Start.Line}): {problem.Message}", problem);
        }

        return yaml.Documents.Count == 0
            ? []
            : YamlJson.Convert(yaml.Documents[0].RootNode) as JsonObject
                ?? throw new StackFileException($"{path} must hold a mapping.");
    }
}
