using System.Text.Json.Nodes;
using Fanout.Local.Services.DynamoDb;

namespace Fanout.Tests.Local.Services.DynamoDb;

public sealed class SelectStatementTests
{
    private static readonly TableKey Key = new("id", "at");

    [Test]
    public void Columns_conditions_and_values_become_the_parts_of_a_scan()
    {
        var (operation, arguments) = Read(
            """
            select "SensorID-Period", a
            from "t-1"
            where "a" <> 'it''s' AND b >= -1.50 and c != ? and "d""e" = TRUE and f = null and b < 2e3
            """,
            """{"SS": ["x", "y"]}""").RequestOn(Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(operation, Is.EqualTo("Scan"));
            Assert.That(JsonNode.DeepEquals(arguments, JsonNode.Parse(
                """
                {
                  "TableName": "t-1",
                  "ProjectionExpression": "#n0, #n1",
                  "FilterExpression": "#n1 <> :v0 AND #n2 >= :v1 AND #n3 <> :v2 AND #n4 = :v3 AND #n5 = :v4 AND #n2 < :v5",
                  "ExpressionAttributeNames":
                    {"#n0": "SensorID-Period", "#n1": "a", "#n2": "b", "#n3": "c", "#n4": "d\"e", "#n5": "f"},
                  "ExpressionAttributeValues": {
                    ":v0": {"S": "it's"}, ":v1": {"N": "-1.50"}, ":v2": {"SS": ["x", "y"]}, ":v3": {"BOOL": true}, ":v4": {"NULL": true},
                    ":v5": {"N": "2e3"}
                  }
                }
                """)), arguments.ToJsonString());
        }
    }

    [Test]
    public void All_of_a_table_is_a_scan_of_it()
    {
        var (operation, arguments) = Read("SELECT * FROM Music").RequestOn(Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(operation, Is.EqualTo("Scan"));
            Assert.That(arguments.ToJsonString(), Is.EqualTo("""{"TableName":"Music"}"""));
        }
    }

    [TestCase("a BETWEEN 1 AND 2 AND b = 3", "#n0 BETWEEN :v0 AND :v1 AND #n1 = :v2")]
    [TestCase("a IN [1, 2]", "#n0 IN (:v0, :v1)")]
    [TestCase("a in (1)", "#n0 IN (:v0)")]
    [TestCase("a IS MISSING OR a is not missing", "attribute_not_exists(#n0) OR attribute_exists(#n0)")]
    [TestCase("CONTAINS(a, 'x') AND begins_with(\"b\", 'y')", "contains(#n0, :v0) AND begins_with(#n1, :v1)")]
    [TestCase("attribute_type(a, 'S')", "attribute_type(#n0, :v0)")]
    [TestCase("contains = 1", "#n0 = :v0")]
    [TestCase("1 < a", ":v0 < #n0")]
    [TestCase("NOT a = 1", "NOT #n0 = :v0")]
    [TestCase("NOT (a = 1)", "NOT #n0 = :v0")]
    [TestCase("NOT NOT a = 1", "NOT (NOT #n0 = :v0)")]
    [TestCase("NOT (a = 1 AND b = 2)", "NOT (#n0 = :v0 AND #n1 = :v1)")]
    [TestCase("NOT (a = 1 OR b = 2) AND c = 3", "NOT (#n0 = :v0 OR #n1 = :v1) AND #n2 = :v2")]
    [TestCase("NOT a = 1 OR b = 2", "NOT #n0 = :v0 OR #n1 = :v1")]
    [TestCase("a = 1 OR b = 2 AND c = 3", "#n0 = :v0 OR #n1 = :v1 AND #n2 = :v2")]
    [TestCase("(a = 1 OR b = 2) AND c = 3", "(#n0 = :v0 OR #n1 = :v1) AND #n2 = :v2")]
    [TestCase("a = 1 AND (b = 2 AND (c = 3))", "#n0 = :v0 AND #n1 = :v1 AND #n2 = :v2")]
    [TestCase("((a = 1 OR b = 2))", "#n0 = :v0 OR #n1 = :v1")]
    public void A_condition_keeps_its_meaning(string condition, string expression) => Assert.That(
        Filter(Read($"SELECT * FROM t WHERE {condition}").RequestOn(Key).Arguments), Is.EqualTo(expression));

    [TestCase("id = 1", "#n0 = :v0", null)]
    [TestCase("id = 1 AND at = 2 AND a = 3", "#n0 = :v0 AND #n1 = :v1", "#n2 = :v2")]
    [TestCase("a = 3 AND at BETWEEN 1 AND 2 AND id = 1", "#n1 BETWEEN :v1 AND :v2 AND #n2 = :v3", "#n0 = :v0")]
    [TestCase("id = 1 AND begins_with(at, 'x')", "#n0 = :v0 AND begins_with(#n1, :v1)", null)]
    [TestCase("id = 1 AND at >= 2 AND (a = 1 OR b = 2)", "#n0 = :v0 AND #n1 >= :v1", "#n2 = :v2 OR #n3 = :v3")]
    public void One_partition_is_read_by_a_query(string condition, string key, string? filter)
    {
        var (operation, arguments) = Read($"SELECT * FROM t WHERE {condition}").RequestOn(Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(operation, Is.EqualTo("Query"));
            Assert.That(arguments["KeyConditionExpression"]!.GetValue<string>(), Is.EqualTo(key));
            Assert.That(Filter(arguments), Is.EqualTo(filter));
        }
    }

