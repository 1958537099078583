using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Fanout.Local;
using Fanout.Local.Services.Athena.Sql;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>What is accepted answers as Trino does at its edges: <c>Edges.txt</c> has a line for each.</summary>
public sealed partial class EdgeTests
{
    private static readonly (string Of, string Select, string Value)[] Edges = [.. ReadEdges()];

    private readonly SqlParser _parser = new();
    private readonly TemporaryFolder _folder = new("edges");
    private SqlDatabase _database = null!;

    [OneTimeSetUp]
    public void Open()
    {
        _database = SqlDatabase.Open(_folder.Path, 0, CancellationToken.None);
        _database.Execute(Macros.All);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _database.Dispose();
        _parser.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<TestCaseData> Cases => Edges.Select(edge => new TestCaseData(edge.Select, edge.Value));

    [TestCaseSource(nameof(Cases))]
    public void An_edge_is_as_in_Trino(string select, string value)
    {
        if (value.StartsWith('!'))
        {
            Assert.That(ReasonOf(select), Does.StartWith(value[1..]));
        }
        else
        {
            Assert.That(Answer(select), Is.EqualTo(value));
        }
    }

    private static IEnumerable<string> Accepted =>
    [
        .. Functions.All.Select(function => function.Name),
        .. Operators.All,
        .. Casts.Allowed.SelectMany(to => to.Value.Select(from => $"{from} -> {to.Key}")),
        .. Clauses.All,
    ];

    [TestCaseSource(nameof(Accepted))]
    public void What_is_accepted_has_its_edges(string accepted)
    {
        var edges = Edges.Where(edge => edge.Of == accepted).ToArray();
        var isCast = accepted.Contains(" -> ", StringComparison.Ordinal);
        var takesValues = Functions.Find(accepted) is not { } function || function.Signatures.All(signature => !signature.Call.EndsWith("()", StringComparison.Ordinal));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(edges, Has.Length.GreaterThanOrEqualTo(isCast ? 1 : 2));
            Assert.That(edges.Any(edge => !edge.Value.StartsWith('!')), "has an answer");
            Assert.That(
                isCast || !takesValues || Clauses.All.Contains(accepted)
                    || edges.Any(edge => edge.Select.Contains("NULL", StringComparison.Ordinal) || edge.Value == "NULL" || edge.Select.Contains("WHERE", StringComparison.Ordinal)
                        || (Functions.Find(accepted)?.Kind == FunctionKind.Window && edge.Select.Contains("VALUES", StringComparison.Ordinal))),
                "has an edge of NULL or of no rows");
        }
    }

    [Test]
    public void Every_edge_is_of_what_is_accepted()
    {
        string[] refused = ["date -> integer", "double -> varchar", "integer -> date"];
        Assert.That(Edges.Select(edge => edge.Of).Distinct().Except(Accepted), Is.EquivalentTo(refused));
    }

    [Test]
    public void The_page_lists_what_is_accepted()
    {
        var blocks = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "athena-sql.md")).Split("```text\n").Skip(1)
            .Select(block => block[..block.IndexOf("\n```", StringComparison.Ordinal)].Split('\n')).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(blocks, Has.Length.EqualTo(4));
            Assert.That(blocks[0], Is.EqualTo(Functions.All.SelectMany(function => function.Signatures).Select(signature => signature.Text).Order(StringComparer.Ordinal)));
            Assert.That(blocks[1], Is.EqualTo(Operators.All));
            Assert.That(blocks[2], Is.EqualTo(Casts.Allowed.Select(cast => $"{cast.Key}: {string.Join(", ", cast.Value)}")));
            Assert.That(blocks[3], Is.EqualTo(Clauses.All));
        }
    }

    private string ReasonOf(string select)
    {
        try
        {
            return Answer(select);
        }
        catch (QueryFailedException failure)
        {
            return $"{failure.Name}: {failure.Message}";
        }
    }

    private string Answer(string select)
    {
        try
        {
            var tree = _parser.Parse(Statement.Read($"SELECT {select}", []));
            Assert.That(TableNames.Resolve(tree, "db"), Is.Empty);
            var fields = Analyzer.Translate(tree, ImmutableDictionary<(string Database, string Table), ImmutableList<Field>>.Empty);
            var result = ResultRows.Describe(_database, _parser.Unparse(tree.Root));
            Assert.That(
                result.Columns.Select(column => NameOf(column.Type)).ToArray(),
                Is.EqualTo(fields.Select(field => WithoutDigits(field.Type.ToString()))),
                "DuckDB's types are those that Trino has");
            return string.Join("; ", result.Read().Select(row => string.Join(
                '|', row.Select((value, index) => value is null ? "NULL" : Value.Athena(value, result.Columns[index].Type)))));
        }
        catch (DuckDBException problem)
        {
            throw SqlErrors.Failure(problem, null);
        }
    }

    private static string NameOf(SqlType type) => type.Name switch
    {
        "LIST" => $"array({NameOf(type.Parts[0].Type)})",
        "FLOAT" => "real",
        _ => WithoutDigits(type.AthenaName),
    };

    // Trino and DuckDB count the digits of a decimal otherwise; the scale shows in the value.
    private static string WithoutDigits(string type) => Digits().Replace(type, "decimal");

    [GeneratedRegex(@"decimal\([0-9,]+\)")]
    private static partial Regex Digits();

    private static IEnumerable<(string Of, string Select, string Value)> ReadEdges()
    {
        foreach (var line in File.ReadLines(Path.Combine(RepositoryPaths.Root, "tests", "Local.Tests", "Services", "Athena", "Edges.txt")).Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal)))
        {
            var of = line[..line.IndexOf(": ", StringComparison.Ordinal)];
            var rest = line[(of.Length + 2)..];
            var arrow = rest.LastIndexOf(" => ", StringComparison.Ordinal);
            yield return (of, rest[..arrow], rest[(arrow + 4)..] is "''" ? "" : rest[(arrow + 4)..]);
        }
    }
}
