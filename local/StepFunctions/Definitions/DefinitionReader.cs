using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>Builds the states of a definition that keeps the rules, and collects what only this interpreter cannot do.</summary>
internal sealed class DefinitionReader(IIntegrationCatalog catalog)
{
    private static readonly Dictionary<string, Func<FieldReader, State>> Types = new()
    {
        ["Choice"] = ChoiceState.Read,
        ["Fail"] = FailState.Read,
        ["Map"] = MapState.Read,
        ["Parallel"] = ParallelState.Read,
        ["Pass"] = PassState.Read,
        ["Succeed"] = SucceedState.Read,
        ["Task"] = TaskState.Read,
        ["Wait"] = WaitState.Read,
    };

    private readonly List<(string State, string Field, string Expression)> _expressions = [];

    public List<string> Problems { get; } = [];

    public IIntegrationCatalog Catalog => catalog;

    /// <summary>Reads StartAt and States.</summary>
    public StateBlock Block(JsonElement block) => new(
        block.GetProperty("StartAt").GetString()!,
        block.GetProperty("States").EnumerateObject().ToDictionary(
            state => state.Name,
            state => Types[state.Value.GetProperty("Type").GetString()!](new FieldReader(this, state.Name, state.Value))));

    /// <summary>Remembers the expressions of a template, to check their syntax.</summary>
    public void Remember(string state, string field, Template template) =>
        _expressions.AddRange(template.Expressions.Select(expression => (state, field, expression)));

    /// <summary>Lets the engine parse all expressions.</summary>
    public async Task CheckExpressionsAsync(Engine engine)
    {
        var answers = await engine.CheckAsync([.. _expressions.Select(item => item.Expression)]);
        foreach (var ((state, field, expression), problem) in _expressions.Zip(answers))
        {
            if (problem is not null)
            {
                Problems.Add($"State \"{state}\" has in its {field} the expression \"{expression}\", which {problem}.");
            }
        }
    }
}
