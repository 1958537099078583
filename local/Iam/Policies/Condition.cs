using System.Collections.Immutable;

namespace Fanout.Local.Iam.Policies;

/// <summary>One key of a condition block ("IAM JSON policy elements: Condition").</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Key">The condition key.</param>
/// <param name="Tests">A test for each value in the policy, of which one must hold.</param>
public sealed record Condition(ConditionOperator Operator, string Key, ImmutableArray<Func<string, bool>> Tests)
{
    /// <summary>Whether a request meets it.</summary>
    /// <param name="context">The request's condition keys, in any case.</param>
    public bool Holds(IReadOnlyDictionary<string, string> context) => (context.GetValueOrDefault(Key), Operator) switch
    {
        (var value, { TestsPresence: true }) => Tests.Any(test => test(value is null ? "true" : "false")),
        (null, var asked) => asked.IsNegated || asked.IfExists,
        (var value, var asked) => Tests.Any(test => test(value)) != asked.IsNegated,
    };
}
