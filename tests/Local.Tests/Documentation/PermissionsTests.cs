using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Documentation;

public class PermissionsTests
{
    private const string Table = "| `Read` | `s3:GetObject` | the same | [S3](https://docs.aws.amazon.com/s3) |\n";

    private static readonly Dictionary<(string Section, string Sid), IReadOnlySet<string>> Granted = new()
    {
        [("states.amazonaws.com", "Read")] = new HashSet<string> { "s3:GetObject" },
    };

    [Test]
    public async Task Every_statement_of_every_policy_has_its_line_with_what_AWS_asks_for()
    {
        DeployedStack[] stacks =
        [
            await PreviewAsync("dev"), await PreviewAsync("prod"),
            await PreviewAsync("dev", ("fanout:streamAggregator", """{"jobType":"pythonshell"}""")),
        ];
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs", "permissions.md"));

        var problems = PermissionsPage.Problems(page, PermissionsPage.Granted(stacks));

        Assert.That(problems, Is.Empty, "docs/permissions.md differs from the policies that infra/ makes:");
    }

    [TestCase("# P\n\n## A: `states.amazonaws.com`\n\n" + Table)]
    public void A_page_that_is_right_has_no_problems(string page) => Assert.That(PermissionsPage.Problems(page, Granted), Is.Empty);

    [TestCase("", "states.amazonaws.com: Read has no line: add one with")]
    [TestCase(Table + Table, "states.amazonaws.com: Read has 2 lines: leave one")]
    [TestCase(Table + "| `Write` | `s3:PutObject` | the same | [S3](https://docs.aws.amazon.com/s3) |\n", "states.amazonaws.com: no policy has Write: take its line away")]
    [TestCase("| `Read` | `s3:PutObject` | the same | [S3](https://docs.aws.amazon.com/s3) |\n", "states.amazonaws.com: Read allows s3:GetObject: write these")]
    [TestCase("| `Read` | `s3:GetObject` | the same | S3 |\n", "states.amazonaws.com: Read says not what a page of docs.aws.amazon.com asks for")]
    [TestCase("| `Read` | `s3:GetObject` |  | [S3](https://docs.aws.amazon.com/s3) |\n", "states.amazonaws.com: Read says not what a page of docs.aws.amazon.com asks for")]
    public void A_page_that_is_wrong_is_told_so(string table, string problem) => Assert.That(
        PermissionsPage.Problems($"# P\n\n## A: `states.amazonaws.com`\n\n{table}", Granted),
        Has.Exactly(1).Items.And.All.StartsWith(problem));

    private static async Task<DeployedStack> PreviewAsync(string name, params (string Key, string Value)[] settings)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, name, CancellationToken.None);
        var values = new Dictionary<string, string>(config.Values);
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return await StackProgram.RunAsync(config with { Values = values }, Task.FromResult, CancellationToken.None);
    }
}
