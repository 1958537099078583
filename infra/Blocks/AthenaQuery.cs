using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>A query of Athena as a state, which ends with it.</summary>
internal static class AthenaQuery
{
    // "Service quotas" of Athena: a query of data may take 30 minutes, and wait before it.
    private const int LongestSeconds = 3_600;

    /// <summary>Runs a query; what becomes of its description, and of its failure, is up to the workflow.</summary>
    /// <param name="text">An expression for the query's text.</param>
    /// <param name="database">The database of its tables.</param>
    /// <param name="workGroup">The workgroup that it runs in.</param>
    public static TaskState Run(string text, string database, string workGroup) => new()
    {
        Resource = Integration.AthenaStartQueryExecutionSync,
        Arguments = new JsonObject
        {
            ["QueryString"] = Jsonata.Of(text),
            ["QueryExecutionContext"] = new JsonObject { ["Database"] = database },
            ["WorkGroup"] = workGroup,
        },
        TimeoutSeconds = LongestSeconds,
    };
}
