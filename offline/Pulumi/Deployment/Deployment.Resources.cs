using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    internal void Register(Resource resource, ResourceArgs args, ResourceOptions options, ResourceOutputs outputs)
        => _tasks.Add(RegisterAsync(resource, args, options, outputs));

    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
        => _tasks.Add(RegisterOutputsAsync(resource, outputs));

    private async Task RegisterAsync(
        Resource resource, ResourceArgs args, ResourceOptions options, ResourceOutputs outputs)
    {
        try
        {
            var (type, name) = (resource.GetResourceType(), resource.GetResourceName());
            var inputs = await Properties.SerializeAsync(
                args.ToDictionary().RemoveRange(["id", "urn"]), $"resource:{name}[{type}]");
            await WaitForAsync([.. await options.DependsOn.ToOutput().GetValueAsync([]), .. inputs.Resources]);
            lock (_resources)
            {
                _resources.Add(resource);
            }

            var urn = NewUrn(await ParentUrnAsync(type, options.Parent), type, name);
            var (id, state) = type == Stack.ResourceType
                ? ("", ImmutableDictionary<string, object?>.Empty)
                : await CreateAsync(resource, options, Properties.Known(inputs));
            outputs.Set("urn", urn);
            outputs.Set("id", id, isKnown: id.Length > 0);
            foreach (var (key, value) in state)
            {
                var data = await Serializer.SerializeAsync($"{key} of '{name}' ({type})", value);
                outputs.Set(key, data.Value, data.IsKnown, data.IsSecret);
            }

            outputs.Complete(isKnown: !IsDryRun);
        }
        catch (Exception exception)
        {
            outputs.Fail(exception);
            throw;
        }
    }

    private async Task<(string Id, ImmutableDictionary<string, object?> State)> CreateAsync(
        Resource resource, ResourceOptions options, ImmutableDictionary<string, object> inputs)
    {
        var existingId = options.Id is null ? "" : await options.Id.ToOutput().GetValueAsync(whenUnknown: "");
        var isRead = !string.IsNullOrEmpty(existingId);
        if (isRead && resource is not CustomResource)
        {
            throw new ArgumentException("ResourceOptions.Id is only valid for a CustomResource");
        }

        var givenId = isRead ? existingId : (options as CustomResourceOptions)?.ImportId ?? "";
        var (id, state) = await _mocks.NewResourceAsync(new MockResourceArgs
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Inputs = inputs,
            Provider = resource is CustomResource ? await ReferenceAsync(options.Provider) : "",
            Id = givenId,
        });
        return (isRead ? givenId : id ?? givenId, Properties.Of(state));
    }

    private async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync(whenUnknown: "");

        // An unknown dictionary is null to the package too, and ends in the same NullReferenceException.
        var given = await outputs.GetValueAsync(whenUnknown: null!);
        var properties = await Properties.SerializeAsync(
            given.Keys.ToImmutableDictionary(key => key, key => given[key]), "monitor.registerResourceOutputs(...)");
        await _mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(urn, properties.Value
            .Where(property => property.Value is { IsKnown: false } or { Value: not null })
            .ToImmutableDictionary(
                property => property.Key,
                property => new Output<object?>(Task.FromResult(property.Value with { Resources = [] })))));
    }

    /// <summary>Waits until the resources, and those in the components among them, exist.</summary>
    private static async Task WaitForAsync(IEnumerable<Resource> resources)
    {
        foreach (var resource in WithContents(resources))
        {
            await resource.Urn.Data;
        }
    }

    /// <summary>Those that a provider makes among the resources and in the components among them.</summary>
    private static List<CustomResource> WithContents(IEnumerable<Resource> resources)
    {
        var pending = new Stack<Resource>(resources);
        var seen = new HashSet<Resource>();
        while (pending.TryPop(out var resource))
        {
            if (seen.Add(resource) && resource is ComponentResource)
            {
                foreach (var child in resource.SnapshotOfChildren())
                {
                    pending.Push(child);
                }
            }
        }

        return [.. seen.OfType<CustomResource>()];
    }

    private async Task<string> ParentUrnAsync(string type, Resource? parent)
        => type == Stack.ResourceType ? "" : await (parent ?? Stack).Urn.GetValueAsync(whenUnknown: "");

    /// <summary>As the mocks of the published package do, with the outermost type alone in front of the own one.</summary>
    private string NewUrn(string parentUrn, string type, string name)
    {
        var root = parentUrn.Length > 0 ? parentUrn.Split("::")[2].Split('$')[0] + "$" : "";
        return $"urn:pulumi:{StackName}::{ProjectName}::{root}{type}::{name}";
    }

    private static async Task<string> ReferenceAsync(ProviderResource? provider)
        => provider is null ? "" : await provider.GetReferenceAsync();
}
