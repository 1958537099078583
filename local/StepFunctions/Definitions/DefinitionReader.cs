using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>Builds the states of a definition and collects what is wrong with it.</summary>
internal sealed class DefinitionReader(IIntegrationCatalog catalog, StateMachineType type)
{
    private readonly List<(string Place, string Expression)> _expressions = [];
    private string _queryLanguage = "JSONPath";

    public List<string> Problems { get; } = [];

    public IIntegrationCatalog Catalog => catalog;

    public StateMachineType MachineType => type;

    public Definition? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Problems.Add($"The definition must be a JSON object, not {FieldReader.TypeName(root)}.");
            return null;
        }
        var fields = new FieldReader(this, "the definition", root);
        _queryLanguage = fields.Text("QueryLanguage") ?? _queryLanguage;
        fields.Ignore("Comment", "Version");
        var timeout = fields.Integer("TimeoutSeconds");
        var states = Block(fields);
        fields.RefuseOthers();
        return new Definition(states, timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    /// <summary>Reads StartAt and States.</summary>
    public StateBlock Block(FieldReader fields)
    {
        var startAt = fields.Text("StartAt", required: true) ?? "";
        var readers = fields.Members("States").Select(state => new StateReader(this, state.Name, state.Value)).ToArray();
        var states = new Dictionary<string, State>();
        foreach (var reader in readers)
        {
            if (reader.Read(_queryLanguage) is { } state && !states.TryAdd(reader.Name, state))
            {
                reader.Problem("there are two states of this name.");
            }
        }
        CheckTargets(fields, startAt, readers);
        return new StateBlock(startAt, states);
    }

    /// <summary>Remembers the expressions of a template, to check their syntax.</summary>
    public void Remember(string place, Template template) =>
        _expressions.AddRange(template.Expressions.Select(expression => (place, expression)));

    public async Task CheckExpressionsAsync(Engine engine)
    {
        var answers = await engine.CheckAsync([.. _expressions.Select(item => item.Expression)]);
        foreach (var ((place, expression), problem) in _expressions.Zip(answers))
        {
            if (problem is not null)
            {
                Problems.Add($"{place}: the JSONata expression '{expression}' cannot be parsed: {problem}.");
            }
        }
    }

    private void CheckTargets(FieldReader fields, string startAt, StateReader[] readers)
    {
        var names = readers.Select(reader => reader.Name).ToHashSet();
        if (!names.Contains(startAt))
        {
            Problems.Add($"{fields.Place}: StartAt names the state '{startAt}', which does not exist.");
        }
        foreach (var reader in readers)
        {
            foreach (var target in reader.Targets.Where(target => !names.Contains(target)))
            {
                Problems.Add($"state '{reader.Name}': Next names the state '{target}', which does not exist.");
            }
        }
    }
}
