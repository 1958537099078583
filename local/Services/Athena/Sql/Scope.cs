using System.Collections.Immutable;

namespace Fanout.Local.Services.Athena.Sql;

/// <summary>A column that an expression can name.</summary>
/// <param name="Relation">What it is a column of, in lower case; null where that has no name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsHidden">Whether * leaves it out.</param>
/// <param name="NeedsRelation">Whether it is meant only where its relation is named, as a join by USING has merged it.</param>
internal sealed record Field(string? Relation, string Name, TrinoType Type, bool IsHidden = false, bool NeedsRelation = false)
{
    /// <summary>Whether a name means it: in any case.</summary>
    public bool IsNamed(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the expressions of a query see.</summary>
/// <param name="Fields">The columns of what it selects from.</param>
/// <param name="Outer">What the query sees that it stands in.</param>
/// <param name="Tables">The columns of its common table expressions, by their names in lower case.</param>
/// <param name="HasUsing">Whether a join by USING is in FROM.</param>
internal sealed record Scope(
    ImmutableList<Field> Fields, Scope? Outer, ImmutableDictionary<string, ImmutableList<Field>> Tables, bool HasUsing = false)
{
    public static Scope Empty { get; } = new([], null, ImmutableDictionary<string, ImmutableList<Field>>.Empty);

    /// <summary>How many queries it stands in.</summary>
    public int Depth => Outer is null ? 0 : Outer.Depth + 1;

    /// <summary>The columns that a name may mean; those of the innermost query that has any.</summary>
    public IReadOnlyList<Field> Find(string? relation, string name)
    {
        var found = Fields.FindAll(field =>
            field.IsNamed(name)
            && (relation is null ? !field.NeedsRelation : relation.Equals(field.Relation, StringComparison.OrdinalIgnoreCase)));
        return found.Count > 0 || Outer is null ? found : Outer.Find(relation, name);
    }
}
