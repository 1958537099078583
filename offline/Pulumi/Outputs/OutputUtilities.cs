using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>A look into outputs, for tests.</summary>
public static class OutputUtilities
{
    /// <summary>An unknown output.</summary>
    public static Output<T> CreateUnknown<T>(T value)
        => new(Task.FromResult(OutputData<T>.Of(value) with { IsKnown = false }));

    /// <summary>An unknown output; the factory never runs.</summary>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory)
        => CreateUnknown(default(T)!).Apply(_ => valueFactory());

    /// <summary>The same value, as something that comes from the resource as well.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(resource);
        return output.Map(data => data with { Resources = data.Resources.Add(resource) });
    }

    /// <summary>Whether the value is known.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) => (await output.Data).IsKnown;

    /// <summary>The value; the type's default where it is unknown.</summary>
    public static Task<T> GetValueAsync<T>(Output<T> output) => output.GetValueAsync(whenUnknown: default!);

    /// <summary>The resources that the value comes from.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output)
        => (await output.Data).Resources;
}
