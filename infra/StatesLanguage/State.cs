using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>A state ("Amazon States Language": Common State Fields).</summary>
public abstract record State
{
    /// <summary>What the state is for.</summary>
    public string? Comment { get; init; }

    private protected abstract string Type { get; }

    internal JsonObject ToJson()
    {
        var fields = new JsonFields().Add(nameof(Type), Type).Add(nameof(Comment), Comment);
        Write(fields);
        return fields.Json;
    }

    private protected abstract void Write(JsonFields fields);
}
