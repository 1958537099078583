using System.Globalization;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.S3;

/// <summary>The message about an object that was made ("Event message structure", Amazon S3 User Guide).</summary>
internal static class ObjectEvent
{
    /// <summary>The event's type, as rules name it.</summary>
    public static string NameOf(CreatedObject created) => created.Operation switch
    {
        "PutObject" => "s3:ObjectCreated:Put",
        "CopyObject" => "s3:ObjectCreated:Copy",
        _ => "s3:ObjectCreated:CompleteMultipartUpload",
    };

    /// <summary>The message, as JSON: one record.</summary>
    /// <param name="created">The object.</param>
    /// <param name="ruleId">The rule that it is sent by.</param>
    /// <param name="region">The bucket's region.</param>
    /// <param name="sequencer">Greater for each later event, as a hexadecimal number.</param>
    public static string Message(CreatedObject created, string ruleId, string region, string sequencer)
    {
        var made = new JsonObject
        {
            ["key"] = EncodedKey(created.Key),
            ["size"] = created.Size,
            ["eTag"] = created.ETag,
        };
        if (created.VersionId is not null)
        {
            made["versionId"] = created.VersionId;
        }

        made["sequencer"] = sequencer;
        var record = new JsonObject
        {
            ["eventVersion"] = "2.1",
            ["eventSource"] = "aws:s3",
            ["awsRegion"] = region,
            ["eventTime"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["eventName"] = NameOf(created)["s3:".Length..],
            ["userIdentity"] = new JsonObject { ["principalId"] = $"AWS:{created.Caller}" },
            ["requestParameters"] = new JsonObject { ["sourceIPAddress"] = "127.0.0.1" },
            ["responseElements"] = new JsonObject { ["x-amz-request-id"] = created.RequestId, ["x-amz-id-2"] = created.RequestId },
            ["s3"] = new JsonObject
            {
                ["s3SchemaVersion"] = "1.0",
                ["configurationId"] = ruleId,
                ["bucket"] = new JsonObject
                {
                    ["name"] = created.Bucket,
                    ["ownerIdentity"] = new JsonObject { ["principalId"] = AwsAccount.Id },
                    ["arn"] = AwsAccount.S3Arn(created.Bucket),
                },
                ["object"] = made,
            },
        };
        return new JsonObject { ["Records"] = new JsonArray(record) }.ToJsonString(CompactJson.Options);
    }

    // As a form is encoded, but with slashes as they are.
    private static string EncodedKey(string key) => Uri.EscapeDataString(key)
        .Replace("%20", "+", StringComparison.Ordinal)
        .Replace("%2F", "/", StringComparison.Ordinal);
}
