using System.Text.Json;
using static Fanout.Infra.StatesLanguage.Rules.ExpressionRules;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>Retriers and catchers ("Amazon States Language": Errors).</summary>
internal static class RetryRules
{
    // "MaxDelaySeconds must be greater than 0 and less than 31622400", "Handling errors in Step Functions workflows".
    private const double LongestDelay = 31_622_399;

    /// <summary>Checks a state's Retry and Catch.</summary>
    public static void Check(Scope scope, JsonElement state)
    {
        foreach (var (_, retrier) in Entries(scope, state, "Retry", "a retrier", FieldRules.Retrier))
        {
            NumberRules.CheckConstant(scope, retrier, "IntervalSeconds", 1, NumberRules.Largest);
            NumberRules.CheckConstant(scope, retrier, "MaxAttempts", 0, NumberRules.Largest);
            NumberRules.CheckConstant(scope, retrier, "BackoffRate", 1, double.PositiveInfinity, isWhole: false);
            NumberRules.CheckConstant(scope, retrier, "MaxDelaySeconds", 1, LongestDelay);
            FieldRules.OneOf(scope, retrier, "JitterStrategy", "FULL", "NONE");
        }

        foreach (var (place, catcher) in Entries(scope, state, "Catch", "a catcher", FieldRules.Catcher))
        {
            FieldRules.Text(scope, catcher, "Next");
            ExpressionRules.Check(scope, catcher, "Output", Available.ErrorOutput, place);
            CheckAssign(scope, catcher, Available.ErrorOutput, place);
        }
    }

    private static List<(string Place, JsonElement Entry)> Entries(Scope scope, JsonElement state, string field, string kind, string fields)
    {
        var entries = new List<(string, JsonElement)>();
        if (!state.TryGetProperty("Type", out var type) || !FieldRules.States[type.GetString()!].Contains(field, StringComparison.Ordinal)
            || !state.TryGetProperty(field, out var array))
        {
            return entries;
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            scope.Report($"has {Words.Of(array)} as its {field}; it must be an array");
            return entries;
        }

        foreach (var (index, entry) in array.EnumerateArray().Index())
        {
            if (entry.ValueKind != JsonValueKind.Object)
            {
                scope.Report($"has {Words.Of(entry)} in its {field}; each entry must be an object");
                continue;
            }

            FieldRules.Check(scope, kind, entry, fields);
            CheckErrors(scope, field, entry, isLast: index == array.GetArrayLength() - 1);
            entries.Add(($"{field}[{index}]/", entry));
        }

        return entries;
    }

    private static void CheckErrors(Scope scope, string field, JsonElement entry, bool isLast)
    {
        var errors = FieldRules.Array(scope, entry, "ErrorEquals").ToArray();
        if (errors.Any(error => error.ValueKind != JsonValueKind.String))
        {
            scope.Report($"has an ErrorEquals in its {field} that holds more than texts");
            return;
        }

        if (errors.Any(error => error.ValueEquals(ErrorName.All)) && !(errors.Length == 1 && isLast))
        {
            scope.Report($"has {ErrorName.All} in its {field}; it must stand alone, in the last entry");
        }
    }
}
