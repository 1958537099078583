using System.CommandLine;
using System.Globalization;
using Amazon.S3;
using Fanout.Samples.Cli;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>The command <c>meter-analytics</c>: puts generated readings of electricity meters into the bucket of a stack.</summary>
internal static class MeterAnalyticsCommand
{
    private const int MostDays = 3_660;
    private const int MostUploads = 1_000;

    public static Command Create()
    {
        var first = DayOption.Create("--first-day", $"The first day; {MeterAnalyticsSample.Default.First:yyyy-MM-dd} by default");
        var days = NumberOption.Create("--days", "How many days", 1, MostDays);
        days.DefaultValueFactory = _ => MeterAnalyticsSample.Default.Days;
        var folder = FolderOption.Create("CSV files of meters: customer_meter_sensor.csv, and readings in folders year=YYYY/month=MM/day=DD or with YYYY-MM-DD in their names");
        var bucket = new Option<string>("--bucket")
        {
            Description = "The bucket: DataBucket of `pulumi stack output workflows`, under meter-analytics",
            Required = true,
            HelpName = "NAME",
        };
        var concurrency = NumberOption.Create("--concurrency", "How many uploads run at the same time", 1, MostUploads);
        concurrency.DefaultValueFactory = _ => 32;
        var aws = new AwsOptions("The stack whose settings name the region");
        var command = new ExampleCommand(
            "meter-analytics",
            "Puts generated readings of electricity meters, or your own, into the bucket that meter-analytics reads",
            "meter-analytics --bucket my-bucket",
            "meter-analytics --bucket my-bucket --folder my-readings")
        {
            first, days, folder, bucket, concurrency,
        };
        FolderOption.Excludes(command, folder, first, days);
        aws.AddTo(command);
        command.SetAction((arguments, cancellation) => ExitCode.OfAsync(async () =>
        {
            var sample = new MeterAnalyticsSample(
                arguments.GetValue(first) ?? MeterAnalyticsSample.Default.First, arguments.GetRequiredValue(days));
            var target = arguments.GetRequiredValue(bucket);
            var stack = await aws.ReadStackAsync(arguments, cancellation);
            using var s3 = new AmazonS3Client(aws.Configure(
                new AmazonS3Config { ForcePathStyle = aws.HasEndpoint(arguments) }, arguments, stack));
            if (arguments.GetValue(folder) is { } path)
            {
                await LoadAsync(s3, target, MeterFolder.Read(path), arguments.GetRequiredValue(concurrency), cancellation);
                return;
            }

            using (var progress = Console.IsErrorRedirected ? null : new TerminalProgress(sample.FileCount, "files"))
            {
                await sample.LoadAsync(s3, target, arguments.GetRequiredValue(concurrency), progress, cancellation);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.FileCount:N0} files are in s3://{target}: {MeterAnalyticsSample.Customers.Count} customers, their readings by the hour from {sample.First:yyyy-MM-dd} to {sample.Last:yyyy-MM-dd}"));
        }));
        return command;
    }

    private static async Task LoadAsync(AmazonS3Client s3, string bucket, MeterFolder own, int concurrency, CancellationToken cancellation)
    {
        using (var progress = Console.IsErrorRedirected ? null : new TerminalProgress(own.Files.Count, "files"))
        {
            await own.LoadAsync(s3, bucket, concurrency, progress, cancellation);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {{own.Files.Count:N0}} files are in s3://{{bucket}}, readings from {{own.First:yyyy-MM-dd}} to {{own.Last:yyyy-MM-dd}}; start executions with
              {"from": "{{own.First:yyyy/MM/dd}}", "to": "{{own.Last:yyyy/MM/dd}}"}
            """));
    }
}
