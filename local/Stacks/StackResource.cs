using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fanout.Infra.Settings;

namespace Fanout.Local.Stacks;

/// <summary>One resource that the program declares.</summary>
/// <param name="Type">Its type token, such as <c>aws:s3/bucket:Bucket</c>.</param>
/// <param name="Name">Its name in the program.</param>
/// <param name="Parent">Its parent; null for the stack itself.</param>
/// <param name="Protect">Whether Pulumi refuses to delete it.</param>
/// <param name="Inputs">Its inputs as the provider receives them; assets and archives as their paths, secrets hidden.</param>
public sealed record StackResource(string Type, string Name, ResourceId? Parent, bool Protect, JsonObject Inputs)
{
    /// <summary>How long the provider waits for its deletion; null for as long as it does by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? LongestDeletion { get; init; }

    /// <summary>What it is told by within its stack.</summary>
    public ResourceId Id => new(Type, Name);

    /// <summary>The name of the workflow that the resource is part of; null where it is part of none.</summary>
    /// <param name="resources">The stack's resources.</param>
    public string? WorkflowIn(IReadOnlyList<StackResource> resources)
    {
        for (var at = this; at is not null; at = resources.FirstOrDefault(parent => parent.Id == at.Parent))
        {
            if (at.Type.StartsWith("fanout:workflows:", StringComparison.Ordinal) && WorkflowNames.All.Contains(at.Name))
            {
                return at.Name;
            }
        }

        return null;
    }
}
