using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

public class PagesTests
{
    private const string Local = "dotnet run --project local";
    private const string Samples = "dotnet run --project samples";

    private static readonly string[] OfCi = File.ReadAllLines(Path.Combine(RepositoryPaths.Root, ".ci", "run"));

    // What takes longer is run once: by CI itself, or by a test that looks closer.
    private static readonly string[] RunElsewhere = [.. OfCi, $"{Local} -- {RunTests.Strict}"];

    // What goes on until it is ended, and what needs that: ServeTests.
    private static readonly string[] OfServing = [$"{Local} -- serve", $"{Local} -- outputs", $"{Local} -- verify", $"{Local} -- run meter-analytics --data"];

    private static IReadOnlyList<string> Commands { get; } =
        [.. Pages.All.SelectMany(page => PageCommands.Of(Pages.Text(page))).Distinct()];

    private static IEnumerable<string> WithoutAccount =>
        Commands.Where(command => !PageCommands.IsOfAccount(command) && !RunElsewhere.Contains(command)
            && !OfServing.Any(beginning => command.StartsWith(beginning, StringComparison.Ordinal)));

    [TestCaseSource(nameof(WithoutAccount))]
    public async Task A_command_that_needs_no_account_does_what_it_is_there_for(string command)
    {
        var words = PageCommands.Words(command);
        var program = command.StartsWith(Local, StringComparison.Ordinal) ? "Fanout.Local"
            : command.StartsWith(Samples, StringComparison.Ordinal) ? "Fanout.Samples"
            : throw new AssertionException($"What is \"{command}\" of the pages? It is neither for an account nor one of the project's programs.");
        using var process = CommandLine.Start(program, searchPath: null, [.. words.SkipWhile(word => word != "--").Skip(1)]);

        var result = await CommandLine.ResultAsync(process);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
            Assert.That(result.Output, Is.Not.Empty);
        }
    }

    [Test]
    public void The_first_two_commands_are_what_CI_runs() => Assert.That(
        Commands.Take(2), Is.EqualTo(new[] { Local, "dotnet test" }).And.SubsetOf(OfCi));

    [Test]
    public void There_are_commands_with_and_without_an_account()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Commands.Count(PageCommands.IsOfAccount), Is.GreaterThan(20));
            Assert.That(WithoutAccount, Has.Some.StartsWith($"{Local} -- execute ").And.Some.StartsWith($"{Local} -- run "));
        }
    }

    [TestCase("""run --input '{"n": 1}'  --to "a b"c""", "run", "--input", """{"n": 1}""", "--to", "a bc")]
    public void Words_are_split_as_a_shell_does(string command, params string[] words) =>
        Assert.That(PageCommands.Words(command), Is.EqualTo(words));

    [Test]
    public void A_line_goes_on_behind_a_backslash_and_ends_before_a_comment() => Assert.That(
        PageCommands.Of("```sh\n# first\naws s3 ls \\\n    s3://b#1   # all\n```\n\n```text\nno command\n```\n| `dotnet test` | tests |\n"),
        Is.EqualTo(new[] { "aws s3 ls      s3://b#1", "dotnet test" }));
}
