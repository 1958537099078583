using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fanout.Infra.StatesLanguage;

/// <summary>A whole state machine, in JSONata ("Amazon States Language").</summary>
public sealed record StateMachineDefinition : StateGroup
{
    // The console and previews show the expressions; they must stay readable.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The longest that an execution may take, in seconds.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Whether the machine will be an Express one, which supports less.</summary>
    public bool IsExpress { get; init; }

    /// <summary>The JSON that Step Functions takes.</summary>
    /// <exception cref="DefinitionException">The definition breaks the specification.</exception>
    public string ToJson()
    {
        var json = ToJsonObject();
        var problems = DefinitionRules.Check(JsonSerializer.SerializeToElement(json), IsExpress);
        return problems.Count == 0 ? json.ToJsonString(Readable) : throw new DefinitionException(problems);
    }

    private protected override void WriteHeader(JsonFields fields) => fields
        .Add("QueryLanguage", "JSONata")
        .Add(nameof(TimeoutSeconds), TimeoutSeconds);
}
