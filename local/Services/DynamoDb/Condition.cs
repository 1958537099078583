namespace Fanout.Local.Services.DynamoDb;

/// <summary>What a condition is, as far as it matters for where it may stand.</summary>
internal enum ConditionKind
{
    /// <summary>An attribute equals a value.</summary>
    Equality,

    /// <summary>An attribute is within what a Query can read at once of a sort key.</summary>
    Range,

    /// <summary>Another condition without AND, OR and NOT.</summary>
    Predicate,

    /// <summary>A condition that begins with NOT.</summary>
    Negation,

    /// <summary>Conditions of which one suffices.</summary>
    Alternatives,
}

/// <summary>A condition as an expression of DynamoDB's API ("Condition and filter expressions").</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The expression, with placeholders for names and values.</param>
/// <param name="Attributes">The attributes that it is about.</param>
internal sealed record Condition(ConditionKind Kind, string Text, IReadOnlyList<string> Attributes)
{
    /// <summary>The expression of conditions that all must hold.</summary>
    public static string All(IReadOnlyList<Condition> conditions) => string.Join(" AND ", conditions.Select(condition =>
        condition.Kind == ConditionKind.Alternatives && conditions.Count > 1 ? $"({condition.Text})" : condition.Text));

    /// <summary>Of several lists of conditions, all of one must hold.</summary>
    public static Condition Any(IReadOnlyList<IReadOnlyList<Condition>> alternatives) => new(
        ConditionKind.Alternatives,
        string.Join(" OR ", alternatives.Select(All)),
        [.. alternatives.SelectMany(AttributesOf)]);

    /// <summary>Not all of some conditions hold.</summary>
    public static Condition Not(IReadOnlyList<Condition> conditions) => new(
        ConditionKind.Negation,
        conditions is [{ Kind: < ConditionKind.Negation } single] ? $"NOT {single.Text}" : $"NOT ({All(conditions)})",
        [.. AttributesOf(conditions)]);

    private static IEnumerable<string> AttributesOf(IReadOnlyList<Condition> conditions) =>
        conditions.SelectMany(condition => condition.Attributes);
}
