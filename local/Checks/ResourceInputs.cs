using System.Text.Json.Nodes;
using Fanout.Local.Stacks;

namespace Fanout.Local.Checks;

/// <summary>Reads the inputs of resources by paths, such as <c>tracingConfig.mode</c>.</summary>
internal static class ResourceInputs
{
    /// <summary>An input; null where it was not given.</summary>
    public static JsonNode? At(this StackResource resource, string path) => At(resource.Inputs, path);

    /// <summary>A part of an input; null where it was not given.</summary>
    public static JsonNode? At(this JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (at, key) => (at as JsonObject)?[key]);

    /// <summary>A text; null where it was not given.</summary>
    public static string? Text(this StackResource resource, string path) => resource.At(path)?.GetValue<string>();

    /// <summary>Whether an input is true.</summary>
    public static bool Flag(this StackResource resource, string path) => resource.At(path)?.GetValue<bool>() ?? false;

    /// <summary>A number; null where it was not given.</summary>
    public static double? Number(this StackResource resource, string path) => resource.At(path)?.GetValue<double>();

    /// <summary>An input as a finding shows it.</summary>
    public static string Shown(this StackResource resource, string path) =>
        resource.At(path) is { } value ? $"{path} is {value.ToJsonString()}" : $"{path} is not set";
}
