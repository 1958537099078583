using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Athena.Api;

/// <summary>The Glue Data Catalog as Athena shows it.</summary>
/// <param name="catalog">The databases and tables.</param>
internal sealed class CatalogOperations(DataCatalog catalog)
{
    private const string Name = "AwsDataCatalog";
    private const string DatabaseName = "DatabaseName";
    private const int LargestPage = 50;

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("GetDataCatalog", JsonOperations.Of(arguments =>
        {
            Check(arguments.Text("Name"));
            return new JsonObject { ["DataCatalog"] = new JsonObject { ["Name"] = Name, ["Type"] = "GLUE", ["Parameters"] = new JsonObject() } };
        })),
        new("GetDatabase", GetDatabaseAsync),
        new("GetTableMetadata", GetTableAsync),
        new("ListDataCatalogs", JsonOperations.Of(arguments => ApiPage.Of(
            "DataCatalogsSummary", [Name], arguments, LargestPage, name => new JsonObject { ["CatalogName"] = name, ["Type"] = "GLUE" }))),
        new("ListDatabases", (call, cancellation) => ListAsync(call, "GetDatabases", [], "DatabaseList", Database, cancellation)),
        new("ListTableMetadata", ListTablesAsync),
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

    private async Task<JsonObject> GetDatabaseAsync(ServiceCall call, CancellationToken cancellation)
    {
        var name = new ApiArguments(call.Json).Text(DatabaseName);
        return new JsonObject { ["Database"] = Database((await AskAsync(call, "GetDatabase", new JsonObject { ["Name"] = name }, cancellation)).GetProperty("Database")) };
    }

    private async Task<JsonObject> GetTableAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = new ApiArguments(call.Json);
        var request = new JsonObject { [DatabaseName] = arguments.Text(DatabaseName), ["Name"] = arguments.Text("TableName") };
        return new JsonObject { ["TableMetadata"] = Table((await AskAsync(call, "GetTable", request, cancellation)).GetProperty("Table")) };
    }

    private Task<JsonObject> ListTablesAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = new ApiArguments(call.Json);
        var request = new JsonObject { [DatabaseName] = arguments.Text(DatabaseName), ["Expression"] = arguments.OptionalText("Expression", 256) };
        return ListAsync(call, "GetTables", request, "TableMetadataList", Table, cancellation);
    }

    // A page of Glue's is one of Athena's.
    private async Task<JsonObject> ListAsync(
        ServiceCall call, string operation, JsonObject request, string name, Func<JsonElement, JsonObject> describe, CancellationToken cancellation)
    {
        var arguments = new ApiArguments(call.Json);
        request["MaxResults"] = arguments.Whole("MaxResults", 1, LargestPage) ?? LargestPage;
        request["NextToken"] = arguments.OptionalText("NextToken");
        var answer = await AskAsync(call, operation, request, cancellation);
        var list = answer.GetProperty(operation == "GetTables" ? "TableList" : "DatabaseList");
        var page = new JsonObject { [name] = new JsonArray([.. list.EnumerateArray().Select(describe)]) };
        if (answer.TryGetProperty("NextToken", out var next))
        {
            page["NextToken"] = next.GetString();
        }

        return page;
    }

    private async Task<JsonElement> AskAsync(ServiceCall call, string operation, JsonObject request, CancellationToken cancellation)
    {
        Check(new ApiArguments(call.Json).Text("CatalogName"));
        try
        {
            return await catalog.AskAsync(operation, request, call.Caller.Identity, cancellation);
        }
        catch (AwsErrorException refusal)
        {
            throw new ServiceException("MetadataException", refusal.Message);
        }
    }

    private static JsonObject Database(JsonElement database)
    {
        var definition = new ApiArguments(database);
        var description = new JsonObject { ["Name"] = definition.Text("Name"), ["Parameters"] = Texts(definition.Map("Parameters")) };
        if (definition.OptionalText("Description") is { } text)
        {
            description["Description"] = text;
        }

        return description;
    }

    private static JsonObject Table(JsonElement described)
    {
        var definition = new ApiArguments(described);
        var table = GlueTableReader.Read(definition.Text(DatabaseName), definition);
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
            ["CreateTime"] = JsonNode.Parse(described.GetProperty("CreateTime").GetRawText()),
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
