using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>
/// What DynamoDB says where a table is not there. Clients, the AWS provider among them, know by the message that it is the table; the
/// emulator has two codes for it, and often says no more than them.
/// </summary>
internal static class MissingTable
{
    /// <summary>The refusal in DynamoDB's words; another refusal as it came.</summary>
    /// <param name="answer">A refusal of the emulator.</param>
    /// <param name="what">What is not there, such as <c>Table: list</c>.</param>
    public static AwsAnswer Refusal(AwsAnswer answer, string what) =>
        JsonElement.Parse(answer.Body).OptionalText("__type")?.Split('#')[^1] is "ResourceNotFoundException" or "ResourceNotFound"
            ? JsonBodies.Error(
                answer.StatusCode,
                "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
                $"Requested resource not found: {what} not found")
            : answer;
}
