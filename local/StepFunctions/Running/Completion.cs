using System.Text.Json;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>How a state completed: where to go (null at an end), with what output, and which variables to set.</summary>
internal sealed record Completion(string? Next, JsonElement Output, IReadOnlyDictionary<string, JsonElement>? Assigned);
