using System.Collections.Concurrent;
using System.CommandLine;
using Fanout.Infra.Settings;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;
using Fanout.Local.WebConsole.Reading;
using Fanout.Local.WebConsole.Report;
using Fanout.Samples.Cli;

namespace Fanout.Local.Cli;

/// <summary>The command <c>run</c>: deploys the stack locally, runs workflows with their samples, and checks.</summary>
internal static class RunCommand
{
    private const int MostObjects = 1_000_000;
    private const int MostElements = 2_500;
    private const int MostDevices = 99_999;
    private const int MostLocations = 9_999;
    private const int MostRows = 100_000;
    private const int MostMeters = 1_000;
    private const int MostItems = 1_000_000_000;

    public static Command Create(CommonOptions common)
    {
        var workflows = WorkflowsArgument.Create("The workflows to run");
        var objects = NumberOption.Create(
            "--objects", $"How many generated objects {WorkflowNames.S3HighThroughput} reads", 0, MostObjects);
        objects.DefaultValueFactory = _ => RunOptions.Default.Objects;
        var elements = NumberOption.Create(
            "--elements", $"How many elements {WorkflowNames.ParallelMap}'s list has, in the place of its two lists", 1, MostElements);
        var devices = NumberOption.Create(
            "--devices", $"How many devices gave {WorkflowNames.SensorAnalytics} the readings of a day, 24 each", 0, MostDevices);
        devices.DefaultValueFactory = _ => RunOptions.Default.Devices;
        var locations = NumberOption.Create(
            "--locations", $"How many locations {WorkflowNames.StreamAggregator} asks", 1, MostLocations);
        locations.DefaultValueFactory = _ => RunOptions.Default.Locations;
        var rows = NumberOption.Create(
            "--rows", "How many rows each location has of each of the two states of records", 0, MostRows);
        rows.DefaultValueFactory = _ => RunOptions.Default.Rows;
        var meters = NumberOption.Create(
            "--meters", $"Of how many meters {WorkflowNames.MeterAnalytics} rolls up the readings, one an hour", 1, MostMeters);
        meters.DefaultValueFactory = _ => RunOptions.Default.Meters;
        var date = DayOption.Create(
            "--date",
            $"The day that {WorkflowNames.SensorAnalytics} analyzes (by default the one that it takes without a date) and that "
                + $"{WorkflowNames.MeterAnalytics} rolls up, as its schedule would (by default each day of a month)",
            "yyyy/MM/dd");
        var data = new Option<string?>("--data")
        {
            Description = "A folder with your own data for one workflow, in the place of the samples: what is not known of it is not checked",
            HelpName = "FOLDER",
        };
        var api = ApiOption.Create();
        var location = LocationOption.Create();
        var scale = NumberOption.Create(
            "--scale",
            "Say what N items would cost, by straight lines through this run and one of half its size, which is made before",
            1,
            MostItems);
        var strict = new Option<bool>("--strict") { Description = "Fail where permissions are granted that the runs did not use" };
        var logs = new Option<bool>("--logs") { Description = "Print what functions and jobs logged, with the times of the executions" };
        var json = new Option<bool>("--json")
        {
            Description = "Print one object: succeeded, runs with their counts, requests per service and cost, permissions",
        };
        var report = ReportOption.Create();
        var command = new ExampleCommand(
            "run",
            "Deploy the stack into a local cloud, run its workflows and check what they did (the default)",
            "run",
            "run parallel-map s3-high-throughput --objects 5000",
            "run --stack prod --strict",
            "run parallel-map --logs",
            "run meter-analytics --data my-readings",
            "run stream-aggregator --api http://127.0.0.1:8080 --location paris rome",
            "run parallel-map --json",
            "run --report runs.html",
            "run s3-high-throughput --objects 10000 --scale 1000000")
        {
            workflows, objects, elements, devices, locations, rows, meters, date, data, api, location, scale, strict, logs, json, report,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(logs) && result.GetValue(json))
            {
                result.AddError("--logs prints for people, --json for programs; leave one out.");
            }

            if (result.GetValue(data) is not null && result.GetValue(workflows) is not [not WorkflowNames.StreamAggregator])
            {
                result.AddError($"--data is of one workflow, which must be named: {string.Join(", ", WorkflowNames.All.Except([WorkflowNames.StreamAggregator]))}.");
            }

            if (result.GetResult(scale) is not null && result.GetValue(workflows) is not { Length: > 0 })
            {
                result.AddError($"--scale is of workflows that are named, as each counts items of its own: {string.Join(", ", WorkflowNames.All)}.");
            }

            if (result.GetResult(scale) is not null && (result.GetValue(data) is not null || result.GetResult(location) is not null))
            {
                result.AddError("--scale runs half of the items too, which it can do with samples only; leave out --data and --location.");
            }

            if (result.GetResult(api) is null != result.GetResult(location) is null)
            {
                result.AddError("--api needs --location, and the other way round: which locations your API is asked about.");
            }
        });
        command.SetAction((arguments, cancellation) => RunAsync(
            common,
            arguments,
            arguments.GetValue(workflows) ?? [],
            new RunOptions(
                arguments.GetValue(objects),
                arguments.GetResult(elements) is null ? null : arguments.GetValue(elements),
                arguments.GetValue(devices),
                arguments.GetValue(locations),
                arguments.GetValue(rows),
                arguments.GetValue(meters),
                arguments.GetValue(date))
            {
                Folder = arguments.GetValue(data),
                Api = arguments.GetValue(api),
                LocationIds = arguments.GetValue(location) ?? [],
            },
            arguments.GetResult(scale) is null ? null : arguments.GetValue(scale),
            arguments.GetValue(strict),
            arguments.GetValue(logs),
            arguments.GetValue(json),
            arguments.GetValue(report),
            cancellation));
        return command;
    }

    /// <summary>Runs all workflows of the stack.</summary>
    public static Task<int> RunAllAsync(CommonOptions common, ParseResult arguments, CancellationToken cancellation) =>
        RunAsync(common, arguments, [], RunOptions.Default, scale: null, isStrict: false, withLogs: false, asJson: false, reportFile: null, cancellation);

    private static async Task<int> RunAsync(
        CommonOptions common,
        ParseResult arguments,
        string[] names,
        RunOptions options,
        long? scale,
        bool isStrict,
        bool withLogs,
        bool asJson,
        string? reportFile,
        CancellationToken cancellation)
    {
        var config = await common.ConfigAsync(arguments, cancellation);
        var settings = EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject());
        var chosen = names.Length == 0 ? settings.Workflows : WorkflowsArgument.Checked(names, settings.Workflows, config.Stack);

        var half = scale is null ? [] : await HalfAsync();
        var progress = RunProgress.OnStandardError();
        await using var deployment = await DeployAsync(progress);
        var done = new ConcurrentQueue<RunReport>();
        IReadOnlyList<RunReport> reports;
        try
        {
            reports = await deployment.DoAsync(token => RunAsync(chosen, deployment, scale is null ? options : options.Sized, progress, done, token), cancellation);
        }
        catch (Exception problem) when (reportFile is not null)
        {
            await KeepAsync(problem);
            throw;
        }

        var scaled = scale is { } items ? ScaledRun.Of(half, reports, items) : [];
        var permissions = PermissionReport.Of(deployment.Cloud.Iam, deployment.Stack, chosen);
        if (reportFile is not null)
        {
            await ReportFile().WriteAsync(reportFile, reports, cancellation);
        }

        var succeeded = half.Concat(reports).All(report => report.IsGood)
            && scaled.All(run => run.Bill.Refusals.Count == 0)
            && !(isStrict && permissions.Unused.Count > 0);
        if (asJson)
        {
            Console.WriteLine(JsonText.Of(RunDocument.Of(reports, scaled, permissions, succeeded)));
        }
        else
        {
            RunTable.Print(reports, Console.Out, RunTable.WidthOfOutput);
            foreach (var run in scaled)
            {
                run.Print(Console.Out);
            }

            permissions.Print(Console.Out);
            if (withLogs)
            {
                RunLogs.Print(deployment.Cloud.Logs, Console.Out);
            }
        }

        return succeeded ? ExitCode.Success : ExitCode.Failure;

        RunReportFile ReportFile() => new(AccountReader.Of(deployment, $"{config.Project}-{config.Stack}"));

        // The file has what there was until the run was ended; what ended it is what is told of it.
        async Task KeepAsync(Exception problem)
        {
            try
            {
                await ReportFile().WriteAsync(
                    reportFile!, [.. done], CancellationToken.None, problem is OperationCanceledException ? "The run was stopped." : problem.Message);
            }
            catch (LocalException unwritten)
            {
                await progress.Notices.WriteLineAsync(unwritten.Message);
            }
        }

        // In a cloud of its own, so that it leaves nothing behind that the whole would find.
        async Task<IReadOnlyList<RunReport>> HalfAsync()
        {
            var notices = RunProgress.OnStandardError();
            await using var other = await DeployAsync(notices);
            return await other.DoAsync(token => RunAsync(chosen, other, options.Half, notices, [], token), cancellation);
        }

        async Task<LocalDeployment> DeployAsync(IRunProgress told)
        {
            await told.Notices.WriteLineAsync($"Deploying {config.Project}-{config.Stack} into the local cloud");
            return await LocalDeployment.StartAsync(
                config, common.Cloud(arguments, config, told.Notices), common.RealTime(arguments), cancellation);
        }
    }

    private static async Task<IReadOnlyList<RunReport>> RunAsync(
        IReadOnlyList<string> workflows,
        LocalDeployment deployment,
        RunOptions options,
        IRunProgress progress,
        ConcurrentQueue<RunReport> reports,
        CancellationToken cancellation)
    {
        await using (progress)
        {
            foreach (var workflow in workflows)
            {
                await foreach (var report in LocalRuns.RunAsync(deployment, workflow, options, progress, cancellation))
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress.End(report);
                    reports.Enqueue(report);
                }
            }
        }

        return [.. reports];
    }
}
