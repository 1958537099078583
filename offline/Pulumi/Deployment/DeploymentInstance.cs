namespace Pulumi;

/// <summary>The running deployment.</summary>
public sealed class DeploymentInstance
{
    private readonly Deployment _deployment;

    internal DeploymentInstance(Deployment deployment) => _deployment = deployment;

    /// <summary>The stack's name.</summary>
    public string StackName => _deployment.StackName;

    /// <summary>The project's name.</summary>
    public string ProjectName => _deployment.ProjectName;

    /// <summary>The organization's name.</summary>
    public string OrganizationName => _deployment.OrganizationName;

    /// <summary>The project's folder.</summary>
    /// <exception cref="InvalidOperationException">The deployment was not told.</exception>
    public string RootDirectory => _deployment.RootDirectory
        ?? throw new InvalidOperationException("This deployment was not told its root directory.");

    /// <summary>Whether it is a preview.</summary>
    public bool IsDryRun => _deployment.IsDryRun;

    internal Deployment Deployment => _deployment;

    /// <summary>The result of a provider's function; unknown as long as an argument is.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => Output<T>.FromAsync(() => _deployment.InvokeAsync<T>(token, args, options));

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => Output<T>.FromAsync(() => _deployment.InvokeAsync<T>(token, args, options));

    /// <summary>The result of a provider's function.</summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => _deployment.InvokeNowAsync<T>(token, args, options);

    /// <summary>Calls a provider's function for its effect.</summary>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null)
        => _deployment.InvokeNowAsync<object>(token, args, options);
}

/// <summary>How a provider's function is called.</summary>
public class InvokeOptions
{
    /// <summary>The resource whose provider is used.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The provider.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The version of the provider.</summary>
    public string? Version { get; set; }

    /// <summary>Where the provider is downloaded from.</summary>
    public string? PluginDownloadURL { get; set; }
}

/// <summary>How a provider's function is called for an output.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    /// <summary>Resources that must exist before the call.</summary>
    public InputList<Resource> DependsOn { get => field ??= []; set; }
}
