using System.Collections;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    internal async Task<OutputData<T>> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options)
    {
        var arguments = await SerializeAsync((args ?? InvokeArgs.Empty).ToDictionary(), $"call of '{token}'");
        ImmutableArray<Resource> dependencies = options is InvokeOutputOptions { DependsOn: var dependsOn }
            ? await dependsOn.ToOutput().GetValueAsync([])
            : [];
        await WaitForAsync([.. dependencies, .. arguments.Resources]);
        if (!arguments.IsKnown || !await AllExistAsync(dependencies.Concat(arguments.Resources)))
        {
            return OutputData<T>.Of(default!) with { IsKnown = false };
        }

        var result = await _mocks.CallAsync(new MockCallArgs
        {
            Token = token,
            Args = Known(arguments),
            Provider = await ReferenceAsync(options?.Provider ?? options?.Parent?.GetProvider(token)),
        });
        var data = await Serializer.SerializeAsync($"result of '{token}'", Fields(result));
        var value = Deserializer.Convert(data.Value, typeof(T)) is { } converted ? (T)converted : default!;
        return data.With(value) with { Resources = [.. dependencies, .. arguments.Resources] };
    }

    private static async Task<bool> AllExistAsync(IEnumerable<Resource> resources)
    {
        foreach (var resource in resources.OfType<CustomResource>().Where(resource => resource.Id is not null))
        {
            if (await resource.Id.Data is { IsKnown: false })
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableDictionary<string, object> Known(
        OutputData<ImmutableDictionary<string, OutputData<object?>>> data)
        => data.Value
            .Where(entry => entry.Value is { IsKnown: true, Value: not null })
            .ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Value!);

    private static async Task<OutputData<ImmutableDictionary<string, OutputData<object?>>>> SerializeAsync(
        ImmutableDictionary<string, object?> values, string owner)
    {
        var result = OutputData<ImmutableDictionary<string, OutputData<object?>>>.Of(
            ImmutableDictionary<string, OutputData<object?>>.Empty);
        foreach (var (key, value) in values)
        {
            var data = await Serializer.SerializeAsync($"property '{key}' of {owner}", value);
            result = result.DerivedFrom(data) with { Value = result.Value.SetItem(key, data) };
        }

        return result;
    }

    /// <summary>The fields of what a mock gave back.</summary>
    private static ImmutableDictionary<string, object?> Fields(object state) => state switch
    {
        InputArgs args => args.ToDictionary(),
        IDictionary fields => fields.Keys.Cast<object>().ToImmutableDictionary(key => $"{key}", key => fields[key]),
        IEnumerable<KeyValuePair<string, object?>> fields => fields.ToImmutableDictionary(),
        _ => throw new InvalidOperationException(
            $"A mock must give back a dictionary with texts as keys, not {state?.GetType().FullName ?? "null"}."),
    };
}
