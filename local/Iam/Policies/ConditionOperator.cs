using System.Globalization;

namespace Fanout.Local.Iam.Policies;

/// <summary>A condition operator ("IAM JSON policy elements: Condition operators").</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNegated">Whether it holds where no value matches, and where the key is missing.</param>
/// <param name="IfExists">Whether it holds where the key is missing.</param>
/// <param name="TestsPresence">Whether it asks for the key and not for its value.</param>
/// <param name="Test">Makes the test of a value in a policy; null where the value is of another type.</param>
public sealed record ConditionOperator(
    string Name, bool IsNegated, bool IfExists, bool TestsPresence, Func<string, Func<string, bool>?> Test)
{
    private const string Suffix = "IfExists";
    private const int PartsOfArn = 6;

    private static readonly ConditionOperator[] All =
    [
        Of("StringEquals", Text),
        Of("StringNotEquals", Text, isNegated: true),
        Of("StringLike", TextPattern),
        Of("StringNotLike", TextPattern, isNegated: true),
        Of("ArnEquals", Arn),
        Of("ArnNotEquals", Arn, isNegated: true),
        Of("ArnLike", Arn),
        Of("ArnNotLike", Arn, isNegated: true),
        Of("Bool", Flag),
        Of("NumericLessThan", LessThan),
        new("Null", IsNegated: false, IfExists: false, TestsPresence: true, Flag),
    ];

    /// <summary>The operators, in words.</summary>
    public static string Supported { get; } = $"{string.Join(", ", All.Select(known => known.Name))}, each but Null also with {Suffix}";

    /// <summary>The operator of a name; null where it is not evaluated here.</summary>
    public static ConditionOperator? Find(string name)
    {
        if (All.FirstOrDefault(known => known.Name == name) is { } exact)
        {
            return exact;
        }
        var basic = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : "";
        return All.FirstOrDefault(known => known.Name == basic && !known.TestsPresence) is { } found
            ? found with { Name = name, IfExists = true }
            : null;
    }

    private static ConditionOperator Of(string name, Func<string, Func<string, bool>?> test, bool isNegated = false) =>
        new(name, isNegated, IfExists: false, TestsPresence: false, test);

    private static Func<string, bool> Text(string expected) => value => string.Equals(value, expected, StringComparison.Ordinal);

    private static Func<string, bool> TextPattern(string expected) => Pattern.OfText(expected).Matches;

    private static Func<string, bool>? Arn(string expected) =>
        expected == "*" || (expected.StartsWith("arn:", StringComparison.Ordinal) && expected.Split(':').Length >= PartsOfArn)
            ? (expected == "*" ? Pattern.OfText(expected) : Pattern.OfArn(expected)).Matches
            : null;

    private static Func<string, bool>? Flag(string expected) =>
        expected.ToLowerInvariant() is "true" or "false"
            ? value => string.Equals(value, expected, StringComparison.OrdinalIgnoreCase)
            : null;

    private static Func<string, bool>? LessThan(string expected) =>
        Number(expected) is { } limit ? value => Number(value) < limit : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
