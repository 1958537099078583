using Fanout.Local;
using Fanout.Local.Athena.Catalog;

namespace Fanout.Tests.Local.Athena;

public sealed class SerdeTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    private static async Task<string[]> ReadAsync(Serde serde, string content, params (string Name, string Type)[] columns)
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", serde, columns);
        athena.Store.Put("data", "t/a", content);
        return (await athena.SelectAsync("SELECT * FROM t"))[1..];
    }

    [Test]
    public async Task LazySimpleSerDe_knows_no_quotation_marks_but_escapes()
    {
        Assert.That(
            await ReadAsync(new Serde("lazy", "\t", Escape: "\\", NullText: "\\N"), "\"a\tb\"\tc\nx\\\ty\t\\N\t1\n", ("a", "string"), ("b", "string"), ("c", "string")),
            Is.EqualTo(new[] { "\"\"\"a\",\"b\"\"\",\"c\"", "\"x\ty\",,\"1\"" }));
    }

    [Test]
    public async Task OpenCSVSerde_knows_quotation_marks_and_gives_no_NULL()
    {
        Assert.That(
            await ReadAsync(
                new Serde("opencsv", ",", "\"", "\\", SkippedLines: 1),
                "a,b,c,d\n\"x, \"\"y\"\"\",7,,true\n\"\\\"\",-7,z,FALSE,more\n",
                ("a", "string"), ("b", "bigint"), ("c", "string"), ("d", "boolean")),
            Is.EqualTo(new[] { "\"x, \"\"y\"\"\",\"7\",\"\",\"true\"", "\"\"\"\",\"-7\",\"z\",\"false\"" }));
    }

    [TestCase("bigint", "x", "HIVE_BAD_DATA: Error parsing field value 'x' for field a")]
    [TestCase("int", "", "HIVE_BAD_DATA: Error parsing field value '' for field a")]
    [TestCase("double", "1_0", "HIVE_BAD_DATA: Error parsing field value '1_0' for field a")]
    [TestCase("date", "2022-01-01", "NOT_SUPPORTED: OpenCSVSerde reads no column of the type DATE here; declare it string and cast it in the query")]
    public async Task OpenCSVSerde_fails_on_a_value_that_is_none_of_its_column(string type, string value, string reason)
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("opencsv"), ("a", type), ("b", "string"));
        athena.Store.Put("data", "t/a", $"{value},x\n");

        Assert.That(await athena.FailureAsync("SELECT * FROM t"), Is.EqualTo(reason));
    }

    [Test]
    public async Task JSON_has_an_object_a_line()
    {
        Assert.That(
            await ReadAsync(
                new Serde("json"),
                """{"a": 1, "b": "x", "c": {"d": [1, 2]}, "e": 1.5}""" + "\n" + """{"b": null, "a": 12345678901234567}""" + "\n",
                ("a", "bigint"), ("b", "string"), ("c", "struct<d:array<int>>"), ("e", "double")),
            Is.EqualTo(new[] { "\"1\",\"x\",\"{d=[1, 2]}\",\"1.5\"", "\"12345678901234567\",,," }));
    }

    [Test]
    public async Task A_line_that_is_no_JSON_fails_the_query()
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("json"), ("a", "bigint"));
        athena.Store.Put("data", "t/a", "{\"a\": \n");

        Assert.That(await athena.FailureAsync("SELECT * FROM t"), Does.StartWith("HIVE_CURSOR_ERROR: Row is not a valid JSON Object"));
    }

    [Test]
    public async Task Parquet_is_read_by_the_names_of_its_columns()
    {
        await using var athena = new TestAthena();
        athena.AddTable("source", new Serde("lazy", ","), ("a", "bigint"), ("b", "string"));
        athena.AddTable("t", new Serde("parquet"), ("b", "string"), ("a", "int"), ("c", "double"));
        athena.Store.Put("data", "source/a", "1,x\n");
        Assert.That((await athena.RunAsync("UNLOAD (SELECT a, b FROM source) TO 's3://data/t/' WITH (format = 'PARQUET')")).Reason, Is.Null);

        Assert.That(await athena.SelectAsync("SELECT * FROM t"), Is.EqualTo(new[] { "\"b\",\"a\",\"c\"", "\"x\",\"1\"," }));
    }

    [Test]
    public async Task An_object_that_is_no_Parquet_fails_the_query()
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("parquet"), ("a", "bigint"));
        athena.Store.Put("data", "t/a", "a,b,c,d,e,f,g,h");

        Assert.That(await athena.FailureAsync("SELECT * FROM t"), Does.Contain("No magic bytes found at end of file"));
    }

    [Test]
    public async Task A_type_that_is_none_fails_the_query()
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("lazy"), ("a", "text"));

        Assert.That(await athena.FailureAsync("SELECT * FROM t"), Does.StartWith("HIVE_INVALID_METADATA: The type 'text' is not known; known are tinyint,"));
    }

    [Test]
    public void Parameters_say_how_texts_are_cut()
    {
        Assert.That(
            Serde.Of("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", new Dictionary<string, string> { ["field.delim"] = ";" }, new Dictionary<string, string> { ["skip.header.line.count"] = "1" }),
            Is.EqualTo(new Serde("lazy", ";", NullText: "\\N", SkippedLines: 1)));
        Assert.That(
            Serde.Of("org.apache.hadoop.hive.serde2.OpenCSVSerde", new Dictionary<string, string> { ["separatorChar"] = ";", ["quoteChar"] = "'" }, Nothing),
            Is.EqualTo(new Serde("opencsv", ";", "'", "\\")));
    }

    [Test]
    public void A_library_that_is_not_known_is_refused()
    {
        Assert.That(
            () => Serde.Of("org.apache.hadoop.hive.ql.io.orc.OrcSerde", Nothing, Nothing),
            Throws.TypeOf<LocalException>().With.Message.StartsWith("The serializationLibrary 'org.apache.hadoop.hive.ql.io.orc.OrcSerde' is not read here"));
        Assert.That(
            () => Serde.Of("org.apache.hadoop.hive.serde2.OpenCSVSerde", Nothing, new Dictionary<string, string> { ["skip.header.line.count"] = "one" }),
            Throws.TypeOf<LocalException>().With.Message.EqualTo("skip.header.line.count is 'one'; it must be a number of lines."));
    }
}
