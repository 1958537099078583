using System.Text.Json.Nodes;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>A SELECT ("PartiQL select statements for DynamoDB").</summary>
/// <param name="Table">The table.</param>
/// <param name="Projection">The columns as an expression; null for all.</param>
/// <param name="Conditions">The conditions, which all must hold.</param>
/// <param name="Placeholders">What stands in the expressions for names and values.</param>
internal sealed record SelectStatement(
    string Table, string? Projection, IReadOnlyList<Condition> Conditions, Placeholders Placeholders)
{
    /// <summary>Reads a statement.</summary>
    /// <param name="statement">Its text.</param>
    /// <param name="parameters">The value of each <c>?</c>, as the API writes values.</param>
    /// <exception cref="StatementException">It is not of the subset, or has another number of parameters.</exception>
    public static SelectStatement Parse(string statement, IReadOnlyList<JsonNode> parameters) =>
        new SelectParser([.. Token.Split(statement)], parameters).Parse();

    /// <summary>The call of the API that reads what the statement asks for.</summary>
    /// <param name="key">The table's key.</param>
    /// <returns>The operation, Query where the key allows it or else Scan, and its arguments.</returns>
    public (string Operation, JsonObject Arguments) RequestOn(TableKey key)
    {
        var ofKey = Conditions.Where(condition => condition.Attributes.Any(key.Has)).ToArray();
        var arguments = new JsonObject { ["TableName"] = Table };
        Set(arguments, "ProjectionExpression", Projection);
        Set(arguments, "ExpressionAttributeNames", Placeholders.Names);
        Set(arguments, "ExpressionAttributeValues", Placeholders.Values);
        if (!key.IsQueriedBy(ofKey))
        {
            Set(arguments, "FilterExpression", Condition.All(Conditions));
            return ("Scan", arguments);
        }

        Set(arguments, "KeyConditionExpression", Condition.All(ofKey));
        Set(arguments, "FilterExpression", Condition.All([.. Conditions.Except(ofKey)]));
        return ("Query", arguments);
    }

    private static void Set(JsonObject arguments, string name, string? expression)
    {
        if (!string.IsNullOrEmpty(expression))
        {
            arguments[name] = expression;
        }
    }

    private static void Set(JsonObject arguments, string name, JsonObject placeholders)
    {
        if (placeholders.Count > 0)
        {
            arguments[name] = placeholders;
        }
    }
}
