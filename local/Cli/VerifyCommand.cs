using System.CommandLine;
using System.Globalization;
using Fanout.Infra.Settings;
using Fanout.Local.Runs;
using Fanout.Local.Runs.Access;
using Fanout.Local.Stacks;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>verify</c>: runs the workflows of a stack that is deployed, checks them, and deletes what it loaded.</summary>
internal static class VerifyCommand
{
    private const int LongestMinutes = 1_440;

    // Whoever interrupts waits for it.
    private static readonly TimeSpan LongestCleanup = TimeSpan.FromSeconds(90);

    public static Command Create(CommonOptions common)
    {
        var workflows = WorkflowsArgument.Create("The workflows to verify");
        var outputs = new Option<string>("--outputs")
        {
            Description = "A file with what pulumi stack output workflows --json prints, or outputs --json of a served stack",
            Required = true,
            HelpName = "FILE",
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "A profile of the AWS configuration files; by default credentials are found as the AWS CLI finds them",
            HelpName = "PROFILE",
        };
        var region = new Option<string?>("--region") { Description = "Another region than that of the outputs", HelpName = "REGION" };
        var location = LocationOption.Create();
        var timeout = NumberOption.Create("--timeout", "After how many minutes it is given up", 1, LongestMinutes);
        timeout.DefaultValueFactory = _ => 30;
        var yes = new Option<bool>("--yes") { Description = "Write to a stack of production too" };
        var command = new ExampleCommand(
            "verify",
            "Run the workflows of a deployed stack, check what they did, and delete what was loaded for it",
            "verify --outputs outputs.json",
            "verify parallel-map --outputs outputs.json --stack prod --profile prod --yes",
            "verify stream-aggregator --outputs outputs.json --location paris rome")
        {
            workflows, outputs, profile, region, location, timeout, yes,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var file = arguments.GetRequiredValue(outputs);
            var deployed = await StackOutputs.ReadAsync(file, cancellation);
            var config = await common.ConfigAsync(arguments, cancellation);
            var settings = EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject());
            var names = arguments.GetValue(workflows) is { Length: > 0 } chosen ? chosen : [.. WorkflowNames.All.Where(deployed.ContainsKey)];
            if (names.FirstOrDefault(name => !deployed.ContainsKey(name)) is { } missing)
            {
                throw new LocalException($"{file} has no outputs of {missing}; it has those of: {string.Join(", ", deployed.Keys.Order(StringComparer.Ordinal))}.");
            }

            var stack = new StackNames(config.Project, config.Stack);
            if (names.FirstOrDefault(name => !deployed[name].Values.Any(value => IsOf(stack.Of(name), value))) is { } foreign)
            {
                throw new LocalException($"{file} has outputs of {foreign} that are of another stack than {config.Stack}, whose settings Pulumi.{config.Stack}.yaml has; say which with --stack.");
            }

            if (settings.Environment == EnvironmentKind.Prod && !arguments.GetValue(yes))
            {
                throw new LocalException($"The stack {config.Stack} is one of production; give --yes to write to it. What is loaded has names of its own and is deleted at the end.");
            }

            var source = arguments.GetValue(profile);
            using var verification = new Verification(
                settings, deployed, AwsIdentity.CredentialsOf(source), arguments.GetValue(region), common.Endpoint(arguments) ?? AwsIdentity.EndpointOf(source))
            {
                Locations = arguments.GetValue(location) ?? [],
            };
            return await RunAsync(verification, names, config.Stack, TimeSpan.FromMinutes(arguments.GetValue(timeout)), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Verification verification, IReadOnlyList<string> names, string stack, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        var progress = RunProgress.OnStandardError();
        var reports = new List<RunReport>();
        try
        {
            await using (progress)
            {
                foreach (var workflow in await verification.PlanAsync(names, stack, progress.Notices, limit.Token))
                {
                    await foreach (var report in verification.RunAsync(workflow, progress, LongestCleanup, limit.Token))
                    {
                        progress.End(report);
                        reports.Add(report);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LocalException($"It was given up after {timeout.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes; allow more with --timeout.");
        }
        finally
        {
            foreach (var problem in verification.Left)
            {
                await Console.Error.WriteLineAsync(problem);
            }
        }

        RunTable.Print(reports, Console.Out, RunTable.WidthOfOutput);
        return reports.All(report => report.IsGood) && verification.Left.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    // An output may be a name, an ARN or a queue's URL.
    private static bool IsOf(string name, string output) => output
        .Split(':', '/')
        .Any(part => part == name || part.StartsWith($"{name}-", StringComparison.Ordinal));
}
