using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Something that the program wants to exist.</summary>
public class Resource
{
    private readonly HashSet<Resource> _children = [];
    private readonly string _type;
    private readonly string _name;
    private readonly bool? _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];
    private readonly ImmutableDictionary<string, ProviderResource> _providers =
        ImmutableDictionary<string, ProviderResource>.Empty;

    /// <summary>A resource that exists already and is only referred to.</summary>
    private protected Resource(string type, string name) => (_type, _name) = (type, name);

    private protected Resource(
        string type, string name, bool custom, ResourceArgs args, ResourceOptions options, bool remote = false)
        : this(type, name)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var deployment = Deployment.Current;
        var outputs = ResourceOutputs.Create(this, remote);
        _transformations = [.. options.ResourceTransformations, .. InheritedTransformations(deployment, options)];
        (args, options) = Transform(args, options);
        options = options.Clone();
        if (options is ComponentResourceOptions { Provider: not null, Providers.Count: > 0 })
        {
            throw new ResourceException("Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);
        }

        if (options.Parent is { } parent)
        {
            parent.AddChild(this);
            options.Protect ??= parent._protect;
            _providers = parent._providers;
        }

        if (custom)
        {
            _providers = options.Provider is { } own && type.Split(':') is [var package, _, _]
                ? _providers.SetItem(package, own)
                : _providers;
            options.Provider ??= options.Parent?.GetProvider(type);
        }
        else
        {
            List<ProviderResource> given = options.Provider is { } one
                ? [one]
                : (options as ComponentResourceOptions)?.Providers ?? [];
            _providers = _providers.SetItems(given.Select(item => KeyValuePair.Create(item.Package, item)));
        }

        foreach (var alias in options.Aliases)
        {
            _ = alias.Apply(Checked);
        }

        _protect = options.Protect;
        deployment.Register(this, args, options, outputs);
    }

    /// <summary>The name that is unique among all resources of all stacks.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    /// <summary>The type, as in "aws:s3/bucket:Bucket".</summary>
    public string GetResourceType() => _type;

    /// <summary>The name that the program gave it.</summary>
    public string GetResourceName() => _name;

    internal ImmutableArray<Resource> SnapshotOfChildren()
    {
        lock (_children)
        {
            return [.. _children];
        }
    }

    internal ProviderResource? GetProvider(string token)
        => token.Split(':') is [var package, _, _] ? _providers.GetValueOrDefault(package) : null;

    private ImmutableArray<ResourceTransformation> InheritedTransformations(
        Deployment deployment, ResourceOptions options)
        => _type == Stack.ResourceType ? []
            : (options.Parent ?? deployment.Stack)._transformations;

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is { } result)
            {
                if (result.Options.Parent != options.Parent)
                {
                    throw new ArgumentException($"Transformations cannot currently be used to change the 'parent' of a resource: {_name} ({_type}).");
                }

                (args, options) = (result.Args, result.Options);
            }
        }

        return (args, options);
    }

    /// <summary>Refuses an alias that contradicts itself.</summary>
    private static Alias Checked(Alias alias)
    {
        _ = alias.ParentUrn?.Apply(urn => urn.Contains("::", StringComparison.Ordinal)
            ? urn
            : throw new ArgumentOutOfRangeException(nameof(alias), urn, $"{nameof(Alias.ParentUrn)} is no URN."));
        var parents = Given(
            (nameof(Alias.Parent), alias.Parent is not null),
            (nameof(Alias.ParentUrn), alias.ParentUrn is not null),
            (nameof(Alias.NoParent), alias.NoParent));
        var others = Given(
            (nameof(Alias.Name), alias.Name is not null),
            (nameof(Alias.Type), alias.Type is not null),
            (nameof(Alias.Project), alias.Project is not null),
            (nameof(Alias.Stack), alias.Stack is not null));
        return alias.Urn switch
        {
            null when parents.Length > 1 => throw new ArgumentException(
                $"Only specify one of {string.Join(", ", parents)} in an {nameof(Alias)}."),
            not null when parents.Length + others.Length > 0 => throw new ArgumentException(
                $"{nameof(Alias)} should not specify both {nameof(Alias.Urn)} and {string.Join(", ", [.. parents, .. others])}."),
            _ => alias,
        };

        static string[] Given(params (string Name, bool IsGiven)[] parts)
            => [.. parts.Where(part => part.IsGiven).Select(part => part.Name)];
    }

    private void AddChild(Resource child)
    {
        lock (_children)
        {
            _children.Add(child);
        }
    }
}

/// <summary>A resource that is known by its URN alone.</summary>
internal sealed class DependencyResource : CustomResource
{
    public DependencyResource(string urn)
        : base("", "")
        => Urn = new Output<string>(Task.FromResult(new OutputData<string>([this], urn)));
}
