using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Local.Services.Glue.Catalog;

/// <summary>A column.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Type">Its Hive type, such as <c>bigint</c> or <c>decimal(10,2)</c>.</param>
public sealed record GlueColumn(string Name, string Type);

/// <summary>A table of the Glue Data Catalog over objects in S3.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where its objects are.</param>
/// <param name="Columns">The columns in its objects.</param>
/// <param name="PartitionKeys">The columns in their keys.</param>
/// <param name="Serde">How its objects are read.</param>
/// <param name="Projection">How its partitions are named; null where they are not projected.</param>
public sealed record GlueTable(
    string Database,
    string Name,
    string Location,
    IReadOnlyList<GlueColumn> Columns,
    IReadOnlyList<GlueColumn> PartitionKeys,
    Serde Serde,
    PartitionProjection? Projection)
{
    /// <summary>The partitions that were registered; queries look at them where they are not projected.</summary>
    public ImmutableList<GluePartition> Partitions { get; init; } = [];

    /// <summary>The table as the API describes it ("Table structure").</summary>
    public JsonElement Definition { get; init; }
}

/// <summary>A partition of a table.</summary>
/// <param name="Values">The values of the partition keys, in their order.</param>
/// <param name="Location">Where its objects are.</param>
/// <param name="Definition">The partition as the API describes it ("Partition structure").</param>
public sealed record GluePartition(IReadOnlyList<string> Values, string Location, JsonElement Definition);

/// <summary>A database of the Glue Data Catalog.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Definition">The database as the API describes it ("Database structure").</param>
public sealed record GlueDatabase(string Name, JsonElement Definition)
{
    /// <summary>Its tables, by name.</summary>
    public ImmutableSortedDictionary<string, GlueTable> Tables { get; init; } = ImmutableSortedDictionary.Create<string, GlueTable>(StringComparer.Ordinal);

    /// <summary>The tables whose whole name matches; all where there is no expression.</summary>
    /// <param name="expression">A regular expression.</param>
    /// <exception cref="LocalException">It is none.</exception>
    public IEnumerable<GlueTable> TablesLike(string? expression)
    {
        try
        {
            return expression is null
                ? Tables.Values
                : [.. Tables.Values.Where(table => Regex.IsMatch(table.Name, $"^(?:{expression})$", RegexOptions.NonBacktracking))];
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            throw new LocalException($"Expression is no regular expression: {problem.Message}", problem);
        }
    }
}
