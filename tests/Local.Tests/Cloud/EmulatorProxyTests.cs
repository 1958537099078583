using Amazon.SQS;
using Amazon.SQS.Model;
using Fanout.Local.Aws;
using Fanout.Tests.Local.Services;

namespace Fanout.Tests.Local.Cloud;

public class EmulatorProxyTests
{
    // Clients of SQS know errors by the codes of its former protocol, which a header has: by ReceiveMessage, SetQueueAttributes and
    // DeleteQueue a service here answers, by GetQueueAttributes the emulator.
    [Test]
    public async Task An_error_has_the_code_of_the_former_protocol_whoever_answers()
    {
        var cloud = await DataServices.CloudAsync();
        using var sqs = new AmazonSQSClient(
            cloud.Root.AccessKeyId,
            cloud.Root.SecretAccessKey,
            new AmazonSQSConfig { ServiceURL = cloud.Gateway.Endpoint.AbsoluteUri, AuthenticationRegion = cloud.Account.Region });
        var url = $"{cloud.Gateway.Endpoint}{AwsAccount.Id}/{DataServices.NewName()}";

        using (Assert.EnterMultipleScope())
        {
            await SaysAsync(() => sqs.GetQueueAttributesAsync(url, ["All"]));
            await SaysAsync(() => sqs.SetQueueAttributesAsync(url, new() { ["Policy"] = "" }));
            await SaysAsync(() => sqs.ReceiveMessageAsync(url));
            await SaysAsync(() => sqs.DeleteQueueAsync(url));
        }
    }

    private static async Task SaysAsync(Func<Task> call) => Assert.That(
        (await Assert.ThrowsAsync<QueueDoesNotExistException>(() => call()))!.ErrorCode, Is.EqualTo("AWS.SimpleQueueService.NonExistentQueue"));
}
