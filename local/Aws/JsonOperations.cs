using System.Text.Json.Nodes;

namespace Fanout.Local.Aws;

/// <summary>Operations that need their arguments only.</summary>
internal static class JsonOperations
{
    /// <summary>An operation that answers at once.</summary>
    public static JsonOperation Of(Func<ApiArguments, JsonObject> answer) => (call, _) => Task.FromResult(answer(new ApiArguments(call.Json)));

    /// <summary>An operation whose result has no members.</summary>
    public static JsonOperation Of(Action<ApiArguments> act) => (call, _) =>
    {
        act(new ApiArguments(call.Json));
        return Task.FromResult(new JsonObject());
    };
}
