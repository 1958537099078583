using System.Text;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.Services.Glue.Catalog;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>An object that a query reads.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its key.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Partition">The values of the partition keys.</param>
internal sealed record TableObject(string Bucket, string Key, long Size, IReadOnlyList<string> Partition);

/// <summary>
/// Finds the objects of a table that a query needs. A partition is left out only where its values cannot meet what the
/// query asks; one listing finds the objects of all others.
/// </summary>
internal static partial class TableObjects
{
    /// <summary>Lists the objects.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="table">The table.</param>
    /// <param name="references">Where the query names it; an object is needed by any of them.</param>
    /// <param name="now">The time of the query.</param>
    /// <param name="roleArn">The role to call with.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <exception cref="QueryFailedException">A query must say which values of an injected column it wants.</exception>
    public static async Task<List<TableObject>> ListAsync(
        IObjectStore store, GlueTable table, IReadOnlyList<TableReference> references, DateTimeOffset now, string roleArn,
        CancellationToken cancellation)
    {
        var found = new List<TableObject>();
        if (table is { PartitionKeys.Count: > 0, Projection: null })
        {
            foreach (var partition in table.Partitions.Where(partition => references.Any(reference => MayHold(reference, table, partition.Values))))
            {
                await AddAsync(S3Location.Parse(partition.Location)!, partition.Values);
            }

            return found;
        }

        CheckInjected(table, references);
        var location = S3Location.Parse(table.Projection?.Template ?? table.Location)!;
        var (prefix, pattern) = table.Projection is null
            ? (location.Prefix, null)
            : Compile(location.Prefix, table, references);
        await foreach (var item in store.ListAsync(location.Bucket, prefix, startAfter: null, roleArn, cancellation))
        {
            if (IsData(item) && PartitionOf(item.Key, table, pattern, now) is { } partition && references.Any(reference => MayHold(reference, table, partition)))
            {
                found.Add(new TableObject(location.Bucket, item.Key, item.Size, partition));
            }
        }
        return found;

        async Task AddAsync(S3Location place, IReadOnlyList<string> values)
        {
            await foreach (var item in store.ListAsync(place.Bucket, place.Prefix, startAfter: null, roleArn, cancellation))
            {
                if (IsData(item))
                {
                    found.Add(new TableObject(place.Bucket, item.Key, item.Size, values));
                }
            }
        }
    }

    // "Athena treats files that begin with an underscore or a dot as hidden"; a folder's marker is empty.
    private static bool IsData(ListedObject item) =>
        item.Size > 0 && item.Key[(item.Key.LastIndexOf('/') + 1)..] is { Length: > 0 } name && name[0] is not ('_' or '.');

    private static string[]? PartitionOf(string key, GlueTable table, Regex? pattern, DateTimeOffset now)
    {
        if (pattern is null)
        {
            return [];
        }
        var match = pattern.Match(key);
        if (!match.Success)
        {
            return null;
        }
        var values = table.PartitionKeys.Select((_, index) => match.Groups[$"c{index}"].Value).ToArray();
        return table.Projection!.Columns.Zip(values).All(pair => pair.First.Contains(pair.Second, now)) ? values : null;
    }

    private static bool MayHold(TableReference reference, GlueTable table, IReadOnlyList<string> partition) =>
        reference.Filters.All(filter => table.PartitionKeys
            .Select((key, index) => (key, value: partition[index]))
            .All(column => column.key.Name != filter.Column || filter.MayHold(column.value, column.key.Type)));

    private static void CheckInjected(GlueTable table, IReadOnlyList<TableReference> references)
    {
        var injected = table.PartitionKeys
            .Where((key, index) => table.Projection!.Columns[index].NeedsValues)
            .FirstOrDefault(key => references.Any(reference =>
                !reference.Filters.Any(filter => filter.Column == key.Name && filter.Wanted is not null)));
        if (injected is not null)
        {
            throw new QueryFailedException(
                "CONSTRAINT_VIOLATION",
                $"For the injected projected partition column {injected.Name}, the WHERE clause must contain only static "
                    + "equality conditions, and at least one such condition must be present.");
        }
    }

    /// <summary>What all needed keys begin with, and how a key tells the values of its partition.</summary>
    private static (string Prefix, Regex Pattern) Compile(string template, GlueTable table, IReadOnlyList<TableReference> references)
    {
        var prefix = new StringBuilder();
        var pattern = new StringBuilder("^");
        var isFixed = true;
        var seen = new HashSet<int>();
        var at = 0;
        foreach (Match placeholder in Placeholder().Matches(template))
        {
            var text = template[at..placeholder.Index];
            var column = placeholder.Groups["name"].Value.ToLowerInvariant();
            var index = table.PartitionKeys.Select(key => key.Name).ToList().IndexOf(column);
            if (index < 0)
            {
                throw new QueryFailedException(
                    "INVALID_TABLE_PROPERTY", $"storage.location.template of {table.Database}.{table.Name} names ${{{column}}}, which is no partition key");
            }
            prefix.Append(isFixed ? text : "");
            var value = isFixed ? OnlyValue(column, table.PartitionKeys[index].Type, references) : null;
            prefix.Append(value);
            isFixed &= value is not null;
            pattern.Append(Regex.Escape(text)).Append(seen.Add(index) ? $"(?<c{index}>{table.Projection!.Columns[index].Pattern})" : $"\\k<c{index}>");
            at = placeholder.Index + placeholder.Length;
        }
        prefix.Append(isFixed ? template[at..] : "");
        pattern.Append(Regex.Escape(template[at..]));
        return (prefix.ToString(), new Regex(pattern.ToString(), RegexOptions.CultureInvariant));
    }

    private static string? OnlyValue(string column, string type, IReadOnlyList<TableReference> references)
    {
        // The value of an integer may be written in several ways, as 1 and 01.
        if (type != "string")
        {
            return null;
        }
        var values = references
            .Select(reference => reference.Filters
                .FirstOrDefault(filter => filter is { Operator: "=" } && filter.Column == column && !filter.Values[0].IsNumber)?.Values[0].Text)
            .Distinct()
            .ToArray();
        return values.Length == 1 ? values[0] : null;
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    private static partial Regex Placeholder();
}
