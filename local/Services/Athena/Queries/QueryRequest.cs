using System.Text;
using System.Text.Json;

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
    /// <exception cref="AthenaException">They are not as the API wants them.</exception>
    public static QueryRequest Read(JsonElement arguments)
    {
        var query = Text(arguments, "QueryString");
        if (string.IsNullOrEmpty(query))
        {
            throw AthenaException.Invalid(
                "1 validation error detected: Value null at 'queryString' failed to satisfy constraint: Member must not be null");
        }
        if (Encoding.UTF8.GetByteCount(query) > LongestQuery)
        {
            throw AthenaException.Invalid($"The QueryString has more than {LongestQuery} bytes.");
        }
        var context = Object(arguments, "QueryExecutionContext");
        return new QueryRequest(
            query,
            context is { } given ? Text(given, "Database") : null,
            arguments.TryGetProperty("ExecutionParameters", out var parameters)
                ? [.. parameters.EnumerateArray().Select(parameter => parameter.GetString()!)]
                : null,
            Object(arguments, "ResultConfiguration") is { } configuration ? Text(configuration, "OutputLocation") : null,
            Text(arguments, "WorkGroup"),
            Text(arguments, "ClientRequestToken"));
    }

    /// <summary>Whether two requests ask for the same.</summary>
    public bool IsSameAs(QueryRequest other) =>
        (this with { Parameters = null }).Equals(other with { Parameters = null })
        && (Parameters ?? []).SequenceEqual(other.Parameters ?? []);

    private static JsonElement? Object(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : null;

    private static string? Text(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
