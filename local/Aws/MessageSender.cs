using System.Text.Json;

namespace Fanout.Local.Aws;

/// <summary>Sends messages to queues and topics by their ARN, for services that act for a role.</summary>
/// <param name="json">Calls queues.</param>
/// <param name="sns">Calls topics.</param>
/// <param name="endpoint">The gateway.</param>
public sealed class MessageSender(AwsJsonClient json, SnsClient sns, Uri endpoint)
{
    /// <summary>A target that messages can be sent to.</summary>
    /// <param name="input">The input that names it.</param>
    /// <param name="arn">Its ARN.</param>
    /// <exception cref="LocalException">It is neither a queue nor a topic.</exception>
    public static string Checked(string input, string arn) => arn.Split(':') is ["arn", _, "sqs" or "sns", _, _, _]
        ? arn
        : throw new LocalException($"{input} is \"{arn}\"; the local cloud sends to the ARN of a queue or a topic.");

    /// <summary>Sends one message.</summary>
    /// <param name="arn">The queue or topic.</param>
    /// <param name="body">The message.</param>
    /// <param name="attributes">Its attributes: name, data type, value.</param>
    /// <param name="caller">The credentials of the role.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AwsErrorException">The service refused.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    public Task SendAsync(
        string arn,
        string body,
        IEnumerable<(string Name, string Type, string Value)> attributes,
        AwsCredentials caller,
        CancellationToken cancellation)
    {
        var messageAttributes = attributes.ToDictionary(
            attribute => attribute.Name, attribute => new { DataType = attribute.Type, StringValue = attribute.Value });
        return arn.Split(':') is [.., "sqs", _, _, var queue]
            ? json.CallAsync("sqs", "AmazonSQS.SendMessage", JsonSerializer.SerializeToElement(new
            {
                QueueUrl = new Uri(endpoint, $"{AwsAccount.Id}/{queue}").AbsoluteUri,
                MessageBody = body,
                MessageAttributes = messageAttributes,
            }), caller, cancellation)
            : sns.CallAsync("Publish", JsonSerializer.SerializeToElement(new
            {
                TopicArn = arn,
                Message = body,
                MessageAttributes = messageAttributes,
            }), caller, cancellation);
    }
}
