using System.CommandLine;
using Fanout.Bench;
using Fanout.Bench.SensorFunction;

var root = new RootCommand("Measures; every figure is of this machine, at this moment.")
{
    S3HighThroughputBenchmark.Command(),
    SensorFunctionCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
