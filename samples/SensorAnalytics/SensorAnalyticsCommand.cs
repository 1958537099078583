using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Amazon.S3;
using Fanout.Infra.Settings;
using Fanout.Infra.Workflows.SensorAnalytics;
using Fanout.Samples.Cli;

namespace Fanout.Samples.SensorAnalytics;

/// <summary>The command <c>sensor-analytics</c>: puts generated readings into the bucket of a stack.</summary>
internal static class SensorAnalyticsCommand
{
    private const int MostDevices = 99_999;
    private const int MostDays = 3_660;
    private const int MostReadingsPerDay = 86_400;
    private const int MostUploads = 1_000;

    public static Command Create()
    {
        var devices = Number("--devices", "How many devices", 100, 1, MostDevices);
        var days = Number("--days", "How many days, to the last one", 1, 1, MostDays);
        var lastDay = DayOption.Create("--last-day", "The last day (UTC); yesterday by default");
        var readingsPerDay = Number("--readings-per-day", "How many readings each device gives in a day", 24, 1, MostReadingsPerDay);
        var seed = Number("--seed", "The same seed gives the same readings", 1, 0, int.MaxValue);
        var parquet = new Option<bool>("--parquet") { Description = "Write Parquet files and a manifest of them, as an UNLOAD of Athena does, in the place of CSV files" };
        var folder = FolderOption.Create("readings: CSV files in folders day=YYYY-MM-DD, or Parquet files with or without the manifest of their UNLOAD");
        var day = DayOption.Create("--day", "The day of CSV files of --folder that are in no such folder");
        var bucket = new Option<string>("--bucket")
        {
            Description = "The bucket: DataBucket of `pulumi stack output workflows`, under sensor-analytics",
            Required = true,
            HelpName = "NAME",
        };
        var concurrency = Number("--concurrency", "How many uploads run at the same time", 8, 1, MostUploads);
        var aws = new AwsOptions("The stack whose settings name the region");
        var command = new ExampleCommand(
            WorkflowNames.SensorAnalytics,
            "Puts generated readings, or your own, into the bucket that sensor-analytics reads",
            "sensor-analytics --bucket my-bucket",
            "sensor-analytics --bucket my-bucket --devices 1000 --days 7 --last-day 2026-01-31",
            "sensor-analytics --bucket my-bucket --parquet",
            "sensor-analytics --bucket my-bucket --folder my-readings --day 2026-01-31")
        {
            devices, days, lastDay, readingsPerDay, seed, parquet, folder, day, bucket, concurrency,
        };
        FolderOption.Excludes(command, folder, devices, days, lastDay, readingsPerDay, seed, parquet);
        command.Validators.Add(result =>
        {
            if (result.GetResult(day) is not null && result.GetValue(folder) is null)
            {
                result.AddError("--day is of the files of --folder; give both, or --last-day for generated readings.");
            }
        });
        aws.AddTo(command);
        command.SetAction((arguments, cancellation) => ExitCode.OfAsync(async () =>
        {
            var count = arguments.GetRequiredValue(days);
            var last = arguments.GetValue(lastDay) ?? DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
            var fleet = new SensorFleet(
                arguments.GetRequiredValue(devices),
                last.AddDays(1 - count),
                count,
                arguments.GetRequiredValue(readingsPerDay),
                arguments.GetRequiredValue(seed));
            var total = Total(fleet);
            var target = arguments.GetRequiredValue(bucket);
            var stack = await aws.ReadStackAsync(arguments, cancellation);
            using var s3 = new AmazonS3Client(aws.Configure(
                new AmazonS3Config { ForcePathStyle = aws.HasEndpoint(arguments) }, arguments, stack));
            var atOnce = arguments.GetRequiredValue(concurrency);
            if (arguments.GetValue(folder) is { } path)
            {
                await LoadAsync(s3, target, await SensorFolder.ReadAsync(path, arguments.GetValue(day), cancellation), atOnce, cancellation);
                return;
            }

            var isParquet = arguments.GetValue(parquet);
            using (var progress = Console.IsErrorRedirected ? null : new TerminalProgress(total, "readings"))
            {
                await (isParquet
                    ? SensorAnalyticsSample.LoadParquetAsync(s3, target, fleet, atOnce, progress, cancellation)
                    : SensorAnalyticsSample.LoadAsync(s3, target, fleet, atOnce, progress, cancellation));
            }

            Console.WriteLine(Describe(
                SensorAnalyticsSample.Expected(fleet, SensorLimits.Default), $"s3://{target}/{(isParquet ? ParquetManifest.Prefix : ReadingsSchema.Prefix)}"));
            if (isParquet)
            {
                PrintInputs([new Dictionary<string, string> { ["manifest"] = $"s3://{target}/{SensorAnalyticsSample.ManifestOf(fleet)}" }]);
            }
        }));
        return command;
    }

    private static async Task LoadAsync(AmazonS3Client s3, string bucket, SensorFolder own, int concurrency, CancellationToken cancellation)
    {
        using (var progress = Console.IsErrorRedirected ? null : new TerminalProgress(own.Files.Count, "files"))
        {
            await own.LoadAsync(s3, bucket, concurrency, progress, cancellation);
        }

        Console.WriteLine($"{own.Description} are in s3://{bucket}");
        PrintInputs(own.Inputs(bucket));
    }

    private static void PrintInputs(IEnumerable<IReadOnlyDictionary<string, string>> inputs)
    {
        Console.WriteLine("Start executions with");
        foreach (var input in inputs)
        {
            Console.WriteLine($"  {JsonSerializer.Serialize(input)}");
        }
    }

    private static Option<int> Number(string name, string description, int value, int minimum, int maximum)
    {
        var option = NumberOption.Create(name, description, minimum, maximum);
        option.DefaultValueFactory = _ => value;
        return option;
    }

    private static int Total(SensorFleet fleet) => fleet.Readings <= int.MaxValue
        ? (int)fleet.Readings
        : throw new SampleException(string.Create(
            CultureInfo.InvariantCulture,
            $"These are {fleet.Readings:N0} readings; allowed: {int.MaxValue:N0}. Ask for fewer devices, days or readings a day."));

    private static string Describe(SampleCounts counts, string place) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {counts.Readings:N0} readings are in {place}
          {counts.Healthy:N0} healthy
          {counts.Anomalous:N0} with anomalies: {counts.TemperatureSpikes:N0} of temperature, {counts.HumidityAnomalies:N0} of humidity, {counts.LowBatteries:N0} of battery
          {counts.Malformed.Values.Sum():N0} malformed: {string.Join(", ", counts.Malformed.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value:N0} {kind.Key}")))}
        """);
}
