using Fanout.Local;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

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

    // As Trino's TextLineReader: each of the three ends a line, an empty line is one, the last needs no end.
    [TestCase("n\na\nb\n", "a", "b")]
    [TestCase("n\r\na\r\nb", "a", "b")]
    [TestCase("n\ra\rb\r", "a", "b")]
    [TestCase("n\ra\nb\r\nc", "a", "b", "c")]
    [TestCase("n\r\ra\n\r\nb\r", "", "a", "", "b")]
    [TestCase("\ufeffn\ra\r", "a")]
    [TestCase("n\n\ufeffa\nb\ufeff\n", "\ufeffa", "b\ufeff")]
    public async Task Lines_end_in_all_three_ways_and_the_mark_at_the_head_of_a_file_is_none_of_its_text(string content, params string[] lines)
    {
        foreach (var serde in new[] { new Serde("lazy", ",", SkippedLines: 1), new Serde("opencsv", SkippedLines: 1), new Serde("regex", Pattern: "(?s)(.*)", SkippedLines: 1) })
        {
            Assert.That(await ReadAsync(serde, content, ("a", "string")), Is.EqualTo(lines.Select(line => $"\"{line}\"")), serde.Format);
        }
    }

    [Test]
    public async Task A_line_that_ends_where_a_chunk_of_the_file_does_is_one_line([Values(-1, 0, 1)] int offset)
    {
        // Files are read in chunks of 64 KiB.
        var length = 65_536 - 1 + offset;

        Assert.That(
            await ReadAsync(new Serde("regex", Pattern: "(.*)"), $"{new string('x', length)}\r\ny\r\n", ("a", "string")),
            Is.EqualTo(new[] { $"\"{new string('x', length)}\"", "\"y\"" }));
    }

    [Test]
    public async Task A_mark_is_in_the_result_where_it_is_in_the_table()
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("regex", Pattern: "(.*)"), ("a", "string"));
        athena.Store.Put("data", "t/a", "\ufeff\ufeffx\n\ufeffx\n");

        Assert.That(
            await athena.SelectAsync("SELECT a, length(a) AS n, a = chr(65279) || 'x' AS b FROM t"),
            Is.EqualTo(new[] { "\"a\",\"n\",\"b\"", "\"\ufeffx\",\"2\",\"true\"", "\"\ufeffx\",\"2\",\"true\"" }));
    }

    [Test]
    public async Task RegexSerDe_gives_the_groups_of_a_line_and_NULL_for_a_line_that_does_not_match()
    {
        Assert.That(
            await ReadAsync(new Serde("regex", Pattern: "([a-z]+)=(.*)"), "a=\\N\\t\u0001\"=\n1=2\n", ("a", "string"), ("b", "string")),
            Is.EqualTo(new[] { "\"a\",\"\\N\\t\u0001\"\"=\"", "," }));
    }

    // By characters, as Java does: a dot, and a class that is negated, do not halve one beyond U+FFFF.
    [TestCase("(.)(.*)", "😀ab", "😀", "ab")]
    [TestCase("([^b])(.*)", "😀ab", "😀", "ab")]
    [TestCase("(a|b)*(.*)", "x", null, "x")]
    [TestCase("(.*)(.*)", "a\u2028b", null, null)]
    [TestCase("(?s)(.*)(.*)", "a\u2028b", "a\u2028b", "")]
    [TestCase("(a{2,3})(.+)", "aaaa", "aaa", "a")]
    public async Task RegexSerDe_matches_as_Java_does(string pattern, string line, string? first, string? second)
    {
        string Quoted(string? value) => value is null ? "" : $"\"{value}\"";
        Assert.That(
            await ReadAsync(new Serde("regex", Pattern: pattern), $"{line}\n", ("a", "string"), ("b", "string")),
            Is.EqualTo(new[] { $"{Quoted(first)},{Quoted(second)}" }));
    }

    [TestCase("(a)(b)", "string", "HIVE_INVALID_METADATA: The input.regex '(a)(b)' has 2 groups, but the table 1 columns")]
    [TestCase("(?i)(a)", "string", "NOT_SUPPORTED: the local Athena does not read the input.regex '(?i)(a)': it takes (?s) at the head, and no other ? and no \\")]
    [TestCase("(\\h)", "string", "NOT_SUPPORTED: the local Athena does not read the input.regex '(\\h)': it takes (?s) at the head, and no other ? and no \\")]
    [TestCase("([^]]*)", "string", "HIVE_INVALID_METADATA: The input.regex '([^]]*)' is no pattern: a class holds a bracket, && or a character beyond U+FFFF, which are not read here")]
    [TestCase("([a-z&&[^b]]*)", "string", "HIVE_INVALID_METADATA: The input.regex '([a-z&&[^b]]*)' is no pattern: a class holds a bracket, && or a character beyond U+FFFF, which are not read here")]
    [TestCase("([a", "string", "HIVE_INVALID_METADATA: The input.regex '([a' is no pattern: a class has no end")]
    [TestCase("(a", "string", "HIVE_INVALID_METADATA: The input.regex '(a' is no pattern: Invalid pattern '\\A(?:(a)\\z' at offset 10. Not enough )'s.")]
    [TestCase("(.*)", "bigint", "HIVE_INVALID_METADATA: RegexSerDe only accepts columns of the type string, but a is bigint")]
    public async Task RegexSerDe_refuses_a_pattern_that_does_not_fit(string pattern, string type, string reason)
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("regex", Pattern: pattern), ("a", type));
        athena.Store.Put("data", "t/a", "a\n");

        Assert.That(await athena.FailureAsync("SELECT * FROM t"), Is.EqualTo(reason));
    }

    [Test]
    public async Task The_hidden_column_path_is_the_file_of_a_row()
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("lazy", ","), ("a", "string"));
        athena.Store.Put("data", "t/a", "1\n");
        athena.Store.Put("data", "t/b", "2\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await athena.SelectAsync("SELECT \"$path\" FROM t ORDER BY 1"), Is.EqualTo(new[] { "\"$path\"", "\"s3://data/t/a\"", "\"s3://data/t/b\"" }));
            Assert.That(await athena.SelectAsync("SELECT * FROM t ORDER BY 1"), Is.EqualTo(new[] { "\"a\"", "\"1\"", "\"2\"" }));
            Assert.That(
                await athena.FailureAsync("SELECT *, \"$path\" FROM t"),
                Does.StartWith("NOT_SUPPORTED: the local Athena does not run * in a query that names the hidden column"));
        }
    }

    [Test]
    public async Task LazySimpleSerDe_reads_decimals_with_an_exponent()
    {
        Assert.That(
            await ReadAsync(new Serde("lazy", ","), "1e-5,15e-3\n 2.5E-1 ,1e9\nx,NaN\n", ("a", "decimal(5,5)"), ("b", "decimal(3,2)")),
            Is.EqualTo(new[] { "\"0.00001\",\"0.02\"", "\"0.25000\",", "," }));
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

    [TestCase("""{"info": {"a": null}}""", "{a=null, b=null, c=null, m=null}")]
    [TestCase("""{"info": {}}""", "{a=null, b=null, c=null, m=null}")]
    [TestCase("""{"info": null}""", null)]
    [TestCase("""{"other": {"a": 1}}""", null)]
    [TestCase("""{"info": {"x": 1, "b": "y", "a": 1.0}}""", "{a=1, b=y, c=null, m=null}")]
    [TestCase("""{"info": {"c": [{"d": true}, {}, null]}}""", "{a=null, b=null, c=[{d=true}, {d=null}, null], m=null}")]
    [TestCase("""{"info": {"m": {"K": {"e": 0.5}, "k": {}}}}""", "{a=null, b=null, c=null, m={K={e=0.5}, k={e=null}}}")]
    [TestCase("""{"Info": {"A": 1, "C": [{"D": false}]}}""", "{a=1, b=null, c=[{d=false}], m=null}")]
    public async Task Keys_of_JSON_are_found_in_any_case_and_those_that_are_missing_are_NULL(string line, string? value)
    {
        Assert.That(
            await ReadAsync(
                new Serde("json"), $"{line}\n",
                ("info", "struct<a:int,b:string,c:array<struct<d:boolean>>,m:map<string,struct<e:decimal(1,1)>>>"), ("missing", "string")),
            Is.EqualTo(new[] { value is null ? "," : $"\"{value}\"," }));
    }

    [TestCase("{\"a\": ", "HIVE_CURSOR_ERROR: Row is not a valid JSON Object: {\"a\": ")]
    [TestCase("[1]", "HIVE_CURSOR_ERROR: Row is not a valid JSON Object: [1]")]
    [TestCase("{\"\\ud800\": 1}", "HIVE_CURSOR_ERROR: Row is not a valid JSON Object: {\"\\ud800\": 1}")]
    [TestCase("{\"URL\": 1, \"Url\": 2}", "HIVE_CURSOR_ERROR: Row is not a valid JSON Object - JSONException: Duplicate key \"url\"")]
    [TestCase("{\"s\": {\"x\": 1, \"X\": 2}}", "HIVE_CURSOR_ERROR: Row is not a valid JSON Object - JSONException: Duplicate key \"x\"")]
    public async Task A_line_that_is_no_JSON_object_fails_the_query(string line, string reason) =>
        Assert.That(await FailureOfJsonAsync(line), Is.EqualTo(reason));

    [TestCase("{\"a\": \"x\"}", "Failed to cast value to numerical: \"x\"")]
    [TestCase("{\"s\": {\"b\": \"x\"}}", "Failed to cast value to numerical: \"x\"")]
    [TestCase("{\"s\": [1]}", "Expected OBJECT, but got ARRAY: [1]")]
    public async Task JSON_of_another_type_than_its_column_fails_the_query(string line, string reason) =>
        Assert.That(await FailureOfJsonAsync(line), Does.Contain(reason));

    private static async Task<string?> FailureOfJsonAsync(string line)
    {
        await using var athena = new TestAthena();
        athena.AddTable("t", new Serde("json"), ("a", "bigint"), ("s", "struct<b:int>"));
        athena.Store.Put("data", "t/a", $"{line}\n");
        return await athena.FailureAsync("SELECT * FROM t");
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
    public void RegexSerDe_needs_its_pattern()
    {
        const string library = "org.apache.hadoop.hive.serde2.RegexSerDe";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Serde.Of(library, new Dictionary<string, string> { ["input.regex"] = "(.*)" }, Nothing), Is.EqualTo(new Serde("regex", Pattern: "(.*)")));
            Assert.That(() => Serde.Of(library, Nothing, Nothing), Throws.TypeOf<LocalException>().With.Message.Contains("needs the parameter input.regex"));
        }
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

    [TestCase("ignore.malformed.json", "true", "The SerDe's parameter ignore.malformed.json is 'true', which is not read here; leave it out, or say 'false'.")]
    [TestCase("case.insensitive", "FALSE", "The SerDe's parameter case.insensitive is 'FALSE', which is not read here; leave it out, or say 'true'.")]
    [TestCase("line.delim", "|", "The SerDe's parameter line.delim is '|', which is not read here; leave it out, or say '\\n'.")]
    [TestCase("mapping.id", "ID", "The SerDe's parameter mapping.id is not read here: a column has the name of its member.")]
    public void A_parameter_that_would_read_otherwise_is_refused(string name, string value, string expected) => Assert.That(
        () => Serde.Of("org.openx.data.jsonserde.JsonSerDe", new Dictionary<string, string> { [name] = value }, Nothing),
        Throws.TypeOf<LocalException>().With.Message.EqualTo(expected));

    [TestCase("ignore.malformed.json", "FALSE")]
    [TestCase("line.delim", "\n")]
    [TestCase("serialization.format", "1")]
    [TestCase("paths", "id,name")]
    public void A_parameter_that_says_what_is_done_or_changes_nothing_is_taken(string name, string value) => Assert.That(
        Serde.Of("org.openx.data.jsonserde.JsonSerDe", new Dictionary<string, string> { [name] = value }, Nothing), Is.EqualTo(new Serde("json")));
}
