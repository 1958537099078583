using System.CommandLine;
using System.Globalization;
using Amazon.S3;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Samples;

/// <summary>The command <c>s3-high-throughput</c>: puts generated objects into the bucket of a stack.</summary>
internal static class S3HighThroughputCommand
{
    private const int MostObjects = 100_000_000;
    private const int MostUploads = 1_000;

    public static Command Create()
    {
        var count = NumberOption.Create("--count", "How many objects to generate", 1, MostObjects);
        var folder = FolderOption.Create("JSON objects, a file for each");
        var bucket = new Option<string>("--bucket")
        {
            Description = "The bucket: DataBucket of `pulumi stack output workflows`, under s3-high-throughput",
            Required = true,
            HelpName = "NAME",
        };
        var prefix = new Option<string?>("--prefix") { Description = "How the keys begin, in place of the stack's prefix", HelpName = "PREFIX" };
        var concurrency = NumberOption.Create("--concurrency", "How many uploads run at the same time", 1, MostUploads);
        concurrency.DefaultValueFactory = _ => 64;
        var aws = new AwsOptions("The stack whose settings name the prefix and the region");
        var command = new ExampleCommand(
            WorkflowNames.S3HighThroughput,
            "Puts generated JSON objects, or your own, into the bucket that s3-high-throughput reads",
            "s3-high-throughput --bucket my-bucket --count 10000",
            "s3-high-throughput --bucket my-bucket --folder my-objects")
        {
            count, folder, bucket, prefix, concurrency,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(count) is null == result.GetValue(folder) is null)
            {
                result.AddError("Give one of --count, for generated objects, and --folder, for your own.");
            }
        });
        aws.AddTo(command);
        command.SetAction((arguments, cancellation) => ExitCode.OfAsync(async () =>
        {
            var stack = await aws.ReadStackAsync(arguments, cancellation);
            var settings = EnvironmentSettings.Read(stack.Project, stack.Stack, stack.OfProject()).S3HighThroughput;
            var keys = arguments.GetValue(prefix) ?? settings.Prefix;
            var target = arguments.GetRequiredValue(bucket);
            using var s3 = new AmazonS3Client(aws.Configure(
                new AmazonS3Config { ForcePathStyle = aws.HasEndpoint(arguments) }, arguments, stack));
            var own = arguments.GetValue(folder) is { } path ? S3HighThroughputSample.OfFolder(path, keys) : null;
            var objects = own?.Count ?? arguments.GetValue(count);
            using (var progress = Console.IsErrorRedirected ? null : new TerminalProgress(objects, "objects"))
            {
                await ObjectUploads.PutAsync(
                    s3,
                    target,
                    own ?? S3HighThroughputSample.Uploads(objects, keys),
                    "objects",
                    "application/json",
                    arguments.GetRequiredValue(concurrency),
                    progress,
                    cancellation);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{objects:N0} objects are in s3://{target}/{keys}"));
        }));
        return command;
    }
}
