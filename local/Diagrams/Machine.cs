using System.Text.Json;

namespace Fanout.Local.Diagrams;

/// <summary>A state machine to draw.</summary>
/// <param name="Name">The name that stands above it.</param>
/// <param name="Arn">Its ARN, by which others start it.</param>
/// <param name="IsExpress">Whether it is an Express one.</param>
/// <param name="Definition">Its definition in the Amazon States Language, a valid one.</param>
public sealed record Machine(string Name, string Arn, bool IsExpress, JsonElement Definition);
