using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Api;

/// <summary>The Glue Data Catalog as Athena shows it.</summary>
/// <param name="catalog">The databases and tables.</param>
internal sealed class CatalogOperations(GlueCatalog catalog)
{
    private const string Name = "AwsDataCatalog";
    private const int LargestPage = 50;

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("GetDataCatalog", Operation(arguments =>
        {
            Check(arguments.Text("Name"));
            return new JsonObject { ["DataCatalog"] = new JsonObject { ["Name"] = Name, ["Type"] = "GLUE", ["Parameters"] = new JsonObject() } };
        })),
        new("GetDatabase", Operation(arguments => new JsonObject { ["Database"] = Describe(Database(arguments)) })),
        new("GetTableMetadata", Operation(arguments => new JsonObject { ["TableMetadata"] = Describe(Table(arguments)) })),
        new("ListDataCatalogs", Operation(arguments => ApiPage.Of(
            "DataCatalogsSummary", [Name], arguments, LargestPage, name => new JsonObject { ["CatalogName"] = name, ["Type"] = "GLUE" }))),
        new("ListDatabases", Operation(arguments =>
        {
            Check(arguments.Text("CatalogName"));
            return ApiPage.Of("DatabaseList", catalog.Databases, arguments, LargestPage, Describe);
        })),
        new("ListTableMetadata", Operation(arguments => ApiPage.Of(
            "TableMetadataList", Database(arguments).TablesLike(arguments.OptionalText("Expression", 256)), arguments, LargestPage, Describe))),
    ];

    /// <summary>Checks the catalog that a request names; there is one.</summary>
    /// <exception cref="LocalException">It names another.</exception>
    public static void Check(string? name)
    {
        if (name is not null && !name.Equals(Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new LocalException($"DataCatalog {name} was not found; the local cloud has {Name}.");
        }
    }

    private static JsonOperation Operation(Func<ApiArguments, JsonObject> answer) => (call, _) =>
    {
        try
        {
            return Task.FromResult(answer(new ApiArguments(call.Json)));
        }
        catch (ServiceException refusal) when (refusal.Code == "EntityNotFoundException")
        {
            throw new ServiceException("MetadataException", refusal.Message);
        }
    };

    private GlueDatabase Database(ApiArguments arguments)
    {
        Check(arguments.Text("CatalogName"));
        return catalog.Database(arguments.Text("DatabaseName"));
    }

    private GlueTable Table(ApiArguments arguments)
    {
        Check(arguments.Text("CatalogName"));
        return catalog.Table(arguments.Text("DatabaseName"), arguments.Text("TableName"));
    }

    private static JsonObject Describe(GlueDatabase database)
    {
        var definition = new ApiArguments(database.Definition);
        var description = new JsonObject { ["Name"] = database.Name, ["Parameters"] = Texts(definition.Map("Parameters")) };
        if (definition.OptionalText("Description") is { } text)
        {
            description["Description"] = text;
        }

        return description;
    }

    private static JsonObject Describe(GlueTable table)
    {
        var definition = new ApiArguments(table.Definition);
        var storage = definition.Object("StorageDescriptor");
        var serde = storage.Object("SerdeInfo");
        var parameters = new Dictionary<string, string>(definition.Map("Parameters"))
        {
            ["location"] = table.Location,
            ["inputformat"] = storage.OptionalText("InputFormat") ?? "",
            ["outputformat"] = storage.OptionalText("OutputFormat") ?? "",
            ["serde.serialization.lib"] = serde.OptionalText("SerializationLibrary") ?? "",
        };
        foreach (var (name, value) in serde.Map("Parameters"))
        {
            parameters[$"serde.param.{name}"] = value;
        }

        return new JsonObject
        {
            ["Name"] = table.Name,
            ["CreateTime"] = JsonNode.Parse(table.Definition.GetProperty("CreateTime").GetRawText()),
            ["TableType"] = definition.OptionalText("TableType") ?? "",
            ["Columns"] = Columns(table.Columns),
            ["PartitionKeys"] = Columns(table.PartitionKeys),
            ["Parameters"] = Texts(parameters),
        };
    }

    private static JsonArray Columns(IEnumerable<GlueColumn> columns) =>
        [.. columns.Select(column => new JsonObject { ["Name"] = column.Name, ["Type"] = column.Type })];

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
}
