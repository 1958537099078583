using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    internal async Task<OutputData<T>> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options)
    {
        var arguments = await Properties.SerializeAsync((args ?? InvokeArgs.Empty).ToDictionary(), $"call of '{token}'");
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
            Args = Properties.Known(arguments),
            Provider = await ReferenceAsync(options?.Provider ?? options?.Parent?.GetProvider(token)),
        });
        var data = await Serializer.SerializeAsync($"result of '{token}'", Properties.Of(result));
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
}
