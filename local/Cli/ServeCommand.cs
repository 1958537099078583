using System.CommandLine;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.Cloud;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;
using Fanout.Local.WebConsole.Pages;
using Fanout.Local.WebConsole.Reading;
using Fanout.Local.WebConsole.Site;
using Fanout.Samples.Cli;
using Fanout.Stacks;

namespace Fanout.Local.Cli;

/// <summary>The command <c>serve</c>: deploys the stack into a local cloud, which stays until Ctrl-C.</summary>
internal static class ServeCommand
{
    public static Command Create(CommonOptions common)
    {
        var workflows = WorkflowsArgument.Create("The workflows to deploy");
        var profile = new Option<string?>("--profile-file")
        {
            Description = "Write the endpoint and the credentials into a file of AWS profiles, in place of printing them",
            HelpName = "FILE",
        };
        var virtualTime = new Option<bool>("--virtual-time") { Description = "Let waits and retries pass at once, as run does" };
        var empty = new Option<bool>("--empty") { Description = "Deploy nothing: an account for pulumi up --stack local" };
        var api = ApiOption.Create();
        var command = new ExampleCommand(
            "serve",
            "Deploy the stack into a local cloud and keep it for the AWS CLI, the SDKs and Pulumi, until Ctrl-C",
            "serve",
            "serve parallel-map --port 4566",
            "serve --empty --stack local --port 4566",
            "serve --profile-file ~/.aws/fanout --virtual-time")
        {
            workflows, empty, profile, virtualTime, api,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(empty) && result.GetValue(workflows) is { Length: > 0 })
            {
                result.AddError("--empty deploys nothing; leave it out, or the workflows.");
            }
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var config = await common.ConfigAsync(arguments, cancellation);
            var names = arguments.GetValue(workflows) ?? [];
            var isEmpty = arguments.GetValue(empty);
            if (!isEmpty && await ServedStack.FindAsync(config.Stack, cancellation) is { } other)
            {
                throw new LocalException($"The stack {config.Stack} is served already, at {other.Endpoint}; end that one first, or choose another with --stack.");
            }

            await Console.Error.WriteLineAsync(
                isEmpty ? "Starting an empty local cloud" : $"Deploying {config.Project}-{config.Stack} into the local cloud");
            await using var deployment = await LocalDeployment.StartAsync(
                names.Length == 0 ? config : Only(names, config),
                common.Cloud(arguments, config, Console.Error),
                realTime: !arguments.GetValue(virtualTime),
                cancellation,
                isEmpty);
            await using var alarms = deployment.Cloud.WatchAlarms();
            await using var sample = await ThirdPartyApi.StartAsync(deployment, arguments.GetValue(api), ThirdPartyApi.Served, cancellation);
            var served = new ServedStack(deployment.Cloud.Gateway.Endpoint, deployment.Stack.Workflows);
            using var publication = isEmpty ? null : await served.PublishAsync(config.Stack, cancellation);
            if (arguments.GetValue(profile) is { } file)
            {
                await PrivateFile.WriteAsync(file, Profile(deployment.Cloud), cancellation);
            }

            var console = new ConsoleSite(AccountReader.Of(deployment, isEmpty ? "empty account" : $"{config.Project}-{config.Stack}"));
            deployment.Cloud.Gateway.Show(ServedLinks.Root, console.AnswerAsync);
            Print(served, deployment.Cloud, console.Address, arguments.GetValue(profile));
            return await deployment.DoAsync(UntilEndedAsync, cancellation);
        });
        return command;
    }

    private static async Task<int> UntilEndedAsync(CancellationToken cancellation)
    {
        // To be ended is how it ends well.
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Success;
    }

    // Those that were chosen, in the place of the stack's own.
    private static StackConfig Only(string[] names, StackConfig config)
    {
        WorkflowsArgument.Checked(names, EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject()).Workflows, config.Stack);
        return config with
        {
            Values = new Dictionary<string, string>(config.Values) { [$"{config.Project}:workflows"] = JsonSerializer.Serialize(names) },
        };
    }

    private static string Profile(LocalCloud cloud) => $"""
        [default]
        endpoint_url = {Address(cloud)}
        region = {cloud.Account.Region}
        aws_access_key_id = {cloud.Root.AccessKeyId}
        aws_secret_access_key = {cloud.Root.SecretAccessKey}
        disable_host_prefix_injection = true

        """;

    private static void Print(ServedStack served, LocalCloud cloud, Uri console, string? profile)
    {
        Console.WriteLine($"Served at {Address(cloud)} until Ctrl-C. In a browser, with its executions drawn: {console}");
        Console.WriteLine("For the AWS CLI, the SDKs and this project's samples:");
        Console.WriteLine();
        foreach (var (name, value) in profile is null ? Variables(cloud) : [new("AWS_CONFIG_FILE", Path.GetFullPath(profile))])
        {
            Console.WriteLine($"export {name}={value}");
        }

        ServedStackText.Print(served, Console.Out);
    }

    // Version 1 of the AWS CLI knows the second name of the region only. Some operations, such as StartSyncExecution, are
    // sent to a host of another name, which an address has none of.
    private static IEnumerable<KeyValuePair<string, string>> Variables(LocalCloud cloud) =>
    [
        new("AWS_ENDPOINT_URL", Address(cloud)),
        new("AWS_REGION", cloud.Account.Region),
        new("AWS_DEFAULT_REGION", cloud.Account.Region),
        .. cloud.Root.Variables(),
        new("AWS_DISABLE_HOST_PREFIX_INJECTION", "true"),
    ];

    private static string Address(LocalCloud cloud) => cloud.Gateway.Endpoint.GetLeftPart(UriPartial.Authority);
}
