using System.Runtime.Versioning;
using Fanout.Stacks;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>The first preview of each stack, which needs no account, run with a CLI that only notes what it is asked.</summary>
[UnsupportedOSPlatform("windows")]
public class FirstPreviewTests
{
    private static readonly string Scripts = Path.Combine(WorkflowFile.Folder, "first-preview");

    private NotingPrograms _programs = null!;

    [SetUp]
    public void MakePrograms() => _programs = new NotingPrograms();

    [TearDown]
    public void DeletePrograms() => _programs.Dispose();

    [Test]
    public void Every_stack_is_previewed_with_the_CLI_of_the_deployments_and_no_role()
    {
        var job = WorkflowFile.Read("workflows/ci.yml").Jobs.Single(job => job.Name == "first-preview").Content;
        var version = WorkflowFile.StepsOf(job).Select(step => (string?)step["with"]?["pulumi-version"]).OfType<string>().Single();

        using (Assert.EnterMultipleScope())
        {
            // The stack local is made as a whole, by a job of its own.
            Assert.That(
                job["strategy"]!["matrix"]!["stack"]!.AsArray().Select(stack => $"Pulumi.{stack}.yaml").Append("Pulumi.local.yaml"),
                Is.EquivalentTo(Directory.EnumerateFiles(RepositoryPaths.Root, "Pulumi.*.yaml").Select(Path.GetFileName)));
            Assert.That(WorkflowFile.Read("actions/pulumi/action.yml").Text, Does.Contain($"pulumi-version: {version}"));
            Assert.That(WorkflowFile.TakesRole(job), Is.False);
            Assert.That(
                WorkflowFile.StepsOf(job).Select(step => (string?)step["run"]).OfType<string>(),
                Is.EqualTo(new[] { "python .github/first-preview/account.py bash .github/first-preview/preview.sh" }));
        }
    }

    [TestCase("dev")]
    [TestCase("prod")]
    public async Task A_new_stack_is_made_and_previewed_beside_the_settings_of_the_repository(string stack)
    {
        var settings = Path.Combine(RepositoryPaths.Root, $"Pulumi.{stack}.yaml");
        var before = await File.ReadAllTextAsync(settings);
        await _programs.AddAsync("pulumi", """
            #!/usr/bin/env bash
            echo "$*" >> "$NOTES"
            # As the CLI does, which keeps the salt of the stack's key there.
            if [[ "$1 $2" == "stack init" ]]; then echo "encryptionsalt: v1:x" >> "$5/Pulumi.$STACK.yaml"; fi
            """);

        var (exit, output) = await RunAsync(stack, "bash", Path.Combine(Scripts, "preview.sh"));

        var notes = await _programs.NotesAsync();
        var copy = notes[1].Split(' ')[^1];
        var url = notes[2].Split("aws:endpoints[0].sts=")[1].Split(' ')[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.Zero, output);
            Assert.That(url, Does.Match(@"^http://127\.0\.0\.1:\d+$"));
            Assert.That(notes, Is.EqualTo(new[]
            {
                $"login file://{copy}/state",
                $"stack init {stack} --cwd {copy}",
                $"config set-all --stack {stack} --cwd {copy} --path --plaintext aws:region=us-east-1 "
                    + "--plaintext aws:skipCredentialsValidation=true --plaintext aws:skipRequestingAccountId=true "
                    + $"--plaintext aws:skipMetadataApiCheck=true --plaintext aws:endpoints[0].sts={url} --plaintext aws:endpoints[0].sfn={url}",
                $"preview --stack {stack} --config-file {copy}/Pulumi.{stack}.yaml --non-interactive",
            }));
            Assert.That(await File.ReadAllTextAsync(settings), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task A_preview_that_fails_fails_the_job()
    {
        await _programs.AddAsync("pulumi", """
            #!/usr/bin/env bash
            if [[ "$1" == preview ]]; then exit 255; fi
            """);

        Assert.That((await RunAsync("dev", "bash", Path.Combine(Scripts, "preview.sh"))).ExitCode, Is.EqualTo(255));
    }

    [TestCase("-d Action=GetCallerIdentity&Version=2011-06-15", 0, "<Account>123456789012</Account>")]
    [TestCase("""-H X-Amz-Target:AWSStepFunctions.ValidateStateMachineDefinition -d {"definition":"{\"StartAt\":\"A\",\"States\":{\"A\":{}}}"}""", 0, "\"result\": \"OK\"")]
    [TestCase("""-H X-Amz-Target:AWSStepFunctions.ValidateStateMachineDefinition -d {"definition":"{\"StartAt\":\"B\",\"States\":{\"A\":{}}}"}""", 0, "StartAt is none of the States.")]
    [TestCase("""-H X-Amz-Target:AWSStepFunctions.ValidateStateMachineDefinition -d {"definition":"text"}""", 0, "This is no definition")]
    [TestCase("-d Action=ListRoles&Version=2010-05-08", 1, "::error::The preview asked the account for what it has not: ListRoles /")]
    [TestCase("-X GET", 1, "::error::The preview asked the account for what it has not: GET /")]
    public async Task The_account_answers_what_a_preview_asks_and_fails_it_for_anything_else(
        string request, int exitCode, string expected)
    {
        await _programs.AddAsync("ask", """
            #!/usr/bin/env bash
            curl --silent --noproxy '*' "$@" "$ACCOUNT_URL/"
            """);

        var (exit, output) = await RunAsync("dev", [_programs.PathOf("ask"), .. request.Split(' ')]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.EqualTo(exitCode));
            Assert.That(output, Does.Contain(expected));
        }
    }

    private Task<(int ExitCode, string Output)> RunAsync(string stack, params string[] command) =>
        _programs.RunAsync(["python3", Path.Combine(Scripts, "account.py"), .. command], stack);
}
