using System.Text.Json;

namespace Fanout.Tests.Local.Services.Glue;

public sealed class GlueCatalogApiTests
{
    private const string Lazy = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";

    private string _name = null!;

    [SetUp]
    public async Task MakeDatabaseAsync()
    {
        _name = DataServices.NewName();
        await CallAsync("CreateDatabase", $$$"""{"DatabaseInput": {"Name": "{{{_name.ToUpperInvariant()}}}", "Description": "first"}, "Tags": {"a": "1"}}""");
    }

    [Test]
    public async Task A_database_is_read_as_it_was_given_changed_and_deleted_with_its_tables()
    {
        await CreateTableAsync();
        var database = (await CallAsync("GetDatabase", $$"""{"Name": "{{_name}}"}""")).GetProperty("Database");
        var tags = await CallAsync("GetTags", $$"""{"ResourceArn": "arn:aws:glue:us-east-1:123456789012:database/{{_name}}"}""");
        await CallAsync("UpdateDatabase", $$$$"""{"Name": "{{{{_name}}}}", "DatabaseInput": {"Name": "{{{{_name}}}}", "Parameters": {"p": "q"}}}""");
        var changed = (await CallAsync("GetDatabase", $$"""{"Name": "{{_name}}"}""")).GetProperty("Database");
        var table = await CallAsync("GetTable", $$"""{"DatabaseName": "{{_name}}", "Name": "t"}""");
        await CallAsync("DeleteDatabase", $$"""{"Name": "{{_name}}"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(database.GetProperty("Name").GetString(), Is.EqualTo(_name));
            Assert.That(database.GetProperty("Description").GetString(), Is.EqualTo("first"));
            Assert.That(database.GetProperty("CatalogId").GetString(), Is.EqualTo("123456789012"));
            Assert.That(tags.GetProperty("Tags").GetRawText(), Is.EqualTo("""{"a":"1"}"""));
            Assert.That(changed.TryGetProperty("Description", out _), Is.False);
            Assert.That(changed.GetProperty("Parameters").GetRawText(), Is.EqualTo("""{"p":"q"}"""));
            Assert.That(changed.GetProperty("CreateTime").GetDouble(), Is.EqualTo(database.GetProperty("CreateTime").GetDouble()));
            Assert.That(table.GetProperty("Table").GetProperty("Name").GetString(), Is.EqualTo("t"));
            Assert.That(
                await RefusalAsync("GetTable", $$"""{"DatabaseName": "{{_name}}", "Name": "t"}"""),
                Is.EqualTo($"EntityNotFoundException: Database {_name} not found."));
        }
    }

    [Test]
    public async Task A_table_is_read_as_it_was_given_and_changed_as_a_whole()
    {
        await CreateTableAsync();
        await CallAsync("UpdateTable", Table(location: "s3://data/other/", more: """ "Description": "new", """));

        var table = (await CallAsync("GetTable", $$"""{"DatabaseName": "{{_name}}", "Name": "T"}""")).GetProperty("Table");
        var tables = await CallAsync("GetTables", $$"""{"DatabaseName": "{{_name}}", "Expression": "[a-t]"}""");
        var indexes = await CallAsync("GetPartitionIndexes", $$"""{"DatabaseName": "{{_name}}", "TableName": "t"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(table.GetProperty("StorageDescriptor").GetProperty("Location").GetString(), Is.EqualTo("s3://data/other/"));
            Assert.That(table.GetProperty("StorageDescriptor").GetProperty("SerdeInfo").GetProperty("Parameters").GetRawText(), Is.EqualTo("""{"field.delim":","}"""));
            Assert.That(table.GetProperty("Description").GetString(), Is.EqualTo("new"));
            Assert.That(table.GetProperty("VersionId").GetString(), Is.EqualTo("1"));
            Assert.That(table.GetProperty("DatabaseName").GetString(), Is.EqualTo(_name));
            Assert.That(tables.GetProperty("TableList").GetArrayLength(), Is.EqualTo(1));
            Assert.That(indexes.GetProperty("PartitionIndexDescriptorList").GetArrayLength(), Is.Zero);
        }
    }

    [Test]
    public async Task Tables_are_deleted_in_a_batch_with_an_error_for_each_that_is_not_there()
    {
        await CreateTableAsync();

        var answer = await CallAsync("BatchDeleteTable", $$"""{"DatabaseName": "{{_name}}", "TablesToDelete": ["t", "u"]}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("Errors").GetArrayLength(), Is.EqualTo(1));
            Assert.That(answer.GetProperty("Errors")[0].GetProperty("TableName").GetString(), Is.EqualTo("u"));
            Assert.That(answer.GetProperty("Errors")[0].GetProperty("ErrorDetail").GetProperty("ErrorCode").GetString(), Is.EqualTo("EntityNotFoundException"));
            Assert.That((await CallAsync("GetTables", $$"""{"DatabaseName": "{{_name}}"}""")).GetProperty("TableList").GetArrayLength(), Is.Zero);
        }
    }

    [Test]
    public async Task Partitions_are_made_read_changed_and_deleted()
    {
        await CreateTableAsync();
        var batch = await CallAsync("BatchCreatePartition", Partitions("PartitionInputList", "1", "2", "1"));
        await CallAsync("UpdatePartition", $$$$"""
            {"DatabaseName": "{{{{_name}}}}", "TableName": "t", "PartitionValueList": ["2"], "PartitionInput": {"Values": ["3"], "StorageDescriptor": {"Location": "s3://data/t/3/"}}}
            """);
        var page = await CallAsync("GetPartitions", $$"""{"DatabaseName": "{{_name}}", "TableName": "t", "MaxResults": 1}""");
        var some = await CallAsync("BatchGetPartition", $$"""{"DatabaseName": "{{_name}}", "TableName": "t", "PartitionsToGet": [{"Values": ["3"]}, {"Values": ["2"]}]}""");
        await CallAsync("DeletePartition", $$"""{"DatabaseName": "{{_name}}", "TableName": "t", "PartitionValues": ["1"]}""");
        var deleted = await CallAsync(
            "BatchDeletePartition", $$"""{"DatabaseName": "{{_name}}", "TableName": "t", "PartitionsToDelete": [{"Values": ["1"]}, {"Values": ["3"]}]}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(batch.GetProperty("Errors")[0].GetProperty("PartitionValues").GetRawText(), Is.EqualTo("""["1"]"""));
            Assert.That(batch.GetProperty("Errors")[0].GetProperty("ErrorDetail").GetProperty("ErrorCode").GetString(), Is.EqualTo("AlreadyExistsException"));
            Assert.That(page.GetProperty("Partitions")[0].GetProperty("StorageDescriptor").GetProperty("Location").GetString(), Is.EqualTo("s3://data/t/1/"));
            Assert.That(page.GetProperty("NextToken").GetString(), Is.EqualTo("1"));
            Assert.That(some.GetProperty("Partitions").EnumerateArray().Single().GetProperty("Values").GetRawText(), Is.EqualTo("""["3"]"""));
            Assert.That(deleted.GetProperty("Errors").EnumerateArray().Single().GetProperty("PartitionValues").GetRawText(), Is.EqualTo("""["1"]"""));
            Assert.That(
                await RefusalAsync("GetPartition", $$"""{"DatabaseName": "{{_name}}", "TableName": "t", "PartitionValues": ["3"]}"""),
                Is.EqualTo("EntityNotFoundException: Cannot find partition."));
        }
    }

    [Test]
    public async Task What_is_wrong_is_refused_as_Glue_does()
    {
        await CreateTableAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await RefusalAsync("CreateDatabase", $$$"""{"DatabaseInput": {"Name": "{{{_name}}}"}}"""), Is.EqualTo("AlreadyExistsException: Database already exists."));
            Assert.That(await RefusalAsync("CreateDatabase", "{}"), Is.EqualTo("InvalidInputException: DatabaseInput is required."));
            Assert.That(await RefusalAsync("CreateTable", Table()), Is.EqualTo("AlreadyExistsException: Table already exists."));
            Assert.That(
                await RefusalAsync("CreateTable", Table(name: "u", location: "data")),
                Is.EqualTo("InvalidInputException: The table u has the location 'data'; it must be one in S3 such as s3://bucket/prefix/."));
            Assert.That(
                await RefusalAsync("CreateTable", Table(name: "u", serde: "Unknown")),
                Does.StartWith("InvalidInputException: The serializationLibrary 'Unknown' is not read here; known are "));
            Assert.That(
                await RefusalAsync("DeleteTable", $$"""{"DatabaseName": "{{_name}}", "Name": "none"}"""), Is.EqualTo("EntityNotFoundException: Table none not found."));
            Assert.That(
                await RefusalAsync("CreatePartition", $$$$"""
                    {"DatabaseName": "{{{{_name}}}}", "TableName": "t", "PartitionInput": {"Values": ["1", "2"], "StorageDescriptor": {"Location": "s3://data/"}}}
                    """),
                Is.EqualTo("InvalidInputException: The number of partition keys do not match the number of partition values"));
            Assert.That(
                await RefusalAsync("CreatePartition", $$$$"""
                    {
                        "DatabaseName": "{{{{_name}}}}", "TableName": "t",
                        "PartitionInput": {"Values": ["1"], "StorageDescriptor": {"Location": "s3://data/", "SerdeInfo": {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"}}}
                    }
                    """),
                Is.EqualTo("InvalidInputException: A partition of t has a SerdeInfo of its own, which the local cloud does not read: all are read as the table is."));
            Assert.That(
                await RefusalAsync("GetPartitions", $$"""{"DatabaseName": "{{_name}}", "TableName": "t", "Expression": "day = '1'"}"""),
                Is.EqualTo("InvalidInputException: Expression is not supported by the local cloud; leave it out, and choose from all partitions."));
            Assert.That(await RefusalAsync("GetCrawlers", "{}"), Does.StartWith("UnknownOperationException: The local cloud does not know GetCrawlers of glue"));
        }
    }

    [Test]
    public async Task A_table_of_the_program_is_one_of_the_API()
    {
        await DataServices.MakeAsync(
            "aws:glue/catalogTable:CatalogTable",
            ("name", "made"),
            ("databaseName", _name),
            ("tableType", "EXTERNAL_TABLE"),
            ("parameters", DataServices.Map(("EXTERNAL", "TRUE"))),
            ("storageDescriptor", DataServices.Map(
                ("location", "s3://data/made/"),
                ("columns", new object[] { DataServices.Map(("name", "id"), ("type", "int")) }),
                ("serDeInfo", DataServices.Map(("serializationLibrary", Lazy), ("parameters", DataServices.Map(("field.delim", ";"))))))));

        var table = (await CallAsync("GetTable", $$"""{"DatabaseName": "{{_name}}", "Name": "made"}""")).GetProperty("Table");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(table.GetProperty("Parameters").GetRawText(), Is.EqualTo("""{"EXTERNAL":"TRUE"}"""));
            Assert.That(table.GetProperty("StorageDescriptor").GetProperty("Columns").GetRawText(), Is.EqualTo("""[{"Name":"id","Type":"int"}]"""));
            Assert.That(
                table.GetProperty("StorageDescriptor").GetProperty("SerdeInfo").GetRawText(),
                Is.EqualTo($$$"""{"Parameters":{"field.delim":";"},"SerializationLibrary":"{{{Lazy}}}"}"""));
        }
    }

    private static Task<JsonElement> CallAsync(string operation, string arguments) => DataServices.CallAsync("glue", $"AWSGlue.{operation}", arguments);

    private static Task<string> RefusalAsync(string operation, string arguments) => DataServices.RefusalAsync("glue", $"AWSGlue.{operation}", arguments);

    private Task<JsonElement> CreateTableAsync() => CallAsync("CreateTable", Table());

    private string Table(string name = "t", string location = "s3://data/t/", string serde = Lazy, string more = "") => $$$$"""
        {
            "DatabaseName": "{{{{_name}}}}",
            "TableInput": {
                "Name": "{{{{name}}}}", {{{{more}}}} "PartitionKeys": [{"Name": "day", "Type": "string"}],
                "StorageDescriptor": {
                    "Location": "{{{{location}}}}", "Columns": [{"Name": "id", "Type": "int"}],
                    "SerdeInfo": {"SerializationLibrary": "{{{{serde}}}}", "Parameters": {"field.delim": ","}}
                }
            }
        }
        """;

    private string Partitions(string member, params string[] days)
    {
        var items = days.Select(day => $$$$"""{"Values": ["{{{{day}}}}"], "StorageDescriptor": {"Location": "s3://data/t/{{{{day}}}}/"}}""");
        return $$"""{"DatabaseName": "{{_name}}", "TableName": "t", "{{member}}": [{{string.Join(", ", items)}}]}""";
    }
}
