using Fanout.Samples.Cli;

namespace Fanout.Tests.Samples.Cli;

public sealed class TextTableTests
{
    [Test]
    public void Columns_are_as_wide_as_their_longest_text() => Assert.That(
        TextTable.Lines(["id", "long name"], [["a longer id", "1"], ["b", "22"]]),
        Is.EqualTo(new[]
        {
            "id           long name",
            "-----------  ---------",
            "a longer id  1",
            "b            22",
        }));

    [Test]
    public void No_rows_leave_the_names_and_the_rule() =>
        Assert.That(TextTable.Lines(["id", "name"], []), Is.EqualTo(new[] { "id  name", "--  ----" }));
}
