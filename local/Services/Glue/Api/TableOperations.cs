using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>The tables of the catalog; one that no query could read is refused.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="time">The clock.</param>
internal sealed class TableOperations(GlueCatalog catalog, TimeProvider time)
{
    private const int LargestPage = 100;
    private const int MostOfBatch = 100;

    private static readonly string[] Unsupported = ["OpenTableFormatInput", "PartitionIndexes"];
    private static readonly string[] UnsupportedOfTable = ["TargetTable", "ViewDefinition"];

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("BatchDeleteTable", JsonOperations.Of(BatchDelete)),
        new("CreateTable", JsonOperations.Of(arguments => catalog.CreateTable(Read(arguments, earlier: null)))),
        new("DeleteTable", JsonOperations.Of(arguments => catalog.DeleteTable(arguments.Text("DatabaseName"), arguments.Text("Name")))),
        new("GetPartitionIndexes", JsonOperations.Of(arguments =>
        {
            catalog.Table(arguments.Text("DatabaseName"), arguments.Text("TableName"));
            return new JsonObject { ["PartitionIndexDescriptorList"] = new JsonArray() };
        })),
        new("GetTable", JsonOperations.Of(arguments =>
            new JsonObject { ["Table"] = Describe(catalog.Table(arguments.Text("DatabaseName"), arguments.Text("Name"))) })),
        new("GetTables", JsonOperations.Of(arguments => ApiPage.Of(
            "TableList", catalog.Database(arguments.Text("DatabaseName")).TablesLike(arguments.OptionalText("Expression")), arguments, LargestPage, Describe))),
        new("UpdateTable", JsonOperations.Of(arguments => catalog.ChangeTable(
            arguments.Text("DatabaseName"), arguments.Object("TableInput").Text("Name"), table => Read(arguments, table)))),
    ];

    private static JsonObject Describe(GlueTable table) => JsonObject.Create(table.Definition)!;

    private JsonObject BatchDelete(ApiArguments arguments)
    {
        var names = arguments.Texts("TablesToDelete");
        if (names.Count > MostOfBatch)
        {
            throw new LocalException($"TablesToDelete has {names.Count} items; at most {MostOfBatch} are allowed.");
        }

        var errors = new JsonArray();
        foreach (var name in names)
        {
            try
            {
                catalog.DeleteTable(arguments.Text("DatabaseName"), name);
            }
            catch (ServiceException refusal)
            {
                errors.Add(new JsonObject
                {
                    ["TableName"] = name,
                    ["ErrorDetail"] = new JsonObject { ["ErrorCode"] = refusal.Code, ["ErrorMessage"] = refusal.Message },
                });
            }
        }

        return new JsonObject { ["Errors"] = errors };
    }

    private GlueTable Read(ApiArguments arguments, GlueTable? earlier)
    {
        var input = arguments.Object("TableInput");
        GlueNames.Refuse(arguments.Copy(), Unsupported);
        input.Text("Name", GlueNames.Pattern);
        input.OptionalText("Description", GlueNames.LongestDescription);
        var table = GlueTableReader.Read(arguments.Text("DatabaseName"), input);
        var now = ApiTime.Of(time.GetUtcNow());
        var definition = input.Copy();
        GlueNames.Refuse(definition, UnsupportedOfTable);
        definition["Name"] = table.Name;
        definition["DatabaseName"] = table.Database;
        definition["CatalogId"] = AwsAccount.Id;
        definition["CreatedBy"] = AwsAccount.Root;
        definition["CreateTime"] = earlier is null ? now.DeepClone() : JsonNode.Parse(earlier.Definition.GetProperty("CreateTime").GetRawText());
        definition["UpdateTime"] = now;
        definition["IsRegisteredWithLakeFormation"] = false;
        definition["VersionId"] = earlier is null
            ? "0"
            : $"{int.Parse(new ApiArguments(earlier.Definition).Text("VersionId"), System.Globalization.CultureInfo.InvariantCulture) + 1}";
        definition.TryAdd("Retention", 0);
        return table with { Definition = JsonSerializer.SerializeToElement(definition), Partitions = earlier?.Partitions ?? [] };
    }
}
