using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>The databases of the catalog.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="tags">The tags.</param>
/// <param name="time">The clock.</param>
internal sealed class DatabaseOperations(GlueCatalog catalog, GlueTags tags, TimeProvider time)
{
    private const int LargestPage = 100;

    private static readonly string[] Unsupported = ["FederatedDatabase", "TargetDatabase"];

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("CreateDatabase", JsonOperations.Of(Create)),
        new("DeleteDatabase", JsonOperations.Of(Delete)),
        new("GetDatabase", JsonOperations.Of(arguments =>
            new JsonObject { ["Database"] = JsonObject.Create(catalog.Database(arguments.Text("Name")).Definition) })),
        new("GetDatabases", JsonOperations.Of(arguments => ApiPage.Of(
            "DatabaseList", catalog.Databases, arguments, LargestPage, database => JsonObject.Create(database.Definition)!))),
        new("UpdateDatabase", JsonOperations.Of(arguments => catalog.ChangeDatabase(arguments.Text("Name"), database => Read(
            arguments.Object("DatabaseInput"), database) with { Tables = database.Tables }))),
    ];

    private void Create(ApiArguments arguments)
    {
        var database = Read(arguments.Object("DatabaseInput"), earlier: null);
        catalog.CreateDatabase(database);
        tags.Add($"database/{database.Name}", arguments);
    }

    private void Delete(ApiArguments arguments)
    {
        var name = catalog.Database(arguments.Text("Name")).Name;
        catalog.DeleteDatabase(name);
        tags.Forget($"database/{name}");
    }

    private GlueDatabase Read(ApiArguments input, GlueDatabase? earlier)
    {
        var name = input.Text("Name", GlueNames.Pattern).ToLowerInvariant();
        if (earlier is not null && earlier.Name != name)
        {
            throw new LocalException($"A database cannot be renamed, from {earlier.Name} to {name}.");
        }

        input.Map("Parameters");
        input.OptionalText("Description", GlueNames.LongestDescription);
        var definition = input.Copy();
        GlueNames.Refuse(definition, Unsupported);
        definition["Name"] = name;
        definition["CatalogId"] = AwsAccount.Id;
        definition["CreateTime"] = earlier is null
            ? ApiTime.Of(time.GetUtcNow())
            : JsonNode.Parse(earlier.Definition.GetProperty("CreateTime").GetRawText());
        definition.TryAdd("CreateTableDefaultPermissions", new JsonArray(new JsonObject
        {
            ["Principal"] = new JsonObject { ["DataLakePrincipalIdentifier"] = "IAM_ALLOWED_PRINCIPALS" },
            ["Permissions"] = new JsonArray("ALL"),
        }));
        return new GlueDatabase(name, JsonSerializer.SerializeToElement(definition));
    }
}
