using System.Text.Json;

namespace Fanout.Tests.Local.Services.DynamoDb;

public class TableSettingsTests
{
    private string _table = "";

    [SetUp]
    public async Task CreateAsync()
    {
        _table = DataServices.NewName();
        await CreateAsync(_table);
    }

    [Test]
    public async Task What_a_table_is_made_with_is_told()
    {
        var other = DataServices.NewName();

        await CreateAsync(other, ("TableClass", "STANDARD_INFREQUENT_ACCESS"), ("OnDemandThroughput", new { MaxReadRequestUnits = 7, MaxWriteRequestUnits = 8 }));

        var table = await DescribeAsync(other);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(table.GetProperty("TableClassSummary").GetRawText(), Is.EqualTo("""{"TableClass":"STANDARD_INFREQUENT_ACCESS"}"""));
            Assert.That(table.GetProperty("OnDemandThroughput").GetRawText(), Is.EqualTo("""{"MaxReadRequestUnits":7,"MaxWriteRequestUnits":8}"""));
        }
    }

    [Test]
    public async Task What_is_changed_is_told()
    {
        var answer = await UpdateAsync(("TableClass", "STANDARD_INFREQUENT_ACCESS"));
        await UpdateAsync(("OnDemandThroughput", new { MaxReadRequestUnits = 7 }), ("DeletionProtectionEnabled", false));
        await UpdateAsync(("SSESpecification", new { Enabled = true, SSEType = "KMS", KMSMasterKeyId = "arn:aws:kms:us-east-1:123456789012:key/k" }));
        var changed = await DescribeAsync(_table);
        await UpdateAsync(("SSESpecification", new { Enabled = false }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("TableDescription").GetProperty("TableClassSummary").GetProperty("TableClass").GetString(), Is.EqualTo("STANDARD_INFREQUENT_ACCESS"));
            Assert.That(changed.GetProperty("TableClassSummary").TryGetProperty("LastUpdateDateTime", out _), Is.True);
            Assert.That(changed.GetProperty("OnDemandThroughput").GetProperty("MaxReadRequestUnits").GetInt32(), Is.EqualTo(7));
            Assert.That(
                changed.GetProperty("SSEDescription").GetRawText(),
                Is.EqualTo("""{"Status":"ENABLED","SSEType":"KMS","KMSMasterKeyArn":"arn:aws:kms:us-east-1:123456789012:key/k"}"""));
            Assert.That((await DescribeAsync(_table)).TryGetProperty("SSEDescription", out _), Is.False);
        }
    }

    [Test]
    public async Task A_table_that_is_made_anew_has_nothing_of_the_one_before()
    {
        await UpdateAsync(("TableClass", "STANDARD_INFREQUENT_ACCESS"));
        await CallAsync("DeleteTable", ("TableName", _table));

        await CreateAsync(_table);

        Assert.That((await DescribeAsync(_table)).TryGetProperty("TableClassSummary", out _), Is.False);
    }

    [TestCase("""{"TableClass": "COLD"}""", "1 validation error detected: Value 'COLD' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, STANDARD_INFREQUENT_ACCESS]")]
    [TestCase("""{"ReplicaUpdates": []}""", "ReplicaUpdates is not supported by the local cloud; leave it out.")]
    [TestCase("{}", "At least one of BillingMode, ")]
    public async Task What_cannot_be_changed_is_refused(string update, string refusal)
    {
        var members = JsonElement.Parse(update).EnumerateObject().Select(member => (member.Name, (object)member.Value)).ToArray();

        Assert.That(
            await DataServices.RefusalAsync("dynamodb", "DynamoDB_20120810.UpdateTable", Request([("TableName", _table), .. members])),
            Does.Contain($"ValidationException: {refusal}"));
    }

    [Test]
    public async Task Time_to_live_is_described_as_it_is_set()
    {
        await SetTimeToLiveAsync(true, "expires");
        var on = await TimeToLiveAsync();
        var refusals = new[]
        {
            await TimeToLiveRefusalAsync(_table, true, "expires"), await TimeToLiveRefusalAsync(_table, false, "other"), await TimeToLiveRefusalAsync("none", true, "expires"),
        };
        await SetTimeToLiveAsync(false, "expires");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((on.GetProperty("TimeToLiveStatus").GetString(), on.GetProperty("AttributeName").GetString()), Is.EqualTo(("ENABLED", "expires")));
            Assert.That((await TimeToLiveAsync()).GetProperty("TimeToLiveStatus").GetString(), Is.EqualTo("DISABLED"));
            Assert.That(refusals[0], Does.EndWith("ValidationException: TimeToLive is already enabled"));
            Assert.That(refusals[1], Does.EndWith("ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is expires"));
            Assert.That(refusals[2], Does.Contain("ResourceNotFoundException: "));
        }
    }

    [Test]
    public async Task Recovery_is_described_as_it_is_set()
    {
        await CallAsync("UpdateContinuousBackups", ("TableName", _table), ("PointInTimeRecoverySpecification", new { PointInTimeRecoveryEnabled = true, RecoveryPeriodInDays = 7 }));
        var on = await RecoveryAsync();
        await CallAsync("UpdateContinuousBackups", ("TableName", _table), ("PointInTimeRecoverySpecification", new { PointInTimeRecoveryEnabled = false }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((on.GetProperty("PointInTimeRecoveryStatus").GetString(), on.GetProperty("RecoveryPeriodInDays").GetInt32()), Is.EqualTo(("ENABLED", 7)));
            Assert.That((await RecoveryAsync()).GetProperty("PointInTimeRecoveryStatus").GetString(), Is.EqualTo("DISABLED"));
        }
    }

    private static Task<JsonElement> CreateAsync(string table, params (string Name, object Value)[] settings) => CallAsync("CreateTable",
    [
        ("TableName", table),
        ("BillingMode", "PAY_PER_REQUEST"),
        ("AttributeDefinitions", new[] { new { AttributeName = "id", AttributeType = "S" } }),
        ("KeySchema", new[] { new { AttributeName = "id", KeyType = "HASH" } }),
        .. settings,
    ]);

    private static async Task<JsonElement> DescribeAsync(string table) => (await CallAsync("DescribeTable", ("TableName", table))).GetProperty("Table");

    private Task<JsonElement> UpdateAsync(params (string Name, object Value)[] settings) => CallAsync("UpdateTable", [("TableName", _table), .. settings]);

    private Task<JsonElement> SetTimeToLiveAsync(bool enabled, string attribute) =>
        CallAsync("UpdateTimeToLive", ("TableName", _table), ("TimeToLiveSpecification", new { Enabled = enabled, AttributeName = attribute }));

    private static Task<string> TimeToLiveRefusalAsync(string table, bool enabled, string attribute) => DataServices.RefusalAsync(
        "dynamodb", "DynamoDB_20120810.UpdateTimeToLive", Request([("TableName", table), ("TimeToLiveSpecification", new { Enabled = enabled, AttributeName = attribute })]));

    private async Task<JsonElement> TimeToLiveAsync() => (await CallAsync("DescribeTimeToLive", ("TableName", _table))).GetProperty("TimeToLiveDescription");

    private async Task<JsonElement> RecoveryAsync() =>
        (await CallAsync("DescribeContinuousBackups", ("TableName", _table))).GetProperty("ContinuousBackupsDescription").GetProperty("PointInTimeRecoveryDescription");

    private static Task<JsonElement> CallAsync(string operation, params (string Name, object Value)[] members) =>
        DataServices.CallAsync("dynamodb", $"DynamoDB_20120810.{operation}", Request(members));

    private static string Request((string Name, object Value)[] members) => JsonSerializer.Serialize(members.ToDictionary(member => member.Name, member => member.Value));
}
