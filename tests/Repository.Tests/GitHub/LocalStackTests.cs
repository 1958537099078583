using System.Runtime.Versioning;
using Fanout.Stacks;

namespace Fanout.Tests.Repository.GitHub;

/// <summary>The stack local, made in a served local cloud: with programs that only note what they are asked.</summary>
[UnsupportedOSPlatform("windows")]
public class LocalStackTests
{
    private const string Address = "http://127.0.0.1:4566";

    private NotingPrograms _programs = null!;

    [SetUp]
    public void MakePrograms() => _programs = new NotingPrograms();

    [TearDown]
    public void DeletePrograms() => _programs.Dispose();

    [Test]
    public async Task The_provider_of_the_stack_asks_this_machine_for_each_service_that_the_program_has()
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, "local", CancellationToken.None);
        var endpoints = System.Text.Json.JsonElement.Parse(config.Values["aws:endpoints"])[0].EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(endpoints.Keys, Is.EquivalentTo(new[]
            {
                "athena", "cloudwatch", "dynamodb", "eventbridge", "glue", "iam", "kms", "lambda", "logs", "s3", "s3control", "scheduler", "sfn", "sns", "sqs", "sts",
            }));
            Assert.That(endpoints.Where(each => each.Key != "s3control").Select(each => each.Value), Is.All.EqualTo(Address));
            Assert.That(endpoints["s3control"], Is.EqualTo("http://localhost:4566"), "its host begins with the account's id");
            Assert.That(config.Values["aws:s3UsePathStyle"], Is.EqualTo("true"));
        }
    }

    [Test]
    public async Task It_is_made_read_verified_changed_and_destroyed_and_the_cloud_ends_with_it()
    {
        await _programs.AddAsync("pulumi", """
            #!/usr/bin/env bash
            echo "pulumi $AWS_ACCESS_KEY_ID $*" >> "$NOTES"
            """);
        await _programs.AddAsync("dotnet", """
            #!/usr/bin/env bash
            echo "dotnet $*" >> "$NOTES"
            if [[ "$2" == serve ]]; then
              trap 'echo ended >> "$NOTES"; exit' TERM
              echo "Served"
              printf 'export AWS_ENDPOINT_URL=http://127.0.0.1:4566\nexport AWS_ACCESS_KEY_ID=LKIA\nexport AWS_DISABLE_HOST_PREFIX_INJECTION=true\n'
              while true; do sleep 0.1; done
            fi
            """);

        var (exit, output) = await RunAsync();

        var notes = (await _programs.NotesAsync()).Order(StringComparer.Ordinal).ToArray();
        var program = "dotnet local/bin/Debug/net10.0/Fanout.Local.dll";
        var copy = notes.Single(line => line.Contains("stack init", StringComparison.Ordinal)).Split(' ')[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.Zero, output);
            Assert.That(notes, Is.EqualTo(new[]
            {
                "dotnet build local",
                $"{program} serve --empty --stack local --port 4566",
                $"{program} verify --stack local --outputs {copy}/outputs.json --endpoint-url {Address}",
                "ended",
                $"pulumi LKIA config set fanout:logRetentionDays 3 --stack local --config-file {copy}/Pulumi.local.yaml",
                $"pulumi LKIA destroy --stack local --yes --skip-preview --config-file {copy}/Pulumi.local.yaml --non-interactive",
                $"pulumi LKIA login file://{copy}/state",
                $"pulumi LKIA preview --stack local --refresh --expect-no-changes --config-file {copy}/Pulumi.local.yaml --non-interactive",
                $"pulumi LKIA stack init local --cwd {copy}",
                "pulumi LKIA stack output workflows --json --stack local",
                $"pulumi LKIA up --stack local --yes --skip-preview --config-file {copy}/Pulumi.local.yaml --non-interactive",
                $"pulumi LKIA up --stack local --yes --skip-preview --config-file {copy}/Pulumi.local.yaml --non-interactive",
            }));
        }
    }

    [TestCase("pulumi", "if [[ $1 == up ]]; then exit 255; fi", 255)]
    [TestCase("dotnet", "if [[ $2 == serve ]]; then exit 1; fi", 1)]
    public async Task What_fails_fails_the_job(string program, string line, int expected)
    {
        const string Serving = "if [[ $2 == serve ]]; then echo 'export AWS_ENDPOINT_URL=x'; echo 'export AWS_DISABLE_HOST_PREFIX_INJECTION=true'; exec sleep 60; fi";
        await _programs.AddAsync("pulumi", "#!/usr/bin/env bash\n" + (program == "pulumi" ? line : "true") + "\n");
        await _programs.AddAsync("dotnet", "#!/usr/bin/env bash\n" + (program == "dotnet" ? line : Serving) + "\n");

        Assert.That((await RunAsync()).ExitCode, Is.EqualTo(expected));
    }

    private Task<(int ExitCode, string Output)> RunAsync() =>
        _programs.RunAsync(["bash", Path.Combine(WorkflowFile.Folder, "local-stack", "up.sh")]);
}
