using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Athena.Queries;

/// <summary>Pages of a result as GetQueryResults gives them; the first row of the first one are the columns' names.</summary>
internal static class ResultPage
{
    private const int LargestPage = 1000;

    /// <summary>Reads a page.</summary>
    /// <exception cref="AthenaException">The query has not ended well, or the token is none.</exception>
    public static async Task<JsonObject> ReadAsync(
        QueryExecution execution, IObjectStore store, string? pageToken, int? pageSize, string roleArn, CancellationToken cancellation)
    {
        if (execution.State != QueryState.Succeeded)
        {
            var state = execution.State.ToString().ToUpperInvariant();
            throw AthenaException.Invalid(execution.State is QueryState.Queued or QueryState.Running
                ? $"Query has not yet finished. Current state: {state}"
                : $"Query did not finish successfully. Final query state: {state}");
        }
        var first = 0;
        if (pageToken is not null && (!int.TryParse(pageToken, CultureInfo.InvariantCulture, out first) || first < 1))
        {
            throw AthenaException.Invalid("The NextToken is not one that GetQueryResults gave.");
        }
        var size = pageSize is >= 1 and <= LargestPage ? pageSize.Value : pageSize is null
            ? LargestPage
            : throw AthenaException.Invalid($"MaxResults is {pageSize}; it must be from 1 to {LargestPage}.");

        var rows = new JsonArray();
        var isLast = true;
        if (execution.Columns.Count > 0)
        {
            var (bucket, key) = ResultFiles.Split(execution.OutputLocation);
            await using var content = await store.OpenAsync(bucket, key, null, roleArn, cancellation);
            using var reader = new StreamReader(content, Encoding.UTF8);
            for (var index = 0; ReadRow(reader, execution.Columns.Count) is { } row; index++)
            {
                if (index >= first + size)
                {
                    isLast = false;
                    break;
                }
                if (index >= first)
                {
                    rows.Add(new JsonObject { ["Data"] = new JsonArray([.. row.Select(Datum)]) });
                }
            }
        }
        var page = new JsonObject
        {
            ["ResultSet"] = new JsonObject
            {
                ["Rows"] = rows,
                ["ResultSetMetadata"] = new JsonObject { ["ColumnInfo"] = new JsonArray([.. execution.Columns.Select(Info)]) },
            },
            ["UpdateCount"] = 0,
        };
        if (!isLast)
        {
            page["NextToken"] = (first + size).ToString(CultureInfo.InvariantCulture);
        }
        return page;
    }

    private static JsonObject Datum(string? value) => value is null ? [] : new JsonObject { ["VarCharValue"] = value };

    private static JsonObject Info(ResultColumn column) => new()
    {
        ["CatalogName"] = "hive",
        ["SchemaName"] = "",
        ["TableName"] = "",
        ["Name"] = column.Name,
        ["Label"] = column.Name,
        ["Type"] = column.Type.Split('(')[0],
        ["Nullable"] = "UNKNOWN",
        ["CaseSensitive"] = column.Type == "varchar",
    };

    /// <summary>Reads a line of a result file: values in quotation marks, NULL as nothing.</summary>
    private static List<string?>? ReadRow(StreamReader reader, int width)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }
        var row = new List<string?>(width);
        while (true)
        {
            if (reader.Peek() != '"')
            {
                row.Add(null);
            }
            else
            {
                reader.Read();
                var value = new StringBuilder();
                while (true)
                {
                    var letter = reader.Read();
                    if (letter == '"' && reader.Peek() != '"')
                    {
                        break;
                    }
                    if (letter == '"')
                    {
                        reader.Read();
                    }
                    value.Append((char)letter);
                }
                row.Add(value.ToString());
            }
            if (reader.Read() != ',')
            {
                return row;
            }
        }
    }
}
