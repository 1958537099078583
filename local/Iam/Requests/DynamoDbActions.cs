using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>What operations of DynamoDB need ("DynamoDB API permissions: Actions, resources, and conditions reference").</summary>
internal static class DynamoDbActions
{
    private static readonly string[] OnTable =
    [
        "CreateTable", "DeleteItem", "DeleteTable", "DescribeTable", "DescribeTimeToLive", "GetItem", "PutItem", "Query", "Scan", "UpdateItem",
        "UpdateTable", "UpdateTimeToLive",
    ];

    private static readonly Dictionary<string, string> InTransaction = new()
    {
        ["ConditionCheck"] = "dynamodb:ConditionCheckItem",
        ["Delete"] = "dynamodb:DeleteItem",
        ["Get"] = "dynamodb:GetItem",
        ["Put"] = "dynamodb:PutItem",
        ["Update"] = "dynamodb:UpdateItem",
    };

    /// <summary>What a request needs; null where the operation, or the statement in it, is not known here.</summary>
    public static IEnumerable<RequestedAction>? Of(string operation, JsonElement body, AwsAccount account) => operation switch
    {
        "BatchGetItem" or "BatchWriteItem" => body.Entries("RequestItems").Select(table => On($"dynamodb:{operation}", table.Name, null, account)),
        "TransactGetItems" or "TransactWriteItems" =>
            from item in body.Items("TransactItems")
            from entry in item.EnumerateObject()
            where InTransaction.ContainsKey(entry.Name)
            select On(InTransaction[entry.Name], entry.Value.Text("TableName"), null, account),
        "ExecuteStatement" => Statements([body], account),
        "BatchExecuteStatement" => Statements(body.Items("Statements"), account),
        "ExecuteTransaction" => Statements(body.Items("TransactStatements"), account),
        _ when OnTable.Contains(operation) =>
            [On($"dynamodb:{operation}", body.Text("TableName"), body.OptionalText("IndexName"), account)],
        _ => null,
    };

    private static IEnumerable<RequestedAction>? Statements(IEnumerable<JsonElement> statements, AwsAccount account)
    {
        var parsed = statements.Select(statement => PartiqlStatement.Parse(statement.Text("Statement"))).ToList();
        return parsed.Contains(null)
            ? null
            : parsed.Select(statement => On(statement!.Value.Action, statement.Value.Table, statement.Value.Index, account));
    }

    private static RequestedAction On(string action, string table, string? index, AwsAccount account)
    {
        var arn = table.StartsWith("arn:", StringComparison.Ordinal) ? table : account.Arn("dynamodb", $"table/{table}");
        return new RequestedAction(action, index is null ? arn : $"{arn}/index/{index}");
    }
}
