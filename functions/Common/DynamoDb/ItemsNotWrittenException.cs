namespace Fanout.Functions.Common.DynamoDb;

/// <summary>Items could not be written.</summary>
public sealed class ItemsNotWrittenException : Exception
{
    /// <param name="message">How many items of which table, and what DynamoDB said.</param>
    /// <param name="inner">What the client threw; null where DynamoDB returned the items.</param>
    public ItemsNotWrittenException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
