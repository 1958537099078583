using System.CommandLine;
using Fanout.Bench;
using Fanout.Bench.Parts;
using Fanout.Bench.SensorFunction;
using Fanout.Bench.WriterFunction;

var root = new RootCommand("Measures the speed of the program's parts; run it with -c Release on a machine that does nothing else.")
{
    DoorBenchmark.Command(),
    GrowthBenchmark.Command(),
    MotoBenchmark.Command(),
    OriginalsBenchmark.Command(),
    PartsCommand.Create(),
    PythonCommand.Create(),
    S3HighThroughputBenchmark.Command(),
    SensorFunctionCommand.Create(),
    StartBenchmark.Command(),
    WriterFunctionCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
