using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;
using Fanout.Local.Stacks.Provisioning;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class DeclarationTests
{
    private static ImmutableDictionary<string, object> Map(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);

    private static CloudResource Resource(string type, params (string Name, object Value)[] inputs) =>
        new(type, inputs.First(input => input.Name == "name").Value.ToString()!, "id", Map(inputs), Map(inputs));

    private static CloudResource Table(string location, string library) => Resource(
        "aws:glue/catalogTable:CatalogTable",
        ("name", "Readings"),
        ("databaseName", "IoT"),
        ("partitionKeys", ImmutableArray.Create<object>(Map(("name", "Day"), ("type", "string")))),
        ("parameters", Map(
            ("projection.enabled", "true"), ("projection.day.type", "date"), ("projection.day.format", "yyyy/MM/dd"),
            ("projection.day.range", "2022/01/01,NOW"), ("storage.location.template", "s3://data/readings/${day}"),
            ("skip.header.line.count", "1"))),
        ("storageDescriptor", Map(
            ("location", location),
            ("columns", ImmutableArray.Create<object>(Map(("name", "Id"), ("type", "bigint")), Map(("name", "note")))),
            ("serDeInfo", Map(("serializationLibrary", library), ("parameters", Map(("field.delim", ","))))))));

    private static GlueTable Read(CloudResource resource) => GlueTableReader.Read(resource.RequiredText("databaseName"), Arguments(resource));

    // Without what it was read from.
    private static Workgroup ReadWorkgroup(CloudResource resource) => Workgroup.Of(Arguments(resource)) with { Definition = default };

    private static ApiArguments Arguments(CloudResource resource) => new(JsonSerializer.SerializeToElement(CreationRequest.Of(resource)));

    [Test]
    public void A_table_is_read_from_its_inputs()
    {
        var table = Read(Table("s3://data/readings", "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"));

        Assert.That((table.Database, table.Name, table.Location), Is.EqualTo(("iot", "readings", "s3://data/readings")));
        Assert.That(table.Columns, Is.EqualTo(new GlueColumn[] { new("id", "bigint"), new("note", "string") }));
        Assert.That(table.PartitionKeys, Is.EqualTo(new GlueColumn[] { new("day", "string") }));
        Assert.That(table.Serde, Is.EqualTo(new Serde("lazy", ",", NullText: "\\N", SkippedLines: 1)));
        Assert.That(table.Projection!.Template, Is.EqualTo("s3://data/readings/${day}/"));
    }

    [Test]
    public void A_table_that_cannot_be_read_is_refused()
    {
        Assert.That(
            () => Read(Table("data/readings", "org.apache.hadoop.hive.serde2.OpenCSVSerde")),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(
                "The table Readings has the location 'data/readings'; it must be one in S3 such as s3://bucket/prefix/."));
        Assert.That(
            () => Read(Resource("aws:glue/catalogTable:CatalogTable", ("name", "x"), ("databaseName", "y"))),
            Throws.TypeOf<LocalException>().With.Message.EqualTo("The table x needs a StorageDescriptor."));
    }

    [Test]
    public void A_workgroup_is_read_from_its_inputs()
    {
        var workgroup = ReadWorkgroup(Resource(
            "aws:athena/workgroup:Workgroup",
            ("name", "analysts"),
            ("configuration", Map(
                ("bytesScannedCutoffPerQuery", 10_737_418_240.0),
                ("resultConfiguration", Map(("outputLocation", "s3://results/athena/")))))));

        Assert.That(workgroup, Is.EqualTo(new Workgroup("analysts", Enforces: true, "s3://results/athena/", 10_737_418_240)));
        Assert.That(
            ReadWorkgroup(Resource("aws:athena/workgroup:Workgroup", ("name", "x"), ("configuration", Map(("enforceWorkgroupConfiguration", false))))),
            Is.EqualTo(new Workgroup("x", Enforces: false, null, null)));
    }

    [TestCase("bytesScannedCutoffPerQuery", 1000.0, "BytesScannedCutoffPerQuery is 1000; the least that Athena takes is 10000000.")]
    public void A_workgroup_that_Athena_would_refuse_is_refused(string setting, object value, string message)
    {
        Assert.That(
            () => ReadWorkgroup(Resource("aws:athena/workgroup:Workgroup", ("name", "x"), ("configuration", Map((setting, value))))),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(message));
    }

    [Test]
    public void A_result_location_that_is_none_is_refused()
    {
        Assert.That(
            () => ReadWorkgroup(Resource(
                "aws:athena/workgroup:Workgroup", ("name", "x"), ("configuration", Map(("resultConfiguration", Map(("outputLocation", "results"))))))),
            Throws.TypeOf<LocalException>().With.Message.EqualTo("OutputLocation 'results' is not an S3 location such as s3://bucket/prefix/."));
    }
}
