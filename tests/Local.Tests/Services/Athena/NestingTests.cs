using Fanout.Local.Services.Athena.Queries;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>Statements that are nested deeper than anyone writes them are refused: they must not end the program.</summary>
public sealed class NestingTests
{
    private readonly TestAthena _athena = new();

    [OneTimeTearDown]
    public async Task StopAsync() => await _athena.DisposeAsync();

    [TestCase("", "(", "1", ")")]
    [TestCase("", "abs(", "1", ")")]
    [TestCase("1", " + 1", "", "")]
    [TestCase("", "NOT ", "true", "")]
    [TestCase("'a'", " || 'a'", "", "")]
    [TestCase("", "CASE WHEN true THEN ", "1", " END")]
    [TestCase("", "(SELECT ", "1", ")")]
    [TestCase("1 FROM ", "(SELECT 1 FROM ", "(SELECT 1) x", ") x")]
    public void A_statement_that_is_nested_too_deeply_is_refused(string head, string open, string middle, string close)
    {
        Assert.That(
            () => _athena.RunAsync(Nested(head, open, middle, close, 20_000)),
            Throws.TypeOf<AthenaException>().With.Message.EndsWith("nested too deeply"));
    }

    [Test]
    public async Task Queries_within_expressions_are_refused_before_binding_them_takes_minutes()
    {
        Assert.That(await _athena.FailureAsync(Nested("", "(SELECT ", "1", ")", 50)), Does.EndWith("nested too deeply"));
        Assert.That(await _athena.SelectAsync(Nested("", "(SELECT ", "1", ")", 8)), Is.EqualTo(new[] { "\"y\"", "\"1\"" }));
    }

    [TestCase("", "(", "1", ")", "1")]
    [TestCase("'a'", " || '1'", "", "", "a11111111111111111111111111111111111111111111111111")]
    [TestCase("", "(5 / ", "1", ")", "1")]
    [TestCase("", "greatest(1, ", "1", ")", "1")]
    [TestCase("", "substr(", "'abc'", ", 1)", "abc")]
    [TestCase("", "coalesce(NULL, ", "1", ")", "1")]
    [TestCase("", "abs(", "1", ")", "1")]
    [TestCase("1", " + 1", "", "", "51")]
    [TestCase("", "CASE WHEN true THEN ", "1", " END", "1")]
    public async Task What_one_may_write_is_answered(string head, string open, string middle, string close, string value)
    {
        Assert.That(await _athena.SelectAsync(Nested(head, open, middle, close, 50)), Is.EqualTo(new[] { "\"y\"", $"\"{value}\"" }));
    }

    private static string Nested(string head, string open, string middle, string close, int depth) =>
        $"SELECT {head}{string.Concat(Enumerable.Repeat(open, depth))}{middle}{string.Concat(Enumerable.Repeat(close, depth))} AS y";
}
