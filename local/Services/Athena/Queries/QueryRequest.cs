using System.Text;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>A request of StartQueryExecution.</summary>
/// <param name="Query">The statement.</param>
/// <param name="Database">What its tables belong to where they name no database.</param>
/// <param name="Parameters">What stands for its question marks, as SQL.</param>
/// <param name="OutputLocation">Where the caller wants the result.</param>
/// <param name="Workgroup">The workgroup.</param>
/// <param name="Token">What makes the request idempotent.</param>
public sealed record QueryRequest(
    string Query,
    string? Database = null,
    IReadOnlyList<string>? Parameters = null,
    string? OutputLocation = null,
    string? Workgroup = null,
    string? Token = null)
{
    private const int LongestQuery = 262_144;

    /// <summary>Reads the API's arguments.</summary>
    /// <exception cref="AthenaException">There is no statement, or too long a one.</exception>
    /// <exception cref="LocalException">A member is wrong.</exception>
    public static QueryRequest Read(ApiArguments arguments)
    {
        var query = arguments.OptionalText("QueryString");
        if (string.IsNullOrEmpty(query))
        {
            throw AthenaException.Invalid(
                "1 validation error detected: Value null at 'queryString' failed to satisfy constraint: Member must not be null");
        }
        if (Encoding.UTF8.GetByteCount(query) > LongestQuery)
        {
            throw AthenaException.Invalid($"The QueryString has more than {LongestQuery} bytes.");
        }
        return new QueryRequest(
            query,
            arguments.OptionalObject("QueryExecutionContext")?.OptionalText("Database"),
            arguments.Texts("ExecutionParameters"),
            arguments.OptionalObject("ResultConfiguration")?.OptionalText("OutputLocation"),
            arguments.OptionalText("WorkGroup"),
            arguments.OptionalText("ClientRequestToken"));
    }

    /// <summary>Whether two requests ask for the same.</summary>
    public bool IsSameAs(QueryRequest other) =>
        (this with { Parameters = null }).Equals(other with { Parameters = null })
        && (Parameters ?? []).SequenceEqual(other.Parameters ?? []);
}
