using Fanout.Local.Cloud;

namespace Fanout.Local.Glue;

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

    /// <summary>Reads the inputs of <c>aws:glue/job:Job</c>.</summary>
    /// <exception cref="LocalException">Glue refuses them.</exception>
    internal static GlueCapacity Of(CloudResource resource, GlueJobType type)
    {
        var worker = resource.Text("workerType");
        var number = (int?)(resource.Inputs.GetValueOrDefault("numberOfWorkers") as double?);
        var units = resource.Inputs.GetValueOrDefault("maxCapacity") as double?;
        if (worker is null != number is null || (worker is not null && units is not null))
        {
            throw new LocalException($"The Glue job {resource.Name} needs workerType and numberOfWorkers together, or maxCapacity.");
        }
        if (type == GlueJobType.PythonShell)
        {
            return worker is null && units is null or SmallestShell or 1
                ? new GlueCapacity(null, null, units ?? SmallestShell)
                : throw new LocalException($"The Glue job {resource.Name} is a Python shell job: its maxCapacity can be 0.0625 or 1.");
        }
        return worker is null
            ? new GlueCapacity(null, null, units ?? DefaultEtl)
            : new GlueCapacity(null, null, 0).With(worker, number)
                ?? throw new LocalException(
                    $"The workerType of the Glue job {resource.Name} is '{worker}'; allowed: {string.Join(", ", UnitsOfWorker.Keys)}.");
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
