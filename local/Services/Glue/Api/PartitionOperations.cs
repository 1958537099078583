using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>The partitions of tables, one by one and in batches.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="time">The clock.</param>
internal sealed class PartitionOperations(GlueCatalog catalog, TimeProvider time)
{
    private const int LargestPage = 1000;
    private const int MostCreated = 100;
    private const int MostDeleted = 25;
    private const int MostRead = 1000;

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("BatchCreatePartition", JsonOperations.Of(arguments => Errors(
            arguments, Batch(arguments, "PartitionInputList", MostCreated), input => input.Texts("Values"), input => Create(arguments, input)))),
        new("BatchDeletePartition", JsonOperations.Of(arguments => Errors(
            arguments, Batch(arguments, "PartitionsToDelete", MostDeleted), key => key.Texts("Values"), key => Delete(arguments, key.Texts("Values"))))),
        new("BatchGetPartition", JsonOperations.Of(BatchGet)),
        new("CreatePartition", JsonOperations.Of(arguments => Create(arguments, arguments.Object("PartitionInput")))),
        new("DeletePartition", JsonOperations.Of(arguments => Delete(arguments, arguments.Texts("PartitionValues")))),
        new("GetPartition", JsonOperations.Of(arguments =>
            new JsonObject { ["Partition"] = Describe(Find(Table(arguments), arguments.Texts("PartitionValues"))) })),
        new("GetPartitions", JsonOperations.Of(List)),
        new("UpdatePartition", JsonOperations.Of(Update)),
    ];

    private static JsonObject Describe(GluePartition partition) => JsonObject.Create(partition.Definition)!;

    private static IReadOnlyList<ApiArguments> Batch(ApiArguments arguments, string name, int most)
    {
        var items = arguments.Objects(name);
        return items.Count <= most ? items : throw new LocalException($"{name} has {items.Count} items; at most {most} are allowed.");
    }

    private static GluePartition? Search(GlueTable table, IReadOnlyList<string> values) =>
        table.Partitions.Find(partition => partition.Values.SequenceEqual(values));

    private static GluePartition Find(GlueTable table, IReadOnlyList<string> values) =>
        Search(table, values) ?? throw new GlueException("EntityNotFoundException", "Cannot find partition.");

    private GlueTable Table(ApiArguments arguments) => catalog.Table(arguments.Text("DatabaseName"), arguments.Text("TableName"));

    private void Change(ApiArguments arguments, Func<GlueTable, ImmutableList<GluePartition>> change) => catalog.ChangeTable(
        arguments.Text("DatabaseName"), arguments.Text("TableName"), table => table with { Partitions = change(table) });

    private void Create(ApiArguments arguments, ApiArguments input) => Change(arguments, table =>
    {
        var partition = Read(table, input, earlier: null);
        return Search(table, partition.Values) is null
            ? table.Partitions.Add(partition)
            : throw new GlueException("AlreadyExistsException", "Partition already exists.");
    });

    private void Update(ApiArguments arguments) => Change(arguments, table =>
    {
        var earlier = Find(table, arguments.Texts("PartitionValueList"));
        var partition = Read(table, arguments.Object("PartitionInput"), earlier);
        var others = table.Partitions.Remove(earlier);
        return others.Exists(other => other.Values.SequenceEqual(partition.Values))
            ? throw new GlueException("AlreadyExistsException", "Partition already exists.")
            : others.Add(partition);
    });

    private void Delete(ApiArguments arguments, IReadOnlyList<string> values) =>
        Change(arguments, table => table.Partitions.Remove(Find(table, values)));

    private JsonObject List(ApiArguments arguments)
    {
        if (arguments.OptionalText("Expression") is { Length: > 0 })
        {
            throw new LocalException("Expression is not supported by the local cloud; leave it out, and choose from all partitions.");
        }

        return ApiPage.Of("Partitions", Table(arguments).Partitions, arguments, LargestPage, Describe);
    }

    private JsonObject BatchGet(ApiArguments arguments)
    {
        var table = Table(arguments);
        var found = Batch(arguments, "PartitionsToGet", MostRead).Select(key => Search(table, key.Texts("Values"))).OfType<GluePartition>();
        return new JsonObject { ["Partitions"] = new JsonArray([.. found.Select(Describe)]), ["UnprocessedKeys"] = new JsonArray() };
    }

    private JsonObject Errors(ApiArguments arguments, IReadOnlyList<ApiArguments> items, Func<ApiArguments, IEnumerable<string>> values, Action<ApiArguments> act)
    {
        // Without its table there is no batch.
        Table(arguments);
        var errors = new JsonArray();
        foreach (var item in items)
        {
            try
            {
                act(item);
            }
            catch (ServiceException refusal)
            {
                errors.Add(new JsonObject
                {
                    ["PartitionValues"] = new JsonArray([.. values(item)]),
                    ["ErrorDetail"] = new JsonObject { ["ErrorCode"] = refusal.Code, ["ErrorMessage"] = refusal.Message },
                });
            }
        }

        return new JsonObject { ["Errors"] = errors };
    }

    private GluePartition Read(GlueTable table, ApiArguments input, GluePartition? earlier)
    {
        var definition = input.Copy();
        definition["DatabaseName"] = table.Database;
        definition["TableName"] = table.Name;
        definition["CatalogId"] = AwsAccount.Id;
        definition["CreationTime"] = earlier is null
            ? ApiTime.Of(time.GetUtcNow())
            : JsonNode.Parse(earlier.Definition.GetProperty("CreationTime").GetRawText());
        return GlueTableReader.ReadPartition(table, input) with { Definition = JsonSerializer.SerializeToElement(definition) };
    }
}
