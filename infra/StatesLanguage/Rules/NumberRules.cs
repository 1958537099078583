using System.Text.Json;

namespace Fanout.Infra.StatesLanguage.Rules;

/// <summary>The ranges of numeric fields.</summary>
internal static class NumberRules
{
    /// <summary>The largest number of seconds, attempts and the like that the specification allows.</summary>
    public const double Largest = 99_999_999;

    /// <summary>Checks a whole number that cannot be an expression.</summary>
    public static void CheckConstant(
        Scope scope, JsonElement parent, string field, double minimum, double maximum, bool isWhole = true)
    {
        if (!parent.TryGetProperty(field, out var value))
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Number || !IsInRange(value, minimum, maximum, isWhole))
        {
            scope.Report($"has {Words.Of(value)} as its {field}; allowed: {Range(minimum, maximum, isWhole)}");
        }
    }

    /// <summary>Checks a number that can be an expression too.</summary>
    public static void Check(
        Scope scope, JsonElement parent, string field, double minimum, double maximum, bool isWhole = true)
    {
        if (parent.TryGetProperty(field, out var value)
            && value.ValueKind == JsonValueKind.String
            && ExpressionRules.IsExpression(value.GetString()!))
        {
            ExpressionRules.Check(scope, parent, field);
            return;
        }

        if (value.ValueKind != JsonValueKind.Undefined
            && (value.ValueKind != JsonValueKind.Number || !IsInRange(value, minimum, maximum, isWhole)))
        {
            scope.Report($"has {Words.Of(value)} as its {field}; allowed: {Range(minimum, maximum, isWhole)}, or an expression");
        }
    }

    private static bool IsInRange(JsonElement value, double minimum, double maximum, bool isWhole)
    {
        var number = value.GetDouble();
        return double.IsFinite(number) && number >= minimum && number <= maximum && (!isWhole || number == Math.Floor(number));
    }

    private static string Range(double minimum, double maximum, bool isWhole)
    {
        var kind = isWhole ? "a whole number" : "a number";
        return double.IsFinite(maximum) ? $"{kind} from {minimum:0} to {maximum:0}" : $"{kind}, at least {minimum:0}";
    }
}
