using System.Diagnostics;
using System.Text.RegularExpressions;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>Bash with the AWS CLI, as whoever reads the pages has it.</summary>
internal static partial class AwsShell
{
    // Version 1 of the CLI has no "logs tail", and takes the endpoint of SQS in us-east-1 from nowhere else.
    private const string Version1 = """
        aws() {
          if [[ "$1 $2" == "logs tail" ]]; then
            command aws logs filter-log-events --log-group-name "$3" --query 'events[].[timestamp,message]' --output text
          elif [[ "$1" == sqs && -n "${AWS_ENDPOINT_URL:-}" ]]; then
            command aws "$@" --endpoint-url "$AWS_ENDPOINT_URL"
          else
            command aws "$@"
          fi
        }
        """;

    // What somebody's own account is named by must not be seen.
    private static readonly string[] OfOthers =
        ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE", "AWS_DEFAULT_OUTPUT"];

    /// <summary>Leaves the test where one of the programs is missing.</summary>
    public static void Require()
    {
        foreach (var program in new[] { "bash", "jq", "aws" })
        {
            if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))))
            {
                Assert.Ignore($"The commands of the pages need {program}, which is not on the PATH.");
            }
        }
    }

    /// <summary>Runs a script, which ends with the first command that fails.</summary>
    /// <param name="script">The lines.</param>
    /// <param name="variables">The environment, which has no file of profiles but theirs.</param>
    /// <param name="cancellation">Ends the script.</param>
    public static async Task<CommandResult> RunAsync(
        string script, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"set -euo pipefail\n{await AliasAsync(cancellation)}\n{script}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryPaths.Root,
        };
        foreach (var name in OfOthers)
        {
            start.Environment.Remove(name);
        }

        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_PAGER"] = "";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var end = cancellation.Register(() => process.Kill(entireProcessTree: true));
        return await CommandLine.ResultAsync(process);
    }

    private static async Task<string> AliasAsync(CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("aws", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var end = cancellation.Register(() => process.Kill(entireProcessTree: true));
        return FirstVersion().IsMatch((await CommandLine.ResultAsync(process)).Output) ? Version1 : "";
    }

    [GeneratedRegex("^aws-cli/1\\.")]
    private static partial Regex FirstVersion();
}
