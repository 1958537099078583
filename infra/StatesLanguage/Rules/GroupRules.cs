using System.Text.Json;
using Fanout.Infra.Settings;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>The flow through the states of a machine, a branch or a processor.</summary>
internal static class GroupRules
{
    private const int LongestName = 80;

    /// <summary>Checks StartAt and States.</summary>
    public static void Check(Scope scope, JsonElement group)
    {
        var start = FieldRules.Text(scope, group, "StartAt");
        if (FieldRules.Object(scope, group, "States") is not { } states)
        {
            return;
        }

        var names = states.EnumerateObject().Select(state => state.Name).ToArray();
        if (names.Length == 0)
        {
            scope.Report("has no states; at least one is needed");
            return;
        }

        foreach (var name in names)
        {
            CheckName(scope, name);
        }

        if (start is not null && !names.Contains(start))
        {
            scope.Report($"starts at \"{start}\", which does not exist{ClosestName.Hint(start, names)}; its states: {Quoted(names)}");
        }

        var targets = new Dictionary<string, string[]>();
        var hasEnd = false;
        foreach (var state in states.EnumerateObject())
        {
            var inner = scope.In(state.Name);
            if (state.Value.ValueKind != JsonValueKind.Object)
            {
                inner.Report($"is {Words.Of(state.Value)}; it must be an object");
                continue;
            }

            StateRules.Check(inner, state.Value);
            hasEnd |= IsEnd(state.Value);
            targets[state.Name] = [.. Targets(state.Value)];
            foreach (var target in targets[state.Name].Except(names))
            {
                inner.Report($"goes on to \"{target}\", which does not exist{ClosestName.Hint(target, names)}; states beside it: {Quoted(names)}");
            }
        }

        if (!hasEnd)
        {
            scope.Report("never ends; at least one state must be a Succeed or Fail state or have \"End\": true");
        }

        if (start is not null && names.Contains(start))
        {
            foreach (var name in names.Except(Reachable(start, targets)))
            {
                scope.In(name).Report("is never reached; let a state go on to it, or remove it");
            }
        }
    }

    private static void CheckName(Scope scope, string name)
    {
        if (name.Length is 0 or > LongestName)
        {
            scope.Report($"has a state with a name of {name.Length} characters, \"{name}\"; allowed: 1 to {LongestName}");
        }

        if (!scope.Names.Add(("state", name)))
        {
            scope.Report($"has two states named \"{name}\"; names must differ within the whole machine");
        }
    }

    private static bool IsEnd(JsonElement state) =>
        FieldRules.IsText(state, "Type", "Succeed") || FieldRules.IsText(state, "Type", "Fail")
        || (state.TryGetProperty("End", out var end) && end.ValueKind == JsonValueKind.True);

    private static IEnumerable<string> Targets(JsonElement state)
    {
        foreach (var field in new[] { "Next", "Default" })
        {
            if (state.TryGetProperty(field, out var target) && target.ValueKind == JsonValueKind.String)
            {
                yield return target.GetString()!;
            }
        }

        foreach (var field in new[] { "Choices", "Catch" })
        {
            if (!state.TryGetProperty(field, out var entries) || entries.ValueKind != JsonValueKind.Array)
            {
                continue;
            }

            foreach (var entry in entries.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object))
            {
                if (entry.TryGetProperty("Next", out var target) && target.ValueKind == JsonValueKind.String)
                {
                    yield return target.GetString()!;
                }
            }
        }
    }

    private static HashSet<string> Reachable(string start, Dictionary<string, string[]> targets)
    {
        var reached = new HashSet<string> { start };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var state))
        {
            foreach (var target in targets.GetValueOrDefault(state, []).Where(reached.Add))
            {
                open.Enqueue(target);
            }
        }

        return reached;
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
