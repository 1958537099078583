using System.Collections.Immutable;
using Pulumi.Testing;
using Serialized = Pulumi.OutputData<
    System.Collections.Immutable.ImmutableDictionary<string, Pulumi.OutputData<object?>>>;

namespace Pulumi;

public sealed partial class Deployment
{
    internal async Task<OutputData<T>> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options)
    {
        var arguments = await ArgumentsAsync(token, args);
        ImmutableArray<Resource> dependencies = options is InvokeOutputOptions { DependsOn: var dependsOn }
            ? await dependsOn.ToOutput().GetValueAsync([])
            : [];
        if (!arguments.IsKnown || !await AllExistAsync(dependencies.Concat(arguments.Resources)))
        {
            return OutputData<T>.Of(default!) with { IsKnown = false };
        }

        return await CallAsync<T>(token, arguments, options) with { Resources = [.. dependencies, .. arguments.Resources] };
    }

    /// <summary>Calls at once, without the arguments that are unknown.</summary>
    internal async Task<T> InvokeNowAsync<T>(string token, InvokeArgs args, InvokeOptions? options)
        => (await CallAsync<T>(token, await ArgumentsAsync(token, args), options)).Value;

    private static Task<Serialized> ArgumentsAsync(string token, InvokeArgs? args)
        => Properties.SerializeAsync((args ?? InvokeArgs.Empty).ToDictionary(), $"invoke:{token}");

    private async Task<OutputData<T>> CallAsync<T>(string token, Serialized arguments, InvokeOptions? options)
    {
        Deserializer.Check($"{token} result", typeof(T));
        var result = await _mocks.CallAsync(new MockCallArgs
        {
            Token = token,
            Args = Properties.Known(arguments),
            Provider = await ReferenceAsync(options?.Provider ?? options?.Parent?.GetProvider(token)),
        });
        var data = await Serializer.SerializeAsync($"result of '{token}'", Properties.Of(result));
        var value = Deserializer.Convert(data.Value, typeof(T)) is { } converted ? (T)converted : default!;
        return data.With(value);
    }

    private static async Task<bool> AllExistAsync(IEnumerable<Resource> resources)
    {
        foreach (var resource in WithContents(resources).Where(resource => resource.Id is not null))
        {
            if (await resource.Id.Data is { IsKnown: false })
            {
                return false;
            }
        }

        return true;
    }
}
