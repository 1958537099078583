using System.Collections.Immutable;

namespace Fanout.Local.Iam.Policies;

/// <summary>What a statement says of actions or resources: any of some, or with NotAction and NotResource any other.</summary>
/// <param name="Patterns">The patterns.</param>
/// <param name="IsNegated">Whether what matches none of them is meant.</param>
public sealed record PatternElement(ImmutableArray<Pattern> Patterns, bool IsNegated)
{
    /// <summary>The pattern by which a text is meant; null where it is not.</summary>
    public string? Match(string text)
    {
        var matching = Patterns.FirstOrDefault(pattern => pattern.Matches(text));
        return !IsNegated ? matching?.Text : matching is null ? Negation : null;
    }

    /// <summary>The texts of which <see cref="Match"/> gives one.</summary>
    public IEnumerable<string> Texts => IsNegated ? [Negation] : Patterns.Select(pattern => pattern.Text);

    private string Negation => $"all but {string.Join(", ", Patterns)}";
}
