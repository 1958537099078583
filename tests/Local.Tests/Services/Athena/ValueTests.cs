using Fanout.Local.Services.Athena.Sql;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>Values of every type on their way from DuckDB into results, and into JSON.</summary>
public sealed class ValueTests
{
    [TestCase("0e0", "0.0", "0")]
    [TestCase("CAST('-0' AS DOUBLE)", "-0.0", "-0.0")]
    [TestCase("0.001e0", "0.001", "0.001")]
    [TestCase("0.00099e0", "9.9E-4", "0.00099")]
    [TestCase("9999999.5e0", "9999999.5", "9999999.5")]
    [TestCase("1e7", "1.0E7", "10000000")]
    [TestCase("-12345678.9e0", "-1.23456789E7", "-12345678.9")]
    [TestCase("0.000001e0", "1.0E-6", "0.000001")]
    [TestCase("0.0000001e0", "1.0E-7", "1e-7")]
    [TestCase("123456789012345680000e0", "1.2345678901234568E20", "123456789012345680000")]
    [TestCase("1e21", "1.0E21", "1e+21")]
    [TestCase("1.7976931348623157e308", "1.7976931348623157E308", "1.7976931348623157e+308")]
    [TestCase("5e-324", "5.0E-324", "5e-324")]
    [TestCase("100e0", "100.0", "100")]
    [TestCase("CAST('nan' AS DOUBLE)", "NaN", "\"NaN\"")]
    [TestCase("CAST('-inf' AS DOUBLE)", "-Infinity", "\"-Infinity\"")]
    [TestCase("CAST(21.1 AS FLOAT)", "21.1", "21.1")]
    [TestCase("CAST(16777216 AS FLOAT)", "1.6777216E7", "16777216")]
    [TestCase("12345678901234567890123456789012345678::HUGEINT", "12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    [TestCase("CAST('-0.0000000001234567890123456789012345678' AS DECIMAL(38,37))", "-0.0000000001234567890123456789012345678", "-0.0000000001234567890123456789012345678")]
    [TestCase("CAST('0.5' AS DECIMAL(1,1))", "0.5", "0.5")]
    [TestCase("CAST('-0.05' AS DECIMAL(2,2))", "-0.05", "-0.05")]
    [TestCase("{'a': [CAST('0.25' AS DECIMAL(2,2))], 'm': MAP {CAST('-0.5' AS DECIMAL(1,1)): NULL}}", "{a=[0.25], m={-0.5=null}}", "{\"a\":[0.25],\"m\":{\"-0.5\":null}}")]
    [TestCase("true", "true", "true")]
    [TestCase("'\\xAA\\x5C\\x00a'::BLOB", "aa 5c 00 61", "\"qlwAYQ==\"")]
    [TestCase("DATE '2022-01-31'", "2022-01-31", "\"2022-01-31\"")]
    [TestCase("TIME '10:00:00.5'", "10:00:00.5", "\"10:00:00.5\"")]
    [TestCase("TIMESTAMP '1969-12-31 23:59:59.999999'", "1969-12-31 23:59:59.999", "-1")]
    [TestCase("TIMESTAMP_NS '2022-01-31 00:00:00.123456789'", "2022-01-31 00:00:00.123", "1643587200123")]
    [TestCase("TIMESTAMPTZ '2022-01-31 01:00:00+01'", "2022-01-31 00:00:00.000 UTC", "1643587200000")]
    [TestCase("'\"\\' || chr(1) || chr(8232) || chr(128512) || chr(0)", "\"\\\u0001\u2028😀\0", "\"\\\"\\\\\\u0001\u2028😀\\u0000\"")]
    [TestCase("[1, NULL, 3]", "[1, null, 3]", "[1,null,3]")]
    [TestCase("[]::DOUBLE[]", "[]", "[]")]
    [TestCase("[[1e7], NULL]", "[[1.0E7], null]", "[[10000000],null]")]
    [TestCase("[1, 2]::INTEGER[2]", "[1, 2]", "[1,2]")]
    [TestCase("{'a b': 'x', \"q\"\"\": [TIMESTAMP '2022-01-31'], n: NULL}", "{a b=x, q\"=[2022-01-31 00:00:00.000], n=null}", "{\"a b\":\"x\",\"q\\\"\":[1643587200000],\"n\":null}")]
    [TestCase("MAP {'k': 1.50, 'ä': NULL}", "{k=1.50, ä=null}", "{\"k\":1.50,\"ä\":null}")]
    [TestCase("MAP {1.5e0: ['x']}", "{1.5=[x]}", "{\"1.5\":[\"x\"]}")]
    [TestCase("'a'::ENUM('a', ')')", "a", "\"a\"")]
    public void A_value_is_written_as_Athena_does_and_as_JSON(string expression, string athena, string json)
    {
        using var database = SqlDatabase.Open();
        var result = ResultRows.Describe(database, $"SELECT {expression} AS x");
        var text = result.Read().Single()[0];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Value.Athena(text, result.Columns[0].Type), Is.EqualTo(athena));
            Assert.That(Value.Json(text, result.Columns[0].Type), Is.EqualTo(json));
        }
    }

    [TestCase("TIMESTAMP '0044-03-15 (BC) 00:00:00'", "0044-03-15 (BC) 00:00:00")]
    [TestCase("TIMESTAMP '12022-01-01'", "12022-01-01 00:00:00")]
    [TestCase("TIMESTAMP 'infinity'", "infinity")]
    public void A_timestamp_beyond_the_years_that_have_four_digits_is_refused(string expression, string text)
    {
        using var database = SqlDatabase.Open();
        var result = ResultRows.Describe(database, $"SELECT {expression}");

        Assert.That(
            () => Value.Json(result.Read().Single()[0], result.Columns[0].Type),
            Throws.TypeOf<QueryFailedException>().With.Message.EqualTo($"the local Athena gives timestamps of the years 1 to 9999, not {text}"));
    }

    [TestCase("SELECT 1 AS a, 2 AS a, NULL AS \"x\"\"y\"", "a INTEGER, a INTEGER, x\"y \"NULL\"")]
    [TestCase("SELECT {'a,b)': 1, 'b': [{'c': DATE '2022-01-01'}]} AS s", "s STRUCT(a,b) INTEGER, b LIST(STRUCT(c DATE)))")]
    [TestCase("SELECT MAP {'a': [1.5]} AS m, 'x'::ENUM('x', '(') AS e, sum(1) AS h", "m MAP(VARCHAR, LIST(DECIMAL(2,1))), e ENUM('x', '('), h HUGEINT")]
    public void Columns_are_described_without_a_row(string query, string columns)
    {
        using var database = SqlDatabase.Open();

        Assert.That(
            string.Join(", ", ResultRows.Describe(database, query).Columns.Select(column => $"{column.Name} {Describe(column.Type)}")),
            Is.EqualTo(columns));
    }

    private static string Describe(SqlType type) => !type.IsNested
        ? type.Name
        : $"{type.Name}({string.Join(", ", type.Parts.Select(part => $"{part.Name} {Describe(part.Type)}".TrimStart()))})";
}
