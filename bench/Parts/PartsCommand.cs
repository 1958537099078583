using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using Fanout.Stacks;
using Perfolizer.Horology;
using Perfolizer.Metrology;

namespace Fanout.Bench.Parts;

/// <summary>The command <c>parts</c>: what needs no emulator and no process of a function, by BenchmarkDotNet.</summary>
internal static class PartsCommand
{
    private static readonly Type[] Parts =
    [
        typeof(InterpreterBenchmarks), typeof(ExpressionBenchmarks), typeof(StackBenchmarks),
        typeof(SensorFunctionBenchmarks), typeof(WriterFunctionBenchmarks), typeof(ElementFunctionBenchmarks),
    ];

    public static Command Create()
    {
        var filter = new Option<string[]>("--filter")
        {
            Description = "Which, by their full names, with * for any characters",
            HelpName = "GLOB",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["*"],
        };
        var command = new Command("parts", "The time and the memory of single parts: a state, an expression, a child, a reading") { filter };
        command.SetAction(arguments => Run(arguments.GetRequiredValue(filter)));
        return command;
    }

    private static int Run(string[] globs)
    {
        var summaries = BenchmarkRunner.Run(Parts, Config(globs));
        if (summaries.Any(summary => summary.HasCriticalValidationErrors))
        {
            return 1;
        }

        var reports = summaries.SelectMany(summary => summary.Reports).ToList();
        if (reports.Count == 0)
        {
            Console.Error.WriteLine(
                $"--filter is \"{string.Join(' ', globs)}\", which matches nothing; allowed: a name between asterisks, such as *{string.Join("*, *", Parts.Select(part => part.Name))}*.");
            return 1;
        }

        return reports.All(report => report.Success) ? 0 : 1;
    }

    // In this process: its own toolchain would build the repository's projects again for each run.
    private static ManualConfig Config(string[] globs) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(CategoriesColumn.Default, StatisticColumn.Min)
        .HideColumns("Type", "StdDev", "Median", "RatioSD", "Gen0", "Gen1", "Gen2", "Alloc Ratio")
        .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory)
        .WithOptions(ConfigOptions.JoinSummary)
        .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Microsecond).WithSizeUnit(SizeUnit.B))
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .AddValidator(JitOptimizationsValidator.FailOnError)
        .AddFilter(new GlobFilter(globs))
        .WithArtifactsPath(Path.Combine(RepositoryPaths.Root, "artifacts", "benchmarks"));
}
