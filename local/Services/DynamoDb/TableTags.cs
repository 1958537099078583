using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>
/// The tags of tables: the emulator tags what is not there without a word, and gives a tag that is there a second value
/// ("TagResource", Amazon DynamoDB API Reference).
/// </summary>
internal sealed class TableTags : IService
{
    private const string Tag = "TagResource";
    private const string Untag = "UntagResource";
    private const string List = "ListTagsOfResource";

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request is { Service: "dynamodb", Operation: Tag or Untag or List };

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arn = call.Json.OptionalText("ResourceArn");
        var tags = await AskAsync(call, List, new JsonObject { ["ResourceArn"] = arn });
        if (!tags.IsSuccess)
        {
            // Spelled so by DynamoDB.
            return MissingTable.Refusal(tags, $"ResourcArn: {arn}");
        }

        if (call.Request.Operation == Tag)
        {
            await AskAsync(call, Untag, new JsonObject
            {
                ["ResourceArn"] = arn,
                ["TagKeys"] = new JsonArray([.. call.Json.Items("Tags").Select(tag => JsonValue.Create(tag.Text("Key")))]),
            });
        }

        return await call.ForwardAsync();
    }

    private static Task<AwsAnswer> AskAsync(ServiceCall call, string operation, JsonObject arguments) =>
        call.AskAsync($"DynamoDB_20120810.{operation}", arguments);
}
