using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>The tags of databases and jobs.</summary>
/// <param name="catalog">The databases.</param>
/// <param name="jobs">The jobs.</param>
/// <param name="account">The account.</param>
internal sealed class GlueTags(GlueCatalog catalog, GlueService jobs, AwsAccount account)
{
    private readonly ResourceTags _tags = new();

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("GetTags", JsonOperations.Of(arguments => new JsonObject { ["Tags"] = _tags.Map(ArnOf(arguments)) })),
        new("TagResource", JsonOperations.Of(arguments => _tags.Add(ArnOf(arguments), arguments.Map("TagsToAdd")))),
        new("UntagResource", JsonOperations.Of(arguments => _tags.Remove(ArnOf(arguments), arguments.Texts("TagsToRemove")))),
    ];

    /// <summary>Tags what was made.</summary>
    /// <param name="resource">Such as <c>job/name</c>.</param>
    /// <param name="arguments">The request that made it.</param>
    public void Add(string resource, ApiArguments arguments) => _tags.Add(account.Arn("glue", resource), arguments.Map("Tags"));

    /// <summary>The tags of a resource.</summary>
    public IReadOnlyDictionary<string, string> Of(string resource) => _tags.Of(account.Arn("glue", resource));

    /// <summary>Forgets what was deleted.</summary>
    public void Forget(string resource) => _tags.Forget(account.Arn("glue", resource));

    private string ArnOf(ApiArguments arguments)
    {
        var arn = arguments.Text("ResourceArn");
        var all = catalog.Databases.Select(database => $"database/{database.Name}").Concat(jobs.Jobs.Select(job => $"job/{job.Name}"));
        return all.Any(resource => account.Arn("glue", resource) == arn)
            ? arn
            : throw new GlueException("EntityNotFoundException", $"There is no database and no job {arn}.");
    }
}
