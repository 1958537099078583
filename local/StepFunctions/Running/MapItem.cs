using System.Text.Json;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>What <c>$states.context.Map.Item</c> gives in an iteration.</summary>
internal sealed record MapItem(int Index, JsonElement Value);
