namespace Fanout.Local.Checks;

/// <summary>Where a resource breaks a rule.</summary>
/// <param name="Type">The resource's type token.</param>
/// <param name="Name">The resource's name in the program.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Found">What is there.</param>
/// <param name="Allowed">What may be there.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Finding(string Type, string Name, string Rule, string Found, string Allowed, string Remedy)
{
    /// <summary>The finding as a sentence.</summary>
    public override string ToString() => $"{Type} {Name} breaks {Rule}: {Found}; allowed: {Allowed}; {Remedy}.";
}
