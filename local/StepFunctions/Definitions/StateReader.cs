using System.Text.Json;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>Takes the fields of one state.</summary>
internal sealed class StateReader(DefinitionReader definition, string name, JsonElement json)
    : FieldReader(definition, $"state '{name}'", json)
{
    private static readonly Dictionary<string, Func<StateReader, State>> Types = new()
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

    private readonly List<string> _targets = [];

    public string Name => name;

    /// <summary>The states that this one leads to.</summary>
    public IReadOnlyList<string> Targets => _targets;

    public State? Read(string machineLanguage)
    {
        Ignore("Comment");
        var type = Text("Type", required: true);
        var language = Text("QueryLanguage") ?? machineLanguage;
        if (language != "JSONata")
        {
            Problem($"it would be evaluated with the query language {language}; only JSONata is supported: "
                + "set \"QueryLanguage\": \"JSONata\" on the machine or on the state.");
            return null;
        }
        if (type is null)
        {
            return null;
        }
        if (!Types.TryGetValue(type, out var read))
        {
            Problem($"the state type '{type}' is not known; it must be one of {string.Join(", ", Types.Keys)}.");
            return null;
        }
        var state = read(this);
        RefuseOthers();
        return state;
    }

    /// <summary>Reads Next or End.</summary>
    public string? Next()
    {
        var (next, end) = (Text("Next"), Flag("End"));
        if ((next is not null) == end)
        {
            Problem("it must have either Next or End, and not both.");
        }
        return next is null ? null : Target(next);
    }

    /// <summary>Remembers that this state leads to another.</summary>
    public string Target(string next)
    {
        _targets.Add(next);
        return next;
    }
}
