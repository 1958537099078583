using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Fanout.Infra.StatesLanguage.Rules.ExpressionRules;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>The fields of each type of state.</summary>
internal static partial class StateRules
{
    /// <summary>Checks one state and all within it.</summary>
    public static void Check(Scope scope, JsonElement state)
    {
        if (!LanguageRules.CheckState(scope, state))
        {
            return;
        }

        if (!state.TryGetProperty("Type", out _))
        {
            scope.Report($"lacks the field Type; allowed: {string.Join(", ", FieldRules.States.Keys)}");
            return;
        }

        if (FieldRules.OneOf(scope, state, "Type", [.. FieldRules.States.Keys]) is not { } type
            || !FieldRules.States.TryGetValue(type, out var fields))
        {
            return;
        }

        if (type == "Map" && state.TryGetProperty("Iterator", out _))
        {
            scope.Report("has the field Iterator, which is deprecated; use ItemProcessor");
            return;
        }

        FieldRules.Check(scope, $"a {type} state", state, fields);
        CheckTransition(scope, type, state);
        RetryRules.Check(scope, state);
        var available = type is "Task" or "Parallel" or "Map" ? Available.Result : Available.Input;
        ExpressionRules.Check(scope, state, "Output", available);
        CheckAssign(scope, state, available);
        ExpressionRules.Check(scope, state, "Arguments");
        switch (type)
        {
            case "Task":
                CheckTask(scope, state);
                break;
            case "Choice":
                CheckChoice(scope, state);
                break;
            case "Wait":
                CheckWait(scope, state);
                break;
            case "Fail":
                CheckFail(scope, state);
                break;
            case "Parallel":
                CheckParallel(scope, state);
                break;
            case "Map":
                MapRules.Check(scope, state);
                break;
        }
    }

    private static void CheckTransition(Scope scope, string type, JsonElement state)
    {
        if (type is "Choice" or "Succeed" or "Fail")
        {
            return;
        }

        FieldRules.Text(scope, state, "Next");
        var hasNext = state.TryGetProperty("Next", out _);
        var hasEnd = state.TryGetProperty("End", out var end);
        if (hasEnd && end.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            scope.Report($"has {Words.Of(end)} as its End; allowed: true, false");
        }

        if (hasNext == (end.ValueKind == JsonValueKind.True))
        {
            scope.Report(hasNext ? "has both Next and End; it needs exactly one of them" : "has neither Next nor End; it needs exactly one of them");
        }
    }

    private static void CheckTask(Scope scope, JsonElement state)
    {
        ExpressionRules.Check(scope, state, "Credentials");
        if (state.TryGetProperty("Credentials", out var credentials)
            && !(credentials.ValueKind == JsonValueKind.Object
                && credentials.TryGetProperty("RoleArn", out var role) && role.ValueKind == JsonValueKind.String))
        {
            scope.Report($"has {Words.Of(credentials)} as its Credentials; it must be an object with a RoleArn");
        }

        NumberRules.Check(scope, state, "TimeoutSeconds", 1, NumberRules.Largest);
        NumberRules.Check(scope, state, "HeartbeatSeconds", 1, NumberRules.Largest);
        if (state.TryGetProperty("TimeoutSeconds", out var timeout) && timeout.ValueKind == JsonValueKind.Number
            && state.TryGetProperty("HeartbeatSeconds", out var heartbeat) && heartbeat.ValueKind == JsonValueKind.Number
            && heartbeat.GetDouble() >= timeout.GetDouble())
        {
            scope.Report("has a HeartbeatSeconds that is not smaller than its TimeoutSeconds");
        }

        if (FieldRules.Text(scope, state, "Resource") is not { } resource)
        {
            return;
        }

        if (!resource.StartsWith("arn:", StringComparison.Ordinal))
        {
            scope.Report($"has \"{resource}\" as its Resource; it must be an ARN, and no expression");
        }

        if (scope.IsExpress && MustWait().IsMatch(resource))
        {
            scope.Report($"calls {resource}; an Express execution cannot wait for a job, a callback or an activity");
        }
    }

    private static void CheckChoice(Scope scope, JsonElement state)
    {
        FieldRules.Text(scope, state, "Default");
        foreach (var (index, choice) in FieldRules.Array(scope, state, "Choices").Index())
        {
            if (choice.ValueKind != JsonValueKind.Object)
            {
                scope.Report($"has {Words.Of(choice)} among its Choices; each must be an object");
                continue;
            }

            FieldRules.Check(scope, "a choice", choice, FieldRules.ChoiceRule);
            FieldRules.Text(scope, choice, "Next");
            var place = $"Choices[{index}]/";
            ExpressionRules.Check(scope, choice, "Condition", place: place);
            ExpressionRules.Check(scope, choice, "Output", place: place);
            CheckAssign(scope, choice, place: place);
            if (choice.TryGetProperty("Condition", out var condition)
                && condition.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
                && !(condition.ValueKind == JsonValueKind.String && IsExpression(condition.GetString()!)))
            {
                scope.Report($"has {Words.Of(condition)} as a Condition; allowed: an expression, true, false");
            }
        }
    }

    private static void CheckWait(Scope scope, JsonElement state)
    {
        if (state.TryGetProperty("Seconds", out _) == state.TryGetProperty("Timestamp", out _))
        {
            scope.Report("needs exactly one of Seconds and Timestamp");
        }

        NumberRules.Check(scope, state, "Seconds", 0, NumberRules.Largest);
        ExpressionRules.Check(scope, state, "Timestamp");
        if (FieldRules.Text(scope, state, "Timestamp") is { } timestamp
            && !timestamp.Contains("{%", StringComparison.Ordinal)
            && !(Rfc3339().IsMatch(timestamp) && DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, out _)))
        {
            scope.Report($"has \"{timestamp}\" as its Timestamp; allowed: a time such as 2026-01-31T12:00:00Z, or an expression");
        }
    }

    private static void CheckFail(Scope scope, JsonElement state)
    {
        foreach (var field in new[] { "Error", "Cause" })
        {
            FieldRules.Text(scope, state, field);
            ExpressionRules.Check(scope, state, field);
        }
    }

    private static void CheckParallel(Scope scope, JsonElement state)
    {
        foreach (var branch in FieldRules.Array(scope, state, "Branches"))
        {
            if (branch.ValueKind != JsonValueKind.Object)
            {
                scope.Report($"has {Words.Of(branch)} among its Branches; each must be an object");
                continue;
            }

            FieldRules.Check(scope, "a branch", branch, FieldRules.Branch);
            GroupRules.Check(scope, branch);
        }
    }

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"\.sync(:2)?\z|\.waitForTaskToken\z|\Aarn:[^:]*:states:[^:]*:[^:]*:activity:")]
    private static partial Regex MustWait();
}
