using System.CommandLine;
using Fanout.Samples;
using Fanout.Samples.SensorAnalytics;

var root = new RootCommand("Loads the sample data of the workflows, into AWS or into any endpoint that speaks its APIs.")
{
    ParallelMapCommand.Create(),
    S3HighThroughputCommand.Create(),
    SensorAnalyticsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
