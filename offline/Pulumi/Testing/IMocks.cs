using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Stands in for the engine and the providers of a deployment.</summary>
public interface IMocks
{
    /// <summary>
    /// A resource is registered, or read where <see cref="MockResourceArgs.Id"/> is given: answers with its id and
    /// its outputs, by their names on the wire.
    /// </summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>A function of a provider is called: answers with its result, by the names on the wire.</summary>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>A component, or the stack, is complete.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}

/// <summary>A resource as its provider would receive it.</summary>
public class MockResourceArgs
{
    /// <summary>The type, as in "aws:s3/bucket:Bucket".</summary>
    public string? Type { get; set; }

    /// <summary>The name that the program gave it.</summary>
    public string? Name { get; set; }

    /// <summary>The known inputs by their names on the wire; numbers are <see cref="double"/>.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>The provider's URN and id; empty for the default provider.</summary>
    public string? Provider { get; set; }

    /// <summary>The id of the resource that is read or imported; empty for a new one.</summary>
    public string? Id { get; set; }
}

/// <summary>A call of a provider's function as the provider would receive it.</summary>
public class MockCallArgs
{
    /// <summary>The function, as in "aws:index/getRegion:getRegion".</summary>
    public string? Token { get; set; }

    /// <summary>The arguments by their names on the wire.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>The provider's URN and id; empty for the default provider.</summary>
    public string? Provider { get; set; }
}

/// <summary>What a complete component, or the stack, exports.</summary>
public class MockRegisterResourceOutputsRequest
{
    /// <summary>The component's URN.</summary>
    public readonly string Urn;

    /// <summary>Its outputs.</summary>
    public readonly ImmutableDictionary<string, Output<object?>> Outputs;

    /// <summary>The outputs of the component with this URN.</summary>
    public MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs)
        => (Urn, Outputs) = (urn, outputs);
}

/// <summary>Mocks that give the inputs back as outputs, and no ids.</summary>
public class EmptyMocks : IMocks
{
    /// <inheritdoc/>
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        => Task.FromResult<(string? id, object state)>((null, args.Inputs));

    /// <inheritdoc/>
    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args);
}
