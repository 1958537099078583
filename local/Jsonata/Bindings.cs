using System.Text.Json;

namespace Fanout.Local.Jsonata;

/// <summary>What the expressions of one template see: members of <c>$states</c>, variables, and the time.</summary>
/// <param name="States">The members of <c>$states</c> by name.</param>
/// <param name="Variables">The variables by name, without <c>$</c>.</param>
/// <param name="Now">What <c>$now()</c> and <c>$millis()</c> give.</param>
public sealed record Bindings(
    IReadOnlyDictionary<string, JsonElement> States,
    IReadOnlyDictionary<string, JsonElement> Variables,
    DateTimeOffset Now)
{
    /// <summary>Nothing but the time.</summary>
    public static Bindings Nothing(DateTimeOffset now) =>
        new(new Dictionary<string, JsonElement>(), new Dictionary<string, JsonElement>(), now);
}
