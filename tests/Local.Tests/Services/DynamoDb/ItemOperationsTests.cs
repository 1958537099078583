using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.DynamoDb;

namespace Fanout.Tests.Local.Services.DynamoDb;

public sealed class ItemOperationsTests
{
    private const string TooMany = "123456789012345678901234567890123456789";
    private const string Digits = "Attempting to store more than 38 significant digits in a Number";

    private readonly string _table = DataServices.NewName();
    private LocalCloud _cloud = null!;

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _cloud = await DataServices.CloudAsync();
        await CallAsync("CreateTable", """
            {
              "TableName": "TABLE", "BillingMode": "PAY_PER_REQUEST",
              "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "N"}],
              "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]
            }
            """);
    }

    [TestCase("""{"N": "39 digits"}""", Digits)]
    [TestCase("""{"L": [{"M": {"a": {"N": "39 digits"}}}]}""", Digits)]
    [TestCase("""{"NS": ["1", "39 digits"]}""", Digits)]
    [TestCase("""{"N": "1e126"}""", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [TestCase("""{"N": ""}""", "The parameter cannot be converted to a numeric value")]
    [TestCase("""{"N": "b"}""", "The parameter cannot be converted to a numeric value: b")]
    [TestCase("""{"NS": ["1", "1.0"]}""", "Input collection contains duplicates")]
    [TestCase("""{"SS": ["a", "a"]}""", "One or more parameter values were invalid: Input collection [a, a] contains duplicates.")]
    [TestCase("""{"BS": ["YQ==", "YQ=="]}""", "One or more parameter values were invalid: Input collection [YQ==, YQ==]of type BS contains duplicates.")]
    [TestCase("""{"SS": []}""", "One or more parameter values were invalid: An string set  may not be empty")]
    [TestCase("""{"NS": []}""", "One or more parameter values were invalid: An number set  may not be empty")]
    [TestCase("""{"BS": []}""", "One or more parameter values were invalid: Binary sets should not be empty")]
    [TestCase("""{"NULL": false}""", "One or more parameter values were invalid: Null attribute value types must have the value of true")]
    [TestCase("{}", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [TestCase("""{"S": null}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [TestCase("""{"X": "a"}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [TestCase("""{"S": "a", "N": "1"}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    public void A_value_that_DynamoDB_does_not_take_is_refused(string value, string problem) =>
        Assert.That(() => Check($$"""{"Item": {"id": {"N": "1"}, "a": {{value}} } }"""), Refuses("com.amazon.coral.validate#ValidationException", problem));

    [TestCase("""{"N": 1}""", "N must be a text.")]
    [TestCase("""{"S": 1}""", "S must be a text.")]
    [TestCase("""{"NS": "1"}""", "NS must be a list.")]
    [TestCase("""{"NS": [1]}""", "a member of NS must be a text.")]
    [TestCase("""{"L": {}}""", "L must be a list.")]
    [TestCase("""{"M": []}""", "M must be an object.")]
    [TestCase("""{"BOOL": "true"}""", "BOOL must be true or false.")]
    [TestCase("\"a\"", "an attribute value must be an object.")]
    public void A_value_of_another_form_is_not_read(string value, string problem) =>
        Assert.That(() => Check($$"""{"Item": {"a": {{value}} } }"""), Refuses("SerializationException", problem));

    [TestCase("""{"Key": {"id": VALUE}}""")]
    [TestCase("""{"ExclusiveStartKey": {"id": VALUE}}""")]
    [TestCase("""{"RequestItems": {"Item": [{"PutRequest": {"Item": {"id": VALUE}}}]}}""")]
    [TestCase("""{"RequestItems": {"Key": [{"DeleteRequest": {"Key": {"id": VALUE}}}]}}""")]
    [TestCase("""{"RequestItems": {"Item": {"Keys": [{"id": VALUE}]}}}""")]
    [TestCase("""{"TransactItems": [{"Put": {"Item": {"id": VALUE}}}]}""")]
    [TestCase("""{"TransactItems": [{"Get": {"Key": {"id": VALUE}}}]}""")]
    [TestCase("""{"Expected": {"Item": {"Value": VALUE}}}""")]
    [TestCase("""{"Expected": {"Value": {"AttributeValueList": [VALUE]}}}""")]
    [TestCase("""{"AttributeUpdates": {"Key": {"Action": "ADD", "Value": VALUE}}}""")]
    [TestCase("""{"KeyConditions": {"id": {"AttributeValueList": [VALUE]}}}""")]
    [TestCase("""{"ScanFilter": {"Value": {"AttributeValueList": [VALUE]}}}""")]
    [TestCase("""{"Statement": "", "Parameters": [VALUE]}""")]
    [TestCase("""{"Statements": [{"Statement": "", "Parameters": [VALUE]}]}""")]
    public void A_value_is_looked_at_wherever_a_request_has_one(string request)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => Check(request.Replace("VALUE", """{"N": "39 digits"}""", StringComparison.Ordinal)),
                Refuses("com.amazon.coral.validate#ValidationException", Digits));
            Assert.That(
                JsonNode.DeepEquals(
                    Check(request.Replace("VALUE", """{"N": "01.0"}""", StringComparison.Ordinal)),
                    JsonNode.Parse(request.Replace("VALUE", """{"N": "1"}""", StringComparison.Ordinal))),
                Is.True);
            Assert.That(Check(request.Replace("VALUE", """{"M": {"N": {"S": "01.0"}, "NS": {"SS": ["01", "1"]}}}""", StringComparison.Ordinal)), Is.Null);
        }
    }

    [Test]
    public void A_value_of_an_expression_is_named() => Assert.That(
        () => Check("""{"ExpressionAttributeValues": {":a": {"N": "1"}, ":b": {"N": "39 digits"}}}"""),
        Refuses("com.amazon.coral.validate#ValidationException", $"ExpressionAttributeValues contains invalid value: {Digits} for key :b"));

    [Test]
    public async Task A_number_is_kept_as_DynamoDB_keeps_it()
    {
        await CallAsync("PutItem", """{"TableName": "TABLE", "Item": {"id": {"N": "001.0"}, "a": {"L": [{"N": "001.50"}]}, "b": {"NS": ["1e2", "1"]}}}""");
        await CallAsync("UpdateItem", """{"TableName": "TABLE", "Key": {"id": {"N": "1.00"}}, "UpdateExpression": "SET c = :c", "ExpressionAttributeValues": {":c": {"N": "+7.0"}}}""");

        Assert.That(
            JsonNode.DeepEquals(
                JsonNode.Parse((await CallAsync("GetItem", """{"TableName": "TABLE", "Key": {"id": {"N": "1e0"}}}""")).GetProperty("Item").GetRawText()),
                JsonNode.Parse("""{"id": {"N": "1"}, "a": {"L": [{"N": "1.5"}]}, "b": {"NS": ["100", "1"]}, "c": {"N": "7"}}""")),
            Is.True);
    }

    [TestCase("PutItem", """{"TableName": "TABLE", "Item": {"id": {"N": "39 digits"}}}""")]
    [TestCase("UpdateItem", """{"TableName": "TABLE", "Key": {"id": {"N": "39 digits"}}}""")]
    [TestCase("BatchWriteItem", """{"RequestItems": {"TABLE": [{"PutRequest": {"Item": {"id": {"N": "39 digits"}}}}]}}""")]
    [TestCase("TransactWriteItems", """{"TransactItems": [{"Put": {"TableName": "TABLE", "Item": {"id": {"N": "39 digits"}}}}]}""")]
    [TestCase("ExecuteStatement", """{"Statement": "SELECT * FROM \"TABLE\" WHERE id = ?", "Parameters": [{"N": "39 digits"}]}""")]
    [TestCase("ExecuteStatement", """{"Statement": "SELECT * FROM \"TABLE\" WHERE id = 39 digits"}""")]
    [TestCase("Scan", """{"TableName": "TABLE", "FilterExpression": "id = :v", "ExpressionAttributeValues": {":v": {"N": "39 digits"}}}""")]
    public async Task The_door_refuses_it_too(string operation, string request)
    {
        var refusal = await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync(operation, request));

        Assert.That((refusal!.Code, refusal.Message), Is.EqualTo(("ValidationException", refusal.Message)));
        Assert.That(refusal.Message, Does.Contain(Digits));
    }

    [TestCase("PutItem", """{"TableName": "TABLE", "Item": {"id": {"N": "5"}, "a": {"S": "LARGE"}}}""")]
    [TestCase("BatchWriteItem", """{"RequestItems": {"TABLE": [{"PutRequest": {"Item": {"id": {"N": "5"}, "a": {"S": "LARGE"}}}}]}}""")]
    [TestCase("TransactWriteItems", """{"TransactItems": [{"Put": {"TableName": "TABLE", "Item": {"id": {"N": "5"}, "a": {"S": "LARGE"}}}}]}""")]
    public async Task An_item_over_400_KB_is_refused(string operation, string request) => Assert.That(
        (await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync(operation, request.Replace("LARGE", new string('x', 410_000), StringComparison.Ordinal))))!.Message,
        Does.Contain("Item size"));

    private static JsonObject? Check(string request) =>
        AttributeValues.Canonical(JsonElement.Parse(request.Replace("39 digits", TooMany, StringComparison.Ordinal)));

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code, string message) => Throws.TypeOf<ServiceException>()
        .With.Property(nameof(ServiceException.Code)).EqualTo(code).And.Message.EqualTo(message);

    private Task<JsonElement> CallAsync(string operation, string request) => DataServices.CallAsync(
        "dynamodb",
        $"DynamoDB_20120810.{operation}",
        request.Replace("TABLE", _table, StringComparison.Ordinal).Replace("39 digits", TooMany, StringComparison.Ordinal));
}
