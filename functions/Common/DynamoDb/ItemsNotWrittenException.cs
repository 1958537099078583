namespace Fanout.Functions.Common.DynamoDb;

/// <summary>Items could not be written although it was tried again; the same call may succeed later.</summary>
public sealed class ItemsNotWrittenException : Exception
{
    /// <param name="message">Which items, how often it was tried and what DynamoDB said last.</param>
    /// <param name="inner">What went wrong at the last attempt; null where DynamoDB returned the items.</param>
    public ItemsNotWrittenException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
