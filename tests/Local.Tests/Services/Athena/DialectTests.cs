using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.Glue.Catalog;

namespace Fanout.Tests.Local.Services.Athena;

public sealed class DialectTests
{
    private readonly TestAthena _athena = new();

    [OneTimeSetUp]
    public void AddTable()
    {
        _athena.AddTable(
            "t", new Serde("lazy", Delimiter: ","),
            ("id", "bigint"), ("s", "string"), ("v", "double"), ("e", "decimal(10,2)"), ("ts", "timestamp"), ("d", "date"), ("n", "int"));
        _athena.Store.Put("data", "t/a.csv", "7,abc,2.5,1.10,2022-01-31 23:59:59.125,2022-01-31,\n");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _athena.DisposeAsync();

    // Numbers
    [TestCase("7 / 2", "3")]
    [TestCase("-7 / 2", "-3")]
    [TestCase("id / 2", "3")]
    [TestCase("v / 2", "1.25")]
    [TestCase("id % 4", "3")]
    [TestCase("mod(id, 4)", "3")]
    [TestCase("1e0", "1.0")]
    [TestCase("1234567.5e0", "1234567.5")]
    [TestCase("12345678.5e0", "1.23456785E7")]
    [TestCase("0.0001e0", "1.0E-4")]
    [TestCase("1e0 / 0e0", "Infinity")]
    [TestCase("1.10", "1.10")]
    [TestCase("e + 1", "2.10")]
    [TestCase("9223372036854775807", "9223372036854775807")]
    [TestCase("round(2.345e0, 2)", "2.35")]
    [TestCase("round(-2.5e0)", "-3.0")]
    [TestCase("sum(id)", "7")]
    [TestCase("avg(id)", "7.0")]
    [TestCase("count(*)", "1")]
    [TestCase("count(n)", "0")]
    [TestCase("max_by(s, id)", "abc")]
    [TestCase("greatest(1, 3, 2)", "3")]
    [TestCase("greatest(1, n)", null)]
    [TestCase("try(1 / 0)", null)]
    // Casts
    [TestCase("cast('12' AS integer)", "12")]
    [TestCase("cast(2.5e0 AS bigint)", "3")]
    [TestCase("cast(-2.5e0 AS bigint)", "-3")]
    [TestCase("try_cast('1.5' AS integer)", null)]
    [TestCase("try_cast('2022/01/31' AS date)", null)]
    [TestCase("cast('2022-01-31' AS date)", "2022-01-31")]
    [TestCase("cast(id AS varchar)", "7")]
    [TestCase("cast(e AS varchar)", "1.10")]
    [TestCase("cast(ts AS varchar)", "2022-01-31 23:59:59.125")]
    [TestCase("cast(true AS varchar)", "true")]
    // Texts
    [TestCase("s || '#' || 'x'", "abc#x")]
    [TestCase("concat(s, '#', 'x')", "abc#x")]
    [TestCase("s || null", null)]
    [TestCase("concat(s, null)", null)]
    [TestCase("substr(s, 2)", "bc")]
    [TestCase("substr(s, -2, 1)", "b")]
    [TestCase("'<' || substr(s, 0) || '>'", "<>")]
    [TestCase("'<' || substr(s, -4) || '>'", "<>")]
    [TestCase("'<' || substr(s, 2, 0) || '>'", "<>")]
    [TestCase("'<' || substr(s, 2, -1) || '>'", "<>")]
    [TestCase("'<' || substr(s, 4) || '>'", "<>")]
    [TestCase("substr(s, -3)", "abc")]
    [TestCase("substr(s, null)", null)]
    [TestCase("substring(s FROM 1 FOR 2)", "ab")]
    [TestCase("strpos(s, 'c')", "3")]
    [TestCase("lpad('7', 3, '0')", "007")]
    [TestCase("replace(s, 'b')", "ac")]
    [TestCase("regexp_extract(s, 'x')", null)]
    [TestCase("regexp_extract(s, '(b)(c)', 2)", "c")]
    [TestCase("regexp_replace(s, '[ab]', '<$0>')", "<a><b>c")]
    [TestCase("regexp_like(s, 'b')", "true")]
    [TestCase("split_part('a,b', ',', 2)", "b")]
    [TestCase("split_part('a,b', ',', 3)", null)]
    [TestCase("split('a,b', ',')", "[a, b]")]
    [TestCase("json_extract_scalar('{\"a\": {\"b\": 1}}', '$.a.b')", "1")]
    [TestCase("'it''s'", "it's")]
    // Times
    [TestCase("date_format(ts, '%Y-%m-%dT%H:%i:%s')", "2022-01-31T23:59:59")]
    [TestCase("date_format(ts, '%Y/%c/%e %M')", "2022/1/31 January")]
    [TestCase("date_parse('2022/01/31', '%Y/%m/%d')", "2022-01-31 00:00:00.000")]
    [TestCase("format_datetime(ts, 'yyyy-MM-dd''T''HH')", "2022-01-31T23")]
    [TestCase("to_unixtime(timestamp '2022-01-31 00:00:00')", "1.6435872E9")]
    [TestCase("from_iso8601_timestamp('2022-01-31T01:00:00Z')", "2022-01-31 01:00:00.000 UTC")]
    [TestCase("from_unixtime(0)", "1970-01-01 00:00:00.000 UTC")]
    [TestCase("date_trunc('hour', ts)", "2022-01-31 23:00:00.000")]
    [TestCase("date_trunc('month', d)", "2022-01-01")]
    [TestCase("d + interval '1' day", "2022-02-01")]
    [TestCase("d - interval '1' month", "2021-12-31")]
    [TestCase("ts + interval '1' hour", "2022-02-01 00:59:59.125")]
    [TestCase("date_add('day', -1, d)", "2022-01-30")]
    [TestCase("date_diff('hour', timestamp '2022-01-01 00:30:00', timestamp '2022-01-01 02:00:00')", "1")]
    [TestCase("last_day_of_month(d)", "2022-01-31")]
    [TestCase("year(d) * 100 + month(d)", "202201")]
    [TestCase("day_of_week(d)", "1")]
    [TestCase("extract(year FROM d)", "2022")]
    [TestCase("date(ts)", "2022-01-31")]
    [TestCase("extract(dow FROM date '2022-01-30')", "7")]
    [TestCase("extract(day_of_week FROM ts)", "1")]
    [TestCase("extract(yow FROM date '2022-01-01')", "2021")]
    [TestCase("cast('2022-01-31 10:00' AS timestamp)", "2022-01-31 10:00:00.000")]
    [TestCase("cast('2022-01-31' AS timestamp)", "2022-01-31 00:00:00.000")]
    [TestCase("cast(d AS timestamp)", "2022-01-31 00:00:00.000")]
    [TestCase("try_cast('2022-01-31T10:00:00Z' AS timestamp)", null)]
    // Arrays
    [TestCase("array_max(ARRAY[1, 3, 2])", "3")]
    [TestCase("array_max(ARRAY[1, null])", null)]
    [TestCase("array_min(ARRAY[1, null])", null)]
    [TestCase("contains(ARRAY[1, 2], 2)", "true")]
    [TestCase("contains(ARRAY[1, 2], 3)", "false")]
    [TestCase("contains(ARRAY[1, null], 3)", null)]
    [TestCase("contains(ARRAY[1, null], 1)", "true")]
    [TestCase("sequence(1, 3)", "[1, 2, 3]")]
    [TestCase("sequence(3, 1)", "[3, 2, 1]")]
    [TestCase("sequence(1, 1)", "[1]")]
    [TestCase("sequence(5, 1, -2)", "[5, 3, 1]")]
    // JSON
    [TestCase("json_extract_scalar('{\"a\": {\"b\": 1}}', '$.a')", null)]
    [TestCase("json_extract_scalar('{\"a\": [1]}', '$.a')", null)]
    [TestCase("json_extract_scalar('{\"a\": null}', '$.a')", null)]
    [TestCase("json_extract_scalar('{\"a\": \"x\"}', '$.a')", "x")]
    // Others
    [TestCase("CASE WHEN id > 1 THEN 'many' ELSE 'few' END", "many")]
    [TestCase("if(id > 1, 'many', 'few')", "many")]
    [TestCase("coalesce(n, 5)", "5")]
    [TestCase("id BETWEEN 1 AND 7 AND s LIKE 'a%' AND n IS NULL AND s IN ('abc', 'x')", "true")]
    [TestCase("ARRAY[1, 2]", "[1, 2]")]
    [TestCase("cardinality(ARRAY[1, 2])", "2")]
    [TestCase("array_join(array_agg(s), '-')", "abc")]
    public async Task An_expression_has_the_value_that_it_has_in_Athena(string expression, string? value)
    {
        var lines = await _athena.SelectAsync($"SELECT {expression} AS x FROM t");
        Assert.That(lines.ElementAtOrDefault(1), value is null ? Is.Null.Or.Empty : Is.EqualTo($"\"{value.Replace("\"", "\"\"")}\""));
    }

    [TestCase("SELECT x.id FROM (SELECT id FROM t) x", "7")]
    [TestCase("WITH x AS (SELECT id FROM t) SELECT y.id FROM x JOIN db.t y USING (id)", "7")]
    [TestCase("SELECT id FROM \"db\".\"t\" t1 WHERE EXISTS (SELECT 1 FROM t t2 WHERE t2.id = t1.id)", "7")]
    [TestCase("SELECT n FROM t CROSS JOIN UNNEST(ARRAY[4]) AS u(n2) WHERE n2 = 4", null)]
    [TestCase("SELECT u.n2 FROM t CROSS JOIN UNNEST(ARRAY[4]) AS u(n2)", "4")]
    [TestCase("SELECT row_number() OVER (PARTITION BY s ORDER BY id) FROM t", "1")]
    [TestCase("SELECT sum(id) FILTER (WHERE s = 'abc') FROM t", "7")]
    [TestCase("SELECT * FROM (VALUES (1), (2)) AS v(x) ORDER BY x DESC LIMIT 1", "2")]
    [TestCase("VALUES 2", "2")]
    [TestCase("SELECT x FROM (VALUES 1, 2 ORDER BY 1 DESC LIMIT 1) AS v(x)", "2")]
    [TestCase("WITH v(x) AS (VALUES 1, (SELECT 2)) SELECT max(x) FROM v", "2")]
    [TestCase("SELECT id FROM t UNION ALL SELECT id + 1 FROM t ORDER BY 1 LIMIT 1", "7")]
    [TestCase("SELECT x FROM (VALUES (1), (2), (3)) AS v(x) ORDER BY x OFFSET 1 LIMIT 1", "2")]
    [TestCase("SELECT id -- the device\nFROM t /* all */;", "7")]
    [TestCase("SELECT id AS k FROM t GROUP BY id HAVING count(*) > 0 ORDER BY k", "7")]
    public async Task A_query_is_answered(string query, string? value)
    {
        Assert.That((await _athena.SelectAsync(query)).ElementAtOrDefault(1), value is null ? Is.Null.Or.Empty : Is.EqualTo($"\"{value}\""));
    }

    [Test]
    public async Task Columns_without_a_name_are_numbered()
    {
        Assert.That((await _athena.SelectAsync("SELECT id, 1, s || 'x' FROM t"))[0], Is.EqualTo("\"id\",\"_col1\",\"_col2\""));
    }

    [TestCase("SELECT x FROM t", "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved or requester is not authorized to access requested resources")]
    [TestCase("SELECT t.x\nFROM t", "COLUMN_NOT_FOUND: line 1:8: Column 't.x' cannot be resolved or requester is not authorized to access requested resources")]
    [TestCase("SELECT id AS a FROM t WHERE a = 7", "COLUMN_NOT_FOUND: line 1:29: Column 'a' cannot be resolved or requester is not authorized to access requested resources")]
    [TestCase("SELECT id + 1 AS a, a + 1 FROM t", "COLUMN_NOT_FOUND: line 1:21: Column 'a' cannot be resolved or requester is not authorized to access requested resources")]
    [TestCase("SELECT 1 FROM nowhere", "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db.nowhere' does not exist")]
    [TestCase("SELECT 1 FROM other.t", "SCHEMA_NOT_FOUND: line 1:15: Schema 'other' does not exist")]
    [TestCase("SELECT 1 FROM mysql.db.t", "CATALOG_NOT_FOUND: line 1:15: Catalog 'mysql' does not exist")]
    [TestCase("SELECT nofun(id) FROM t", "FUNCTION_NOT_FOUND: line 1:8: Function 'nofun' is not registered, or not known to the local Athena")]
    [TestCase("SELECT strftime(ts, '%Y') FROM t", "FUNCTION_NOT_FOUND: line 1:8: Function 'strftime' is not registered, or not known to the local Athena")]
    [TestCase("SELECT 1 FROM t WHERE s = 7", "TYPE_MISMATCH: line 1:25: Cannot apply operator: varchar = integer")]
    [TestCase("SELECT 1 FROM t WHERE ts > '2022-01-01'", "TYPE_MISMATCH: line 1:26: Cannot apply operator: timestamp > varchar")]
    [TestCase("SELECT 1 FROM t WHERE id IN ('7')", "TYPE_MISMATCH: line 1:26: IN value and list items must be the same type or coercible to a common type. Cannot find common type between bigint and varchar")]
    [TestCase("SELECT 1 FROM t a JOIN t b ON a.id = b.s", "TYPE_MISMATCH: line 1:36: Cannot apply operator: bigint = varchar")]
    [TestCase("SELECT s || id FROM t", "TYPE_MISMATCH: line 1:10: Unexpected parameters (varchar, bigint) for function concat. Expected: concat(varchar, varchar)")]
    [TestCase("SELECT 1 / 0", "DIVISION_BY_ZERO: Division by zero")]
    [TestCase("SELECT cast('abc' AS integer)", "INVALID_CAST_ARGUMENT: Cannot cast 'abc' to integer")]
    [TestCase("SELECT cast('2022/01/31' AS date)", "INVALID_CAST_ARGUMENT: Cannot cast '2022/01/31' to date")]
    [TestCase("SELECT e / 2 FROM t", "NOT_SUPPORTED: line 1:10: the local Athena does not divide decimals; cast to double")]
    [TestCase("SELECT id / 1000.0 FROM t", "NOT_SUPPORTED: line 1:11: the local Athena does not divide decimals; cast to double")]
    [TestCase("SELECT cast(v AS varchar) FROM t", "NOT_SUPPORTED: line 1:8: the local Athena does not write a double as Trino does (1.0E0); cast it to decimal first")]
    [TestCase("SELECT cast(s AS varchar(2)) FROM t", "NOT_SUPPORTED: line 1:18: the local Athena does not cut texts to the length of a varchar(n); write varchar, and substr where the text must be cut")]
    [TestCase("SELECT date_format(ts, s) FROM t", "NOT_SUPPORTED: line 1:8: the local Athena takes the pattern of date_format only as a string literal")]
    [TestCase("SELECT date_format(ts, '%D') FROM t", "NOT_SUPPORTED: line 1:8: the local Athena does not translate '%D' in the date pattern '%D'")]
    [TestCase("SELECT cast('2022-01-31 10:00:00Z' AS timestamp)", "INVALID_CAST_ARGUMENT: Cannot cast '2022-01-31 10:00:00Z' to timestamp")]
    [TestCase("SELECT cast(1 AS text)", "NOT_SUPPORTED: line 1:18: the local Athena does not run casts to text; it casts to boolean, tinyint, smallint, integer, bigint, real, double, decimal, varchar, date, timestamp, int")]
    [TestCase("SELECT id FROM t LIMIT 2 OFFSET 2", "NOT_SUPPORTED: line 1:26: the local Athena does not run OFFSET after LIMIT; Athena has it before")]
    [TestCase("SELECT current_user", "NOT_SUPPORTED: line 1:8: the local Athena does not run current_user")]
    [TestCase("SELECT CURRENT_TIMESTAMP(3)", "NOT_SUPPORTED: line 1:8: the local Athena does not run CURRENT_TIMESTAMP with a precision")]
    [TestCase("SELECT \"current_date\" FROM t", "COLUMN_NOT_FOUND: line 1:8: Column 'current_date' cannot be resolved or requester is not authorized to access requested resources")]
    [TestCase("SELECT j FROM t CROSS JOIN LATERAL (SELECT t.id AS j) l", "NOT_SUPPORTED: line 1:28: the local Athena does not run LATERAL")]
    [TestCase("SELECT d - INTERVAL -'1' DAY FROM t", "NOT_SUPPORTED: line 1:12: the local Athena does not run this INTERVAL; it runs those such as INTERVAL '1' DAY, with one of YEAR, MONTH, DAY, HOUR, MINUTE, SECOND")]
    [TestCase("SELECT d + INTERVAL '1' WEEK FROM t", "NOT_SUPPORTED: line 1:12: the local Athena does not run this INTERVAL; it runs those such as INTERVAL '1' DAY, with one of YEAR, MONTH, DAY, HOUR, MINUTE, SECOND")]
    [TestCase("SELECT INTERVAL '1-2' YEAR TO MONTH", "NOT_SUPPORTED: line 1:8: the local Athena does not run this INTERVAL; it runs those such as INTERVAL '1' DAY, with one of YEAR, MONTH, DAY, HOUR, MINUTE, SECOND")]
    [TestCase("SELECT trim(LEADING 'a' FROM s) FROM t", "NOT_SUPPORTED: line 1:8: the local Athena does not run TRIM of given characters")]
    [TestCase("SELECT id FROM t LIMIT 50%", "NOT_SUPPORTED: line 1:18: the local Athena does not run a LIMIT in per cent, which Athena has not")]
    [TestCase("SELECT DISTINCT ON (id) id FROM t", "NOT_SUPPORTED: line 1:8: the local Athena does not run DISTINCT ON, which Athena has not")]
    [TestCase("SELECT extract(epoch FROM ts) FROM t", "NOT_SUPPORTED: line 1:8: the local Athena extracts year, quarter, month, week, day, day_of_month, day_of_week, dow, day_of_year, doy, year_of_week, yow, hour, minute, second, not epoch")]
    [TestCase("SELECT sequence(1, 3, -1)", "INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start")]
    [TestCase("SELECT * EXCLUDE (id) FROM t", "NOT_SUPPORTED: line 1:8: the local Athena does not run EXCLUDE, REPLACE, RENAME and COLUMNS, which Athena has not")]
    [TestCase("SELECT id, count(*) FROM t", "EXPRESSION_NOT_AGGREGATE: line 1:8: 'id' must be an aggregate expression or appear in GROUP BY clause")]
    [TestCase("SELECT id FROM t a, t b", "AMBIGUOUS_NAME: line 1:8: Column 'id' is ambiguous")]
    public async Task A_query_fails_with_its_reason(string query, string reason)
    {
        Assert.That(await _athena.FailureAsync(query), Is.EqualTo(reason));
    }

    [TestCase("SELEC 1", "line 1:1: mismatched input 'SELEC': the local Athena runs SELECT and UNLOAD statements, not SELEC")]
    [TestCase("CREATE TABLE x AS SELECT 1", "line 1:1: mismatched input 'CREATE': the local Athena runs SELECT and UNLOAD statements, not CREATE")]
    [TestCase("SHOW TABLES IN db", "line 1:1: mismatched input 'SHOW': the local Athena runs SELECT and UNLOAD statements, not SHOW")]
    [TestCase("SELECT 1 FROM t WHERE", "line 1:22: syntax error at end of input; it is no SQL of Athena's, or none that the local Athena runs")]
    [TestCase("SELECT id FROM t FETCH FIRST 1 ROWS WITH TIES", "line 1:37: syntax error at or near \"WITH\"; it is no SQL of Athena's, or none that the local Athena runs")]
    [TestCase("VALUES", "line 1:7: syntax error at end of input; it is no SQL of Athena's, or none that the local Athena runs")]
    [TestCase("SELECT 1;\nSELECT 2", "line 1:9: mismatched input ';': only one statement is allowed")]
    [TestCase("SELECT 1::int", "line 1:9: write CAST(x AS type)")]
    [TestCase("SELECT * FROM `t`", "line 1:15: backquoted identifiers are not supported; use double quotes to quote identifiers")]
    [TestCase("SELECT 'x", "line 1:8: this ' has no end")]
    [TestCase("UNLOAD (SELECT 1 TO 's3://b/p/'", "line 1:8: mismatched input '(': this parenthesis has no end")]
    [TestCase("UNLOAD (SELECT 1) INTO 's3://b/p/'", "line 1:19: mismatched input 'INTO': expecting TO")]
    [TestCase("SELECT ?", "line 1:1: Incorrect number of parameters: expected 1 but found 0")]
    public async Task A_statement_that_is_none_is_refused(string query, string message)
    {
        var refusal = (await Assert.ThrowsAsync<AthenaException>(() => _athena.RunAsync(query)))!;
        Assert.That((refusal.Code, refusal.Message), Is.EqualTo(("InvalidRequestException", message)));
    }

    [Test]
    public async Task Parameters_stand_for_question_marks()
    {
        var id = await _athena.Service.StartAsync(
            new("SELECT id FROM t WHERE s = ? AND id > ?", "db", ["'abc'", "1"], Workgroup: "reports"), TestAthena.Role, CancellationToken.None);
        var execution = await _athena.EndOfAsync(id);
        Assert.That(_athena.Store.Text(execution.OutputLocation), Is.EqualTo("\"id\"\n\"7\"\n"));
    }
}
