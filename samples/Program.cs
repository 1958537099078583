using System.CommandLine;
using Fanout.Samples;
using Fanout.Samples.Cli;
using Fanout.Samples.MeterAnalytics;
using Fanout.Samples.SensorAnalytics;
using Fanout.Samples.StreamAggregator;

var root = new RootCommand("Loads the sample data of the workflows, into AWS or into any endpoint that speaks its APIs, and queries what they made of it.")
{
    ParallelMapCommand.Create(),
    S3HighThroughputCommand.Create(),
    SensorAnalyticsCommand.Create(),
    StreamAggregatorCommand.Create(),
    MeterAnalyticsCommand.Create(),
    MeterQueryCommand.Create(),
};
var help = new CommandHelp("dotnet run --project samples --");
help.AddTo(root);
var arguments = root.Parse(args);
if (new WrongUsage(help).Find(arguments) is { } wrong)
{
    await Console.Error.WriteLineAsync(wrong);
    return ExitCode.Usage;
}

return await arguments.InvokeAsync();
