using System.Text;
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
    private const string Secure = "secure";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
        var name = NameOf(project, projectFile);
        var values = new Dictionary<string, string>();
        var secrets = new HashSet<string>();
        foreach (var (key, declaration) in Config(project, projectFile, name))
        {
            Add(key, declaration is JsonObject typed ? typed["value"] ?? typed["default"] : declaration);
        }

        foreach (var (key, value) in Config(await ReadMappingAsync(stackFile, cancellation), stackFile, name))
        {
            secrets.Remove(key);
            Add(key, value);
        }

        return new StackConfig(name, stack, values, secrets);

        void Add(string key, JsonNode? value)
        {
            if (value is null)
            {
                return;
            }

            // Only the CLI can decrypt a secret, and nothing local needs the real one.
            var isSecret = false;
            var shown = WithoutSecrets(value, $"local-stand-in-for-{key.Replace(':', '-')}", ref isSecret);
            values[key] = shown.GetValueKind() == JsonValueKind.String ? shown.GetValue<string>() : shown.ToJsonString();
            if (isSecret)
            {
                secrets.Add(key);
            }
        }
    }

    private static string NameOf(YamlMappingNode project, string path) =>
        !project.Children.TryGetValue("name", out var name) || YamlJson.IsNull(name)
            ? throw new StackFileException($"{path} has no name.")
            : name is YamlScalarNode { Value: { Length: > 0 } text }
                ? text
                : throw new StackFileException($"{path}, line {name.Start.Line}: name must be a text, not empty.");

    // A value that is neither a list nor a mapping is the text that stands there, as for the CLI.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Config(YamlMappingNode file, string path, string project)
    {
        if (!file.Children.TryGetValue("config", out var config) || YamlJson.IsNull(config))
        {
            yield break;
        }

        if (config is not YamlMappingNode mapping)
        {
            throw new StackFileException($"{path}, line {config.Start.Line}: config must be a mapping of keys to values.");
        }

        var seen = new HashSet<string>();
        foreach (var (node, value) in mapping.Children)
        {
            var key = YamlJson.KeyOf(node);
            var qualified = key.Contains(':') ? key : $"{project}:{key}";
            if (!seen.Add(qualified))
            {
                throw new StackFileException($"{path}, line {node.Start.Line}: {qualified} is set twice, with and without its project; leave one of them.");
            }

            if (YamlJson.IsNull(value))
            {
                throw new StackFileException($"{path}, line {node.Start.Line}: {key} has no value; write one, \"\" for an empty text, or leave the key out.");
            }

            yield return KeyValuePair.Create(
                qualified, value is YamlScalarNode scalar ? JsonValue.Create(scalar.Value) : YamlJson.Convert(value));
        }
    }

    // A secret is a mapping of this one key to a text, at any depth.
    private static JsonNode WithoutSecrets(JsonNode node, string standIn, ref bool isSecret)
    {
        if (node is JsonObject { Count: 1 } only && only[Secure]?.GetValueKind() == JsonValueKind.String)
        {
            isSecret = true;
            return JsonValue.Create(standIn);
        }

        if (node is JsonObject mapping)
        {
            var members = new JsonObject();
            foreach (var (key, value) in mapping)
            {
                members[key] = value is null ? null : WithoutSecrets(value, standIn, ref isSecret);
            }

            return members;
        }

        if (node is JsonArray list)
        {
            var items = new JsonArray();
            foreach (var value in list)
            {
                items.Add(value is null ? null : WithoutSecrets(value, standIn, ref isSecret));
            }

            return items;
        }

        return node.DeepClone();
    }

    private static async Task<YamlMappingNode> ReadMappingAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new StackFileException($"{path} does not exist.");
        }

        var yaml = new YamlStream();
        try
        {
            var text = await File.ReadAllTextAsync(path, StrictUtf8, cancellation);
            YamlJson.CheckDepth(text);
            yaml.Load(new StringReader(text));
        }
        catch (YamlException problem)
        {
            throw new StackFileException($"{path} cannot be read as YAML (line {problem.Start.Line}): {problem.Message}", problem);
        }
        catch (DecoderFallbackException problem)
        {
            throw new StackFileException($"{path} is no text in UTF-8: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException($"{path} cannot be read: {problem.Message}", problem);
        }

        if (yaml.Documents.Count > 1)
        {
            throw new StackFileException(
                $"{path}, line {yaml.Documents[1].RootNode.Start.Line}: a second document begins; the file may have one.");
        }

        // An empty file, or one of comments, says nothing.
        if (yaml.Documents.Count == 0 || YamlJson.IsNull(yaml.Documents[0].RootNode))
        {
            return [];
        }

        try
        {
            _ = YamlJson.Convert(yaml.Documents[0].RootNode);
        }
        catch (YamlException problem)
        {
            throw new StackFileException($"{path}, line {problem.Start.Line}: {problem.Message}.", problem);
        }

        return yaml.Documents[0].RootNode as YamlMappingNode
            ?? throw new StackFileException($"{path} must hold a mapping.");
    }
}
