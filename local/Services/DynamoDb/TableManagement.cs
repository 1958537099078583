using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>
/// Operations on tables of which the emulator has another view than DynamoDB: what is said where the table is not there, and one value
/// for each tag ("TagResource", Amazon DynamoDB API Reference).
/// </summary>
internal sealed class TableManagement : IService
{
    private const string Prefix = "DynamoDB_20120810.";
    private const string Tag = "TagResource";

    private static readonly string[] OfTables = ["DeleteTable", "DescribeTimeToLive", "UpdateTimeToLive"];
    private static readonly string[] OfTags = [Tag, "UntagResource", "ListTagsOfResource"];

    /// <inheritdoc />
    public bool Answers(AwsRequest request) =>
        request.Service == "dynamodb" && (OfTables.Contains(request.Operation) || OfTags.Contains(request.Operation));

    /// <inheritdoc />
    public Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) =>
        OfTables.Contains(call.Request.Operation) ? OfTableAsync(call) : OfTagsAsync(call);

    // Clients tell by the message that it is the table which is gone.
    private static async Task<AwsAnswer> OfTableAsync(ServiceCall call)
    {
        var answer = await call.ForwardAsync();
        return IsOfNothing(answer) ? NotFound($"Table: {call.Json.Text("TableName")}") : answer;
    }

    // The emulator tags what is not there without a word, and gives a tag that is there a second value.
    private static async Task<AwsAnswer> OfTagsAsync(ServiceCall call)
    {
        var arn = call.Json.OptionalText("ResourceArn");
        if (IsOfNothing(await call.AskAsync($"{Prefix}ListTagsOfResource", new JsonObject { ["ResourceArn"] = arn })))
        {
            // Spelled so by DynamoDB.
            return NotFound($"ResourcArn: {arn}");
        }

        if (call.Request.Operation == Tag)
        {
            await call.AskAsync($"{Prefix}UntagResource", new JsonObject
            {
                ["ResourceArn"] = arn,
                ["TagKeys"] = new JsonArray([.. call.Json.Items("Tags").Select(tag => JsonValue.Create(tag.Text("Key")))]),
            });
        }

        return await call.ForwardAsync();
    }

    // The emulator has two codes for it.
    private static bool IsOfNothing(AwsAnswer answer) =>
        answer.StatusCode == StatusCodes.Status400BadRequest
        && JsonElement.Parse(answer.Body).OptionalText("__type")?.Split('#')[^1] is "ResourceNotFoundException" or "ResourceNotFound";

    private static AwsAnswer NotFound(string what) => JsonBodies.Error(
        StatusCodes.Status400BadRequest,
        "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
        $"Requested resource not found: {what} not found");
}
