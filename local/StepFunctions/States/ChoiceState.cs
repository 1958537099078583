using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Goes where the first rule that holds leads ("Choice workflow state").</summary>
internal sealed class ChoiceState(string name, IReadOnlyList<ChoiceState.Rule> rules, Exit? otherwise) : State(name, "Choice")
{
    /// <summary>A rule: its condition, under its own field name, and the way out where it holds.</summary>
    internal sealed record Rule(Fields Condition, string Field, Exit Exit);

    public static ChoiceState Read(StateReader reader)
    {
        var rules = reader.Items("Choices", required: true).Select(item =>
        {
            var fields = reader.Inside(item.Place, item.Value);
            var next = fields.Text("Next", required: true) is { } name ? reader.Target(name) : null;
            var prefix = item.Place + "/";
            var rule = new Rule(Fields.Read(fields, prefix, "Condition"), prefix + "Condition", Exit.Read(fields, next, prefix));
            if (!rule.Condition.Has(rule.Field))
            {
                fields.Problem("the field 'Condition' is missing.");
            }
            fields.Ignore("Comment");
            fields.RefuseOthers();
            return rule;
        }).ToArray();
        if (rules.Length == 0)
        {
            reader.Problem("it must have at least one rule in Choices.");
        }
        var otherwise = reader.Text("Default") is { } target ? reader.Target(target) : null;
        var exit = Exit.Read(reader, otherwise);
        return new(reader.Name, rules, otherwise is null ? null : exit);
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
            : throw visit.NoChoiceMatched();
    }
}
