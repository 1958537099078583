using Fanout.Local.Aws;

namespace Fanout.Local.Services.Glue;

/// <summary>What a run takes: workers, or a part of a data processing unit.</summary>
/// <param name="WorkerType">The type of the workers; null where there are none.</param>
/// <param name="NumberOfWorkers">How many of them.</param>
/// <param name="Units">The data processing units (DPU).</param>
public sealed record GlueCapacity(string? WorkerType, int? NumberOfWorkers, double Units)
{
    private const double SmallestShell = 0.0625;
    private const double DefaultEtl = 10;

    private static readonly Dictionary<string, double> UnitsOfWorker = new()
    {
        ["G.025X"] = 0.25,
        ["G.1X"] = 1,
        ["G.2X"] = 2,
        ["G.4X"] = 4,
        ["G.8X"] = 8,
    };

    /// <summary>Reads what a job asks for ("Job structure").</summary>
    /// <exception cref="LocalException">Glue refuses it.</exception>
    internal static GlueCapacity Of(string job, ApiArguments arguments, GlueJobType type)
    {
        var worker = arguments.OptionalText("WorkerType");
        var number = (int?)arguments.Whole("NumberOfWorkers", 1);
        var units = arguments.Number("MaxCapacity") ?? arguments.Number("AllocatedCapacity");
        if (worker is null != number is null || (worker is not null && units is not null))
        {
            throw new LocalException($"The Glue job {job} needs WorkerType and NumberOfWorkers together, or MaxCapacity.");
        }
        if (type == GlueJobType.PythonShell)
        {
            return worker is null && units is null or SmallestShell or 1
                ? new GlueCapacity(null, null, units ?? SmallestShell)
                : throw new LocalException($"The Glue job {job} is a Python shell job: its MaxCapacity can be 0.0625 or 1.");
        }
        return worker is null
            ? new GlueCapacity(null, null, units ?? DefaultEtl)
            : new GlueCapacity(null, null, 0).With(worker, number)
                ?? throw new LocalException(
                    $"The WorkerType of the Glue job {job} is '{worker}'; allowed: {string.Join(", ", UnitsOfWorker.Keys)}.");
    }

    /// <summary>The capacity with what a run asks for; null where there are no such workers.</summary>
    public GlueCapacity? With(string? workerType, int? numberOfWorkers)
    {
        if (workerType is null && numberOfWorkers is null)
        {
            return this;
        }
        return (workerType ?? WorkerType) is { } type
            && (numberOfWorkers ?? NumberOfWorkers) is { } number
            && UnitsOfWorker.TryGetValue(type, out var units)
                ? new GlueCapacity(type, number, units * number)
                : null;
    }
}
