using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>Builds the states of a definition and collects what is wrong with it.</summary>
internal sealed class DefinitionReader(IIntegrationCatalog catalog)
{
    private readonly List<(string Place, string Expression)> _expressions = [];
    private string _queryLanguage = "JSONPath";

    public List<string> Problems { get; } = [];

    public IIntegrationCatalog Catalog => catalog;

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
        var states = Block(fields, new HashSet<string>());
        fields.RefuseOthers();
        return new Definition(states, timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    /// <summary>Reads StartAt and States; <paramref name="outerVariables"/> are those that enclosing blocks assign.</summary>
    public StateBlock Block(FieldReader fields, IReadOnlySet<string> outerVariables)
    {
        var startAt = fields.Text("StartAt", required: true) ?? "";
        var states = new Dictionary<string, State>();
        var variables = new HashSet<string>(outerVariables);
        var readers = new List<StateReader>();
        foreach (var member in fields.Members("States"))
        {
            var reader = new StateReader(this, member.Name, member.Value, variables);
            foreach (var variable in reader.AssignedVariables())
            {
                if (outerVariables.Contains(variable))
                {
                    Problems.Add($"state '{member.Name}' assigns '{variable}', which is a variable of an outer scope: choose another name.");
                }
                variables.Add(variable);
            }
            readers.Add(reader);
        }
        foreach (var reader in readers)
        {
            if (reader.Read(_queryLanguage) is { } state)
            {
                states.TryAdd(reader.Name, state);
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

    private void CheckTargets(FieldReader fields, string startAt, List<StateReader> readers)
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
