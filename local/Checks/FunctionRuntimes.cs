using System.Globalization;

namespace Fanout.Local.Checks;

/// <summary>Functions run on a runtime that Lambda still patches ("Lambda runtimes": deprecation dates).</summary>
/// <param name="today">The day that counts.</param>
public sealed class FunctionRuntimes(DateOnly today) : Rule("function-runtimes")
{
    private static readonly Dictionary<string, DateOnly> Deprecated = new()
    {
        ["dotnet6"] = new(2024, 12, 20),
        ["dotnet8"] = new(2026, 11, 10),
        ["dotnet10"] = new(2028, 11, 14),
    };

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(ResourceGraph graph)
    {
        var supported = string.Join(", ", Deprecated.Where(entry => entry.Value > today).Select(entry => entry.Key));
        foreach (var function in graph.OfType(AwsType.Function))
        {
            var runtime = function.Text("runtime");
            if (runtime is null || !Deprecated.TryGetValue(runtime, out var end))
            {
                yield return Broken(
                    function, function.Shown("runtime"), supported, $"use one of these, or add it with its date to {nameof(FunctionRuntimes)}");
            }
            else if (end <= today)
            {
                yield return Broken(
                    function,
                    string.Create(CultureInfo.InvariantCulture, $"{runtime} is deprecated since {end:yyyy-MM-dd}"),
                    supported,
                    "move the function to a later runtime");
            }
        }
    }
}
