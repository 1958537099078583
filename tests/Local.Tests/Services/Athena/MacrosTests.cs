using System.Text.RegularExpressions;
using Fanout.Local.Services.Athena.Sql;
using NUnit.Framework;

namespace Fanout.Tests.Local.Services.Athena;

public sealed partial class MacrosTests
{
    private static IEnumerable<string> Names => Made().Matches(Macros.All).Select(macro => macro.Groups[1].Value);

    [TestCaseSource(nameof(Names))]
    public void A_macro_comes_with_those_that_it_calls_before_it(string name)
    {
        var made = new List<string>();
        foreach (var macro in Macros.Of($"SELECT {name}(1)").Split("CREATE OR REPLACE MACRO ")[1..])
        {
            var own = macro[..macro.IndexOf('(', StringComparison.Ordinal)];
            made.Add(own);
            Assert.That(made, Is.SupersetOf(Called().Matches(macro).Select(call => call.Groups[1].Value).Distinct()));
        }

        Assert.That(made, Is.Unique.And.Contain(name));
        Assert.That(made[^1], Is.EqualTo(name), "no more than those");
    }

    [Test]
    public void A_query_without_macros_needs_none() => Assert.That(Macros.Of("SELECT upper('trino_upper')"), Is.Empty);

    [GeneratedRegex(@"CREATE MACRO (\w+)")]
    private static partial Regex Made();

    [GeneratedRegex(@"(trino_\w+)\(")]
    private static partial Regex Called();
}
