using Fanout.Infra.Settings;

namespace Fanout.Tests.Infra.Settings;

public class ClosestNameTests
{
    private static readonly string[] Options = ["run", "preview", "execute", "settings", "diagram"];

    [TestCase("rnu", "run")]
    [TestCase("urn", "run")]
    [TestCase("rum", "run")]
    [TestCase("rn", "run")]
    [TestCase("preveiw", "preview")]
    [TestCase("PREVIEWS", "preview")]
    [TestCase("xecute", "execute")]
    [TestCase("estting", "settings")]
    [TestCase("exe", "execute")]
    [TestCase("gram", "diagram")]
    public void A_slip_is_told_what_was_probably_meant(string name, string closest) =>
        Assert.That(ClosestName.Hint(name, Options), Is.EqualTo($" (did you mean \"{closest}\"?)"));

    [TestCase("nur")]
    [TestCase("r")]
    [TestCase("")]
    [TestCase("deploy")]
    [TestCase("ex")]
    [TestCase("view settings")]
    public void What_is_near_to_nothing_gets_no_hint(string name) => Assert.That(ClosestName.Hint(name, Options), Is.Empty);

    [Test]
    public void The_nearest_is_hinted_at_and_the_first_of_those() =>
        Assert.That(
            new[] { ClosestName.Hint("abdc", ["abxx", "abcd"]), ClosestName.Hint("abxy", ["abcy", "abxd"]) },
            Is.EqualTo(new[] { " (did you mean \"abcd\"?)", " (did you mean \"abcy\"?)" }));
}