    [TestCase("id > 1")]
    [TestCase("id IN [1, 2]")]
    [TestCase("id = 1 OR id = 2")]
    [TestCase("id = 1 OR a = 2")]
    [TestCase("NOT id = 1")]
    [TestCase("id = a")]
    [TestCase("at = 1")]
    [TestCase("id = 1 AND id = 2")]
    [TestCase("id = 1 AND at <> 2")]
    [TestCase("id = 1 AND at > 1 AND at < 3")]
    [TestCase("id = 1 AND NOT contains(at, 'x')")]
    [TestCase("id = 1 AND (at = 2 OR a = 3)")]
    [TestCase("id = 1 AND begins_with(at, a)")]
    public void What_a_query_does_not_take_is_a_scan(string condition) =>
        Assert.That(Read($"SELECT * FROM t WHERE {condition}").RequestOn(Key).Operation, Is.EqualTo("Scan"));

    [TestCase("", "at character 1 is the end, expected is SELECT")]
    [TestCase("INSERT INTO t VALUE {'a': 1}", "{ at character 21 is not understood")]
    [TestCase("UPDATE t SET a = 1", "at character 1 is UPDATE, expected is SELECT")]
    [TestCase("DELETE FROM t", "at character 1 is DELETE, expected is SELECT")]
    [TestCase("SELECT FROM t", "at character 8 is FROM, expected is a column")]
    [TestCase("SELECT 'a' FROM t", "at character 8 is 'a', expected is a column")]
    [TestCase("SELECT COUNT(a) FROM t", "at character 13 is (, expected is FROM")]
    [TestCase("SELECT * FROM \"t\".\"i\"", ". at character 18 is not understood")]
    [TestCase("SELECT * FROM t ORDER BY a", "at character 17 is ORDER, expected is the end")]
    [TestCase("SELECT * FROM t WHERE", "at character 22 is the end, expected is a column or a value")]
    [TestCase("SELECT * FROM t WHERE a LIKE 'x'", "at character 25 is LIKE, expected is a comparison, BETWEEN, IN or IS")]
    [TestCase("SELECT * FROM t WHERE attribute_exists(a)", "at character 39 is (, expected is a comparison, BETWEEN, IN or IS")]
    [TestCase("SELECT * FROM t WHERE a = 'x", "' at character 27 is not understood")]
    [TestCase("SELECT * FROM t WHERE a = 1 + 2", "+ at character 29 is not understood")]
    [TestCase("SELECT * FROM t WHERE (a = 1", "at character 29 is the end, expected is )")]
    [TestCase("SELECT * FROM t WHERE a IN [1)", "at character 30 is ), expected is ]")]
    [TestCase("SELECT * FROM t WHERE a NOT IN [1]", "at character 25 is NOT, expected is a comparison, BETWEEN, IN or IS")]
    [TestCase("SELECT * FROM t WHERE 1 IS MISSING", "IS is for columns, and a value stands before it")]
    [TestCase("SELECT * FROM t WHERE a IS NULL", "at character 28 is NULL, expected is MISSING")]
    public void What_is_not_of_the_subset_is_refused_with_what_is(string statement, string problem) => Assert.That(
        () => Read(statement),
        Throws.TypeOf<StatementException>().With.Message.EqualTo(
            $"Statement wasn't well formed, or the local cloud does not run it: {problem}. Supported are SELECT of * or columns FROM one table, and WHERE "
                + "with =, <>, !=, <, <=, >, >=, BETWEEN, IN, IS MISSING, IS NOT MISSING, contains, begins_with, attribute_type, AND, OR, "
                + "NOT and parentheses, over names, \"names\", 'texts', numbers, true, false, null and ?."));

    [TestCase("a = ? AND b = ?", 2, 1)]
    [TestCase("a = ?", 1, 2)]
    [TestCase("a = 1", 0, 1)]
    public void Each_parameter_has_its_question_mark(string condition, int marks, int values) => Assert.That(
        () => Read($"SELECT * FROM t WHERE {condition}", [.. Enumerable.Repeat("""{"N": "1"}""", values)]),
        Throws.TypeOf<StatementException>().With.Message.EqualTo(
            "Number of parameters in request and statement don't match: "
                + $"the statement has {marks} question marks, Parameters {values} values."));

    private static SelectStatement Read(string statement, params string[] parameters) =>
        SelectStatement.Parse(statement, [.. parameters.Select(parameter => JsonNode.Parse(parameter)!)]);

    private static string? Filter(JsonObject arguments) => arguments["FilterExpression"]?.GetValue<string>();
}
