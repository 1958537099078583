using System.CommandLine;
using Fanout.Bench;
using Fanout.Bench.SensorFunction;

var root = new RootCommand("Measures the speed of the program's parts; run it with -c Release on a machine that does nothing else.")
{
    S3HighThroughputBenchmark.Command(),
    SensorFunctionCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
