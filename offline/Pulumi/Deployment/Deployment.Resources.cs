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
                args.ToDictionary().RemoveRange(["id", "urn"]), $"resource '{name}' ({type})");
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
        var given = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty);
        var registered = ImmutableDictionary.CreateBuilder<string, Output<object?>>();
        foreach (var (key, value) in given)
        {
            var data = await Serializer.SerializeAsync($"output '{key}' of '{resource.GetResourceName()}'", value);
            if (!data.IsKnown || data.Value is not null)
            {
                registered[key] = new Output<object?>(Task.FromResult(data with { Resources = [] }));
            }
        }

        var urn = await resource.Urn.GetValueAsync(whenUnknown: "");
        await _mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(urn, registered.ToImmutable()));
    }

    /// <summary>Waits until the resources, and those in the components among them, exist.</summary>
    private static async Task WaitForAsync(IEnumerable<Resource> resources)
    {
        var pending = new Stack<Resource>(resources);
        var seen = new HashSet<Resource>();
        while (pending.TryPop(out var resource))
        {
            if (!seen.Add(resource))
            {
                continue;
            }

            if (resource is ComponentResource)
            {
                foreach (var child in resource.SnapshotOfChildren())
                {
                    pending.Push(child);
                }
            }
            else
            {
                await resource.Urn.Data;
            }
        }
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
