using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Services.Glue;
using Fanout.Stacks;
using Fanout.Tests.Local.Services;

namespace Fanout.Tests.Local.Cloud;

/// <summary>What newer AWS providers ask, asked by botocore.</summary>
public class ProviderCallsTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task Buckets_are_tagged_by_S3_Control_alarms_made_in_CBOR_and_addresses_subscribed(CancellationToken cancellation)
    {
        var cloud = await DataServices.CloudAsync();
        var python = await GluePython.FindAsync(Environment.GetEnvironmentVariable("PATH") ?? "", TestContext.Progress, cancellation);
        var (script, name) = (Path.Combine(RepositoryPaths.Root, "tests", "Local.Tests", "Cloud", "provider_calls.py"), DataServices.NewName());
        using var process = Process.Start(new ProcessStartInfo(
            python, ["-B", script, cloud.Gateway.Endpoint.AbsoluteUri, cloud.Root.AccessKeyId, cloud.Root.SecretAccessKey, name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        Assert.That(process.ExitCode, Is.Zero, await error);
        var said = JsonElement.Parse(await output);

        using (Assert.EnterMultipleScope())
        {
            Said("made with", """{"stack": "local", "team": "a & b"}""");
            Said("changed", """{"more": "", "team": "c"}""");
            Said("by S3", """{"more": "", "team": "c"}""");
            Said("replaced", """{"only": "1"}""");
            Said("taken away", """[{}, "NoSuchTagSet"]""");
            Said("of no bucket", "\"NoSuchResource\"");
            Said("of the system", "\"InvalidTag\"");
            Said("asked", "\"/service/GraniteServiceVersion20100801/operation/PutMetricAlarm\"");
            Said("alarm", $$"""
                {
                  "ActionsEnabled": false, "AlarmName": "{{name}}", "Dimensions": [{"Name": "FunctionName", "Value": "{{name}}"}],
                  "Period": 300, "StateValue": "OK", "Threshold": 1.5
                }
                """);
            Assert.That(said.GetProperty("year").GetInt32(), NUnit.Framework.Is.InRange(2020, 2200));
            Said("alarm's tags", """{"stack": "local"}""");
            Said("of no alarm", "\"ResourceNotFound\"");
            Said("lacking", "\"InvalidAction\"");
            Said("deleted", "[]");
            Said("subscription", """
                {"PendingConfirmation": "true", "Protocol": "email", "Endpoint": "team@example.com", "Owner": "123456789012", "RawMessageDelivery": "false"}
                """);
            Said("listed", """["PendingConfirmation"]""");
            Said("unsubscribed", "\"InvalidParameter\"");
            Said("another", "\"InvalidParameter\"");
            Said("statements", """["__default_statement_ID", "mine"]""");
        }

        void Said(string member, string expected) => Assert.That(
            JsonNode.DeepEquals(JsonNode.Parse(said.GetProperty(member).GetRawText()), JsonNode.Parse(expected)), Is.True, said.GetProperty(member).GetRawText());
    }
}
