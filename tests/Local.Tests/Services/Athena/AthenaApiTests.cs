using System.Text.Json;
using Fanout.Tests.Local.Iam;
using Fanout.Local.Aws;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class AthenaApiTests
{
    private string _name = null!;

    [SetUp]
    public void Name() => _name = DataServices.NewName();

    [Test]
    public async Task A_query_of_the_root_reads_the_registered_partitions_that_it_asks_for()
    {
        await PrepareAsync();

        var execution = await RunAsync($"SELECT id, note, day FROM {_name}.t WHERE day = '2' ORDER BY id");

        var results = await CallAsync("GetQueryResults", $$"""{"QueryExecutionId": "{{Id(execution)}}"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(execution, "Status", "State"), Is.EqualTo("SUCCEEDED"));
            Assert.That(Text(execution, "ResultConfiguration", "OutputLocation"), Is.EqualTo($"s3://{_name}/out/{Id(execution)}.csv"));
            Assert.That(execution.GetProperty("Status").GetProperty("SubmissionDateTime").GetDouble(), Is.GreaterThan(1.7e9).And.LessThan(1e11));
            Assert.That(execution.GetProperty("Statistics").GetProperty("DataScannedInBytes").GetInt64(), Is.EqualTo(8));
            Assert.That(Rows(results), Is.EqualTo(new[] { "id|note|day", "3|c|2", "4|null|2" }));
        }
    }

    [Test]
    public async Task Results_come_in_pages_of_the_size_that_is_asked_for()
    {
        await PrepareAsync();
        var id = Id(await RunAsync($"SELECT id FROM {_name}.t ORDER BY id"));

        var first = await CallAsync("GetQueryResults", $$"""{"QueryExecutionId": "{{id}}", "MaxResults": 3}""");
        var second = await CallAsync(
            "GetQueryResults", $$"""{"QueryExecutionId": "{{id}}", "MaxResults": 3, "NextToken": "{{first.GetProperty("NextToken").GetString()}}"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Rows(first), Is.EqualTo(new[] { "id", "1", "2" }));
            Assert.That(Rows(second), Is.EqualTo(new[] { "3", "4" }));
            Assert.That(second.TryGetProperty("NextToken", out _), Is.False);
        }
    }

    [Test]
    public async Task Executions_are_listed_by_workgroup_the_last_first_and_read_in_a_batch()
    {
        await PrepareAsync();
        var first = Id(await RunAsync("SELECT 1"));
        var second = Id(await RunAsync("SELECT 2"));

        var page = await CallAsync("ListQueryExecutions", $$"""{"WorkGroup": "{{_name}}", "MaxResults": 1}""");
        var all = await CallAsync("ListQueryExecutions", $$"""{"WorkGroup": "{{_name}}"}""");
        var batch = await CallAsync("BatchGetQueryExecution", $$"""{"QueryExecutionIds": ["{{first}}", "none"]}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts(page, "QueryExecutionIds"), Is.EqualTo(new[] { second }));
            Assert.That(page.GetProperty("NextToken").GetString(), Is.EqualTo("1"));
            Assert.That(Texts(all, "QueryExecutionIds"), Is.EqualTo(new[] { second, first }));
            Assert.That(batch.GetProperty("QueryExecutions")[0].GetProperty("Query").GetString(), Is.EqualTo("SELECT 1"));
            Assert.That(batch.GetProperty("UnprocessedQueryExecutionIds")[0].GetProperty("QueryExecutionId").GetString(), Is.EqualTo("none"));
        }
    }

    [Test]
    public async Task A_query_that_has_ended_can_be_stopped_and_stays_as_it_is()
    {
        await PrepareAsync();
        var id = Id(await RunAsync("SELECT 1"));

        await CallAsync("StopQueryExecution", $$"""{"QueryExecutionId": "{{id}}"}""");

        var execution = (await CallAsync("GetQueryExecution", $$"""{"QueryExecutionId": "{{id}}"}""")).GetProperty("QueryExecution");
        Assert.That(Text(execution, "Status", "State"), Is.EqualTo("SUCCEEDED"));
    }

    [TestCase("GetQueryExecution", """{"QueryExecutionId": "none"}""", "InvalidRequestException: QueryExecution none was not found")]
    [TestCase("GetQueryExecution", "{}", "InvalidRequestException: QueryExecutionId is required.")]
    [TestCase("StartQueryExecution", """{"QueryString": "SELECT 1", "ExecutionParameters": "1"}""", "InvalidRequestException: ExecutionParameters must be a list.")]
    [TestCase("BatchGetQueryExecution", "{}", "InvalidRequestException: QueryExecutionIds has 0 items; from 1 to 50 are allowed.")]
    [TestCase("StartQueryExecution", """{"QueryString": "SELECT 1", "WorkGroup": "none"}""", "InvalidRequestException: WorkGroup is not found.")]
    [TestCase(
        "StartQueryExecution", """{"QueryString": "SELECT 1", "QueryExecutionContext": {"Catalog": "mine"}}""",
        "InvalidRequestException: DataCatalog mine was not found; the local cloud has AwsDataCatalog.")]
    [TestCase("ListQueryExecutions", """{"WorkGroup": "none"}""", "InvalidRequestException: WorkGroup is not found.")]
    [TestCase("GetWorkGroup", """{"WorkGroup": "none"}""", "InvalidRequestException: WorkGroup is not found.")]
    [TestCase("DeleteWorkGroup", """{"WorkGroup": "primary"}""", "InvalidRequestException: The primary WorkGroup cannot be deleted")]
    [TestCase(
        "CreateWorkGroup", """{"Name": "a b"}""",
        "InvalidRequestException: 1 validation error detected: Value 'a b' at 'Name' failed to satisfy constraint: Member must satisfy regular "
            + "expression pattern: [a-zA-Z0-9._-]{1,128}")]
    [TestCase(
        "CreateWorkGroup", """{"Name": "a", "Configuration": {"BytesScannedCutoffPerQuery": 1}}""",
        "InvalidRequestException: BytesScannedCutoffPerQuery is 1; the least that Athena takes is 10000000.")]
    [TestCase("ListTagsForResource", """{"ResourceARN": "arn:x"}""", "ResourceNotFoundException: There is no workgroup arn:x.")]
    [TestCase(
        "GetDatabase", """{"CatalogName": "AwsDataCatalog", "DatabaseName": "none"}""", "MetadataException: Database none not found.")]
    [TestCase("ListWorkGroups", """{"MaxResults": 51}""",
        "InvalidRequestException: 1 validation error detected: Value '51' at 'MaxResults' failed to satisfy constraint: Member must be a whole number from 1 to 50")]
    [TestCase("ListWorkGroups", """{"NextToken": "x"}""", "InvalidRequestException: NextToken is not one that an earlier page gave.")]
    public async Task What_is_wrong_is_refused_as_Athena_does(string operation, string arguments, string refusal) =>
        Assert.That(await DataServices.RefusalAsync("athena", $"AmazonAthena.{operation}", arguments), Is.EqualTo(refusal));

    [Test]
    public async Task An_operation_that_is_not_known_is_told_with_those_that_are() => Assert.That(
        await DataServices.RefusalAsync("athena", "AmazonAthena.CreateNotebook"),
        Does.StartWith("UnknownOperationException: The local cloud does not know CreateNotebook of athena; it knows: BatchGetQueryExecution, "));

    [Test]
    public async Task A_workgroup_is_changed_part_by_part()
    {
        await CallAsync("CreateWorkGroup", $$$$"""
            {
                "Name": "{{{{_name}}}}", "Description": "first", "Tags": [{"Key": "a", "Value": "1"}],
                "Configuration": {"BytesScannedCutoffPerQuery": 10000000, "ResultConfiguration": {"OutputLocation": "s3://results/a/", "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}}}
            }
            """);
        await CallAsync("UpdateWorkGroup", $$"""
            {
                "WorkGroup": "{{_name}}", "State": "DISABLED",
                "ConfigurationUpdates": {
                    "EnforceWorkGroupConfiguration": false, "RemoveBytesScannedCutoffPerQuery": true,
                    "ResultConfigurationUpdates": {"OutputLocation": "s3://results/b/", "RemoveEncryptionConfiguration": true}
                }
            }
            """);

        var workgroup = (await CallAsync("GetWorkGroup", $$"""{"WorkGroup": "{{_name}}"}""")).GetProperty("WorkGroup");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(workgroup, "Description"), Is.EqualTo("first"));
            Assert.That(Text(workgroup, "State"), Is.EqualTo("DISABLED"));
            Assert.That(
                workgroup.GetProperty("Configuration").GetRawText(),
                Is.EqualTo("""{"ResultConfiguration":{"OutputLocation":"s3://results/b/"},"EnforceWorkGroupConfiguration":false,"PublishCloudWatchMetricsEnabled":true,"RequesterPaysEnabled":false,"EngineVersion":{"SelectedEngineVersion":"AUTO","EffectiveEngineVersion":"Athena engine version 3"}}"""));
            Assert.That(
                await DataServices.RefusalAsync("athena", "AmazonAthena.StartQueryExecution", $$"""{"QueryString": "SELECT 1", "WorkGroup": "{{_name}}"}"""),
                Is.EqualTo($"InvalidRequestException: WorkGroup {_name} is disabled."));
        }
    }

    [Test]
    public async Task A_workgroup_has_tags_and_is_deleted_with_its_queries_only_where_that_is_asked_for()
    {
        await PrepareAsync();
        await RunAsync("SELECT 1");
        var arn = $"arn:aws:athena:us-east-1:123456789012:workgroup/{_name}";
        await CallAsync("TagResource", $$"""{"ResourceARN": "{{arn}}", "Tags": [{"Key": "b", "Value": "2"}, {"Key": "c", "Value": "3"}]}""");
        await CallAsync("UntagResource", $$"""{"ResourceARN": "{{arn}}", "TagKeys": ["c"]}""");

        var tags = await CallAsync("ListTagsForResource", $$"""{"ResourceARN": "{{arn}}"}""");
        var refusal = await DataServices.RefusalAsync("athena", "AmazonAthena.DeleteWorkGroup", $$"""{"WorkGroup": "{{_name}}"}""");
        await CallAsync("DeleteWorkGroup", $$"""{"WorkGroup": "{{_name}}", "RecursiveDeleteOption": true}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tags.GetProperty("Tags").GetRawText(), Is.EqualTo("""[{"Key":"b","Value":"2"}]"""));
            Assert.That(refusal, Is.EqualTo($"InvalidRequestException: WorkGroup {_name} is not empty"));
            Assert.That(
                await DataServices.RefusalAsync("athena", "AmazonAthena.GetWorkGroup", $$"""{"WorkGroup": "{{_name}}"}"""),
                Is.EqualTo("InvalidRequestException: WorkGroup is not found."));
        }
    }

    [Test]
    public async Task A_workgroup_of_the_program_is_one_of_the_API()
    {
        await DataServices.MakeAsync(
            "aws:athena/workgroup:Workgroup",
            ("name", _name),
            ("forceDestroy", true),
            ("tags", DataServices.Map(("a", "1"))),
            ("configuration", DataServices.Map(
                ("enforceWorkgroupConfiguration", true),
                ("publishCloudwatchMetricsEnabled", false),
                ("bytesScannedCutoffPerQuery", 10_000_000.0),
                ("resultConfiguration", DataServices.Map(("outputLocation", "s3://results/"))))));

        var workgroup = (await CallAsync("GetWorkGroup", $$"""{"WorkGroup": "{{_name}}"}""")).GetProperty("WorkGroup");
        var configuration = workgroup.GetProperty("Configuration");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(configuration.GetProperty("BytesScannedCutoffPerQuery").GetInt64(), Is.EqualTo(10_000_000));
            Assert.That(configuration.GetProperty("EnforceWorkGroupConfiguration").GetBoolean(), Is.True);
            Assert.That(configuration.GetProperty("PublishCloudWatchMetricsEnabled").GetBoolean(), Is.False);
            Assert.That(Text(configuration, "ResultConfiguration", "OutputLocation"), Is.EqualTo("s3://results/"));
            Assert.That(workgroup.TryGetProperty("ForceDestroy", out _), Is.False);
        }
    }

    [Test]
    public async Task The_catalog_is_shown_as_Athena_shows_it()
    {
        await PrepareAsync();

        var table = (await CallAsync("GetTableMetadata", $$"""{"CatalogName": "AwsDataCatalog", "DatabaseName": "{{_name}}", "TableName": "t"}"""))
            .GetProperty("TableMetadata");
        var tables = await CallAsync("ListTableMetadata", $$"""{"CatalogName": "AwsDataCatalog", "DatabaseName": "{{_name}}", "Expression": "t|u"}""");
        var none = await CallAsync("ListTableMetadata", $$"""{"CatalogName": "AwsDataCatalog", "DatabaseName": "{{_name}}", "Expression": "u"}""");
        var databases = await CallAsync("ListDatabases", """{"CatalogName": "awsdatacatalog"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(table.GetProperty("Columns").GetRawText(), Is.EqualTo("""[{"Name":"id","Type":"int"},{"Name":"note","Type":"string"}]"""));
            Assert.That(table.GetProperty("PartitionKeys").GetRawText(), Is.EqualTo("""[{"Name":"day","Type":"string"}]"""));
            Assert.That(tables.GetProperty("TableMetadataList").GetArrayLength(), Is.EqualTo(1));
            Assert.That(none.GetProperty("TableMetadataList").GetArrayLength(), Is.Zero);
            Assert.That(databases.GetProperty("DatabaseList").EnumerateArray().Select(database => Text(database, "Name")), Does.Contain(_name));
        }
    }

    [Test]
    public async Task A_role_reads_the_queries_of_its_workgroup_only()
    {
        await PrepareAsync();
        var id = Id(await RunAsync("SELECT 1"));
        var cloud = await DataServices.CloudAsync();
        var (mine, other) = ($"arn:aws:iam::123456789012:role/{_name}-mine", $"arn:aws:iam::123456789012:role/{_name}-other");
        cloud.Iam.AddIdentityPolicy(
            $"{_name}-mine", "inline", Documents.Policy(Documents.Statement("Allow", "athena:GetQueryExecution", $"arn:aws:athena:us-east-1:123456789012:workgroup/{_name}")));
        cloud.Iam.AddIdentityPolicy(
            $"{_name}-other", "inline", Documents.Policy(Documents.Statement("Allow", "athena:*", "arn:aws:athena:us-east-1:123456789012:workgroup/primary")));
        var arguments = $$"""{"QueryExecutionId": "{{id}}"}""";

        var execution = await DataServices.CallAsync("athena", "AmazonAthena.GetQueryExecution", arguments, mine);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Id(execution.GetProperty("QueryExecution")), Is.EqualTo(id));
            Assert.That(
                await DataServices.RefusalAsync("athena", "AmazonAthena.GetQueryExecution", arguments, other),
                Does.StartWith($"AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/{_name}-other/AwsService is not authorized to perform: "
                    + $"athena:GetQueryExecution on resource: arn:aws:athena:us-east-1:123456789012:workgroup/{_name}"));
            Assert.That(
                await DataServices.RefusalAsync("athena", "AmazonAthena.StopQueryExecution", arguments, mine),
                Does.StartWith("AccessDeniedException: "));
        }
    }

    [TestCase("glue:GetDatabase")]
    [TestCase("glue:GetDatabases")]
    [TestCase("glue:GetTable")]
    [TestCase("glue:GetPartitions")]
    public async Task A_query_looks_its_tables_up_as_who_starts_it(string denied)
    {
        await PrepareAsync();

        var execution = await RunAsync($"SELECT id FROM {_name}.t", await WithoutAsync(denied));

        Assert.That(Text(execution, "Status", "State"), Is.EqualTo("FAILED"));
        Assert.That(Text(execution, "Status", "StateChangeReason"), Does
            .StartWith($"PERMISSION_DENIED: User: arn:aws:sts::123456789012:assumed-role/{_name}/AwsService is not authorized to perform: {denied} on resource: ")
            .And.Contain(" (Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Request ID: "));
    }

    [Test]
    public async Task A_query_of_who_may_not_find_the_bucket_of_its_result_is_not_started()
    {
        await PrepareAsync();

        Assert.That(
            await DataServices.RefusalAsync(
                "athena", "AmazonAthena.StartQueryExecution", $$"""{"QueryString": "SELECT 1", "WorkGroup": "{{_name}}"}""", await WithoutAsync("s3:GetBucketLocation")),
            Does.StartWith($"InvalidRequestException: Unable to verify/create output bucket {_name}. User: ").And.Contain("s3:GetBucketLocation"));
    }

    [Test]
    public async Task The_catalog_is_shown_to_who_may_see_it_in_Glue()
    {
        await PrepareAsync();

        Assert.That(
            await DataServices.RefusalAsync(
                "athena", "AmazonAthena.ListTableMetadata", $$"""{"CatalogName": "AwsDataCatalog", "DatabaseName": "{{_name}}"}""", await WithoutAsync("glue:GetTables")),
            Does.StartWith("MetadataException: User: ").And.Contain("glue:GetTables"));
    }

    // A role that may do all but one thing.
    private async Task<string> WithoutAsync(string action)
    {
        (await DataServices.CloudAsync()).Iam.AddIdentityPolicy(
            _name, "inline", Documents.Policy(Documents.Statement("Allow", "*", "*"), Documents.Statement("Deny", action, "*")));
        return $"arn:aws:iam::123456789012:role/{_name}";
    }

    private static Task<JsonElement> CallAsync(string operation, string arguments) => DataServices.CallAsync("athena", $"AmazonAthena.{operation}", arguments);

    // A workgroup, and a table of two partitions.
    private async Task PrepareAsync()
    {
        var cloud = await DataServices.CloudAsync();
        using var s3 = cloud.S3();
        await s3.PutBucketAsync(_name);
        foreach (var (day, lines) in new[] { ("1", "1,a\n2,b\n"), ("2", "3,c\n4,\\N") })
        {
            await s3.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = _name, Key = $"t/{day}/x.csv", ContentBody = lines });
        }

        await CallAsync("CreateWorkGroup", $$$$"""{"Name": "{{{{_name}}}}", "Configuration": {"ResultConfiguration": {"OutputLocation": "s3://{{{{_name}}}}/out/"}}}""");
        await DataServices.CallAsync("glue", "AWSGlue.CreateDatabase", $$$"""{"DatabaseInput": {"Name": "{{{_name}}}"}}""");
        await DataServices.CallAsync("glue", "AWSGlue.CreateTable", $$$$"""
            {
                "DatabaseName": "{{{{_name}}}}",
                "TableInput": {
                    "Name": "t", "PartitionKeys": [{"Name": "day", "Type": "string"}], "TableType": "EXTERNAL_TABLE",
                    "StorageDescriptor": {
                        "Location": "s3://{{{{_name}}}}/t/", "Columns": [{"Name": "id", "Type": "int"}, {"Name": "note", "Type": "string"}],
                        "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", "Parameters": {"field.delim": ","}}
                    }
                }
            }
            """);
        await DataServices.CallAsync("glue", "AWSGlue.BatchCreatePartition", $$$$"""
            {
                "DatabaseName": "{{{{_name}}}}", "TableName": "t",
                "PartitionInputList": [
                    {"Values": ["1"], "StorageDescriptor": {"Location": "s3://{{{{_name}}}}/t/1/"}},
                    {"Values": ["2"], "StorageDescriptor": {"Location": "s3://{{{{_name}}}}/t/2/"}}
                ]
            }
            """);
    }

    private async Task<JsonElement> RunAsync(string query, string? roleArn = null)
    {
        var started = await DataServices.CallAsync(
            "athena", "AmazonAthena.StartQueryExecution", JsonSerializer.Serialize(new { QueryString = query, WorkGroup = _name }), roleArn);
        var cloud = await DataServices.CloudAsync();
        await cloud.Jobs.EndOf(Id(started));
        return (await CallAsync("GetQueryExecution", started.GetRawText())).GetProperty("QueryExecution");
    }

    private static string Id(JsonElement execution) => Text(execution, "QueryExecutionId")!;

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element = element.GetProperty(name);
        }

        return element.GetString();
    }

    private static IEnumerable<string?> Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(item => item.GetString());

    private static string[] Rows(JsonElement results) =>
    [
        .. results.GetProperty("ResultSet").GetProperty("Rows").EnumerateArray().Select(row => string.Join('|', row.GetProperty("Data").EnumerateArray()
            .Select(datum => datum.TryGetProperty("VarCharValue", out var value) ? value.GetString() : "null"))),
    ];
}
