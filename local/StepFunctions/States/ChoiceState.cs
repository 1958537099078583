using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Goes where the first rule that holds leads ("Choice workflow state").</summary>
internal sealed class ChoiceState(string name, IReadOnlyList<ChoiceState.Rule> rules, Exit? otherwise) : State(name, "Choice")
{
    /// <summary>A rule: its condition, under its own field name, and the way out where it holds.</summary>
    internal sealed record Rule(Fields Condition, string Field, Exit Exit);

    public static ChoiceState Read(FieldReader reader)
    {
        var rules = reader.Items("Choices").Select(item => new Rule(
            Fields.Read(item.Fields, item.Place, "Condition"),
            item.Place + "Condition",
            Exit.Read(item.Fields, item.Fields.Text("Next"), item.Place))).ToArray();
        return new(reader.Name, rules, reader.Text("Default") is { } next ? Exit.Read(reader, next) : null);
    }

    public override async Task<Completion> EvaluateAsync(Visit visit)
    {
        foreach (var rule in rules)
        {
            if ((await rule.Condition.EvaluateAsync(visit)).Boolean(rule.Field))
            {
                return await rule.Exit.LeaveAsync(visit, visit.Input);
            }
        }
        return otherwise is not null
            ? await otherwise.LeaveAsync(visit, visit.Input)
            : throw visit.RuntimeError("Failed to transition out of the state. The state does not point to a next state.");
    }
}
