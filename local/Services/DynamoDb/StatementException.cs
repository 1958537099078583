namespace Fanout.Local.Services.DynamoDb;

/// <summary>A statement, or the request that carries it, cannot be run; DynamoDB calls it a ValidationException.</summary>
/// <param name="message">What was wrong, where, and what is allowed.</param>
public sealed class StatementException(string message) : Exception(message)
{
    private const string Supported =
        "Supported are SELECT of * or columns FROM one table, and WHERE with =, <>, !=, <, <=, >, >=, BETWEEN, IN, IS MISSING, "
        + "IS NOT MISSING, contains, begins_with, attribute_type, AND, OR, NOT and parentheses, "
        + "over names, \"names\", 'texts', numbers, true, false, null and ?.";

    /// <summary>A statement that is not of the subset, whether or not it is PartiQL.</summary>
    /// <param name="problem">What was found where, without a period.</param>
    public static StatementException NotOfSubset(string problem) =>
        new($"Statement wasn't well formed, or the local cloud does not run it: {problem}. {Supported}");
}
