using System.Text.Json;

namespace Fanout.Tests.Local.Services.Kms;

public class ManagedKeysTests
{
    [TestCase("alias/aws/sns")]
    [TestCase("alias/aws/sqs")]
    [TestCase("alias/aws/s3")]
    [TestCase("alias/aws/dynamodb")]
    [TestCase("arn:aws:kms:us-east-1:123456789012:alias/aws/lambda")]
    public async Task A_key_of_a_service_is_managed_by_aws(string alias)
    {
        var key = await DescribeAsync(alias);
        var (id, arn) = (key.GetProperty("KeyId").GetString()!, key.GetProperty("Arn").GetString()!);

        var deletion = await DataServices.RefusalAsync("kms", "TrentService.ScheduleKeyDeletion", JsonSerializer.Serialize(new { KeyId = id }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(key.GetProperty("KeyManager").GetString(), Is.EqualTo("AWS"));
            Assert.That(key.GetProperty("Description").GetString(), Does.StartWith("Default key that protects my "));
            Assert.That((await DescribeAsync(arn)).GetProperty("KeyManager").GetString(), Is.EqualTo("AWS"));
            Assert.That((await DescribeAsync(alias)).GetProperty("KeyId").GetString(), Is.EqualTo(id), "one key for each service");
            Assert.That(deletion, Is.EqualTo(
                $"AccessDeniedException: User: arn:aws:iam::123456789012:root is not authorized to perform: kms:ScheduleKeyDeletion on resource: {arn} "
                    + "because no resource-based policy allows the kms:ScheduleKeyDeletion action"));
            Assert.That((await DescribeAsync(id)).GetProperty("KeyState").GetString(), Is.EqualTo("Enabled"));
        }
    }

    [Test]
    public async Task Aliases_of_services_lead_to_their_keys()
    {
        var aliases = (await DataServices.CallAsync("kms", "TrentService.ListAliases")).GetProperty("Aliases").EnumerateArray()
            .ToDictionary(alias => alias.GetProperty("AliasName").GetString()!, alias => alias.GetProperty("TargetKeyId").GetString()!);

        foreach (var alias in new[] { "alias/aws/sns", "alias/aws/s3" })
        {
            Assert.That(aliases[alias], Is.EqualTo((await DescribeAsync(alias)).GetProperty("KeyId").GetString()));
        }
    }

    [Test]
    public async Task A_key_of_ones_own_is_ones_own()
    {
        var key = (await DataServices.CallAsync("kms", "TrentService.CreateKey")).GetProperty("KeyMetadata").GetProperty("KeyId").GetString()!;

        var manager = (await DescribeAsync(key)).GetProperty("KeyManager").GetString();
        await DataServices.CallAsync("kms", "TrentService.ScheduleKeyDeletion", JsonSerializer.Serialize(new { KeyId = key }));

        Assert.That((manager, (await DescribeAsync(key)).GetProperty("KeyState").GetString()), Is.EqualTo(("CUSTOMER", "PendingDeletion")));
    }

    [Test]
    public async Task What_is_reserved_for_aws_is_refused()
    {
        var key = (await DataServices.CallAsync("kms", "TrentService.CreateKey")).GetProperty("KeyMetadata").GetProperty("KeyId").GetString()!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await DataServices.RefusalAsync("kms", "TrentService.CreateAlias", JsonSerializer.Serialize(new { AliasName = "alias/aws/mine", TargetKeyId = key })),
                Does.StartWith("NotAuthorizedException: "));
            Assert.That(
                await DataServices.RefusalAsync("kms", "TrentService.DescribeKey", """{"KeyId": "alias/aws/none"}"""),
                Is.EqualTo("NotFoundException: Alias arn:aws:kms:us-east-1:123456789012:alias/aws/none is not found."));
        }
    }

    private static async Task<JsonElement> DescribeAsync(string key) =>
        (await DataServices.CallAsync("kms", "TrentService.DescribeKey", JsonSerializer.Serialize(new { KeyId = key }))).GetProperty("KeyMetadata");
}
