using System.CommandLine;
using Fanout.Samples;
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
return await root.Parse(args).InvokeAsync();
