using System.CommandLine;
using Fanout.Bench;

var root = new RootCommand("Measures; every figure is of this machine, at this moment.")
{
    S3HighThroughputBenchmark.Command(),
};
return await root.Parse(args).InvokeAsync();
