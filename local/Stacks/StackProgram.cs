using System.Collections.Immutable;
using Fanout.Infra;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Stacks;
using Microsoft.Extensions.DependencyInjection;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Fanout.Local.Stacks;

/// <summary>Runs the Pulumi program through the SDK's testing hook.</summary>
public static class StackProgram
{
    // Pulumi reads its configuration from this process's environment: one deployment at a time.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Runs the program.</summary>
    /// <param name="config">The stack's configuration.</param>
    /// <param name="create">Makes a resource and returns it with what only the making tells; as it is in a preview.</param>
    /// <param name="cancellation">Ends the waiting for another deployment.</param>
    /// <returns>The declared resources and what the workflows export.</returns>
    /// <exception cref="SettingsException">The settings are wrong; nothing was created.</exception>
    /// <exception cref="LocalException">A resource could not be made.</exception>
    /// <exception cref="RunException">The program failed.</exception>
    public static async Task<DeployedStack> RunAsync(
        StackConfig config, Func<CloudResource, Task<CloudResource>> create, CancellationToken cancellation)
    {
        // Here too, because the SDK reports a program's exceptions as texts only.
        EnvironmentSettings.Read(config.Project, config.Stack, config.OfProject());

        await OneAtATime.WaitAsync(cancellation);
        try
        {
            config.Export();
            var tree = new ResourceTree();
            var mocks = new CloudMocks(new AwsAccount(config.LocalRegion), tree, create);
            await using var services = new ServiceCollection()
                .AddSingleton(tree)
                .AddTransient<LocalStack>()
                .BuildServiceProvider();
            var resources = await DeployAsync(config, mocks, services, cancellation);
            var stack = resources.OfType<EnvironmentStack>().Single();
            return new DeployedStack(
                new StackResource("pulumi:pulumi:Stack", stack.GetResourceName(), Parent: null, Protect: false, []),
                [.. mocks.Resources],
                await OutputUtilities.GetValueAsync(stack.Workflows));
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task<ImmutableArray<Resource>> DeployAsync(
        StackConfig config, CloudMocks mocks, IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            return await Deployment.TestWithServiceProviderAsync<LocalStack>(mocks, services, new TestOptions
            {
                ProjectName = config.Project,
                StackName = config.Stack,
                IsPreview = false,
            });
        }
        catch (Exception) when (mocks.Failures.TryPeek(out var failure))
        {
            cancellation.ThrowIfCancellationRequested();
            throw failure;
        }
        catch (AggregateException problems)
        {
            throw new RunException(string.Join(Environment.NewLine, problems.InnerExceptions.Select(problem => problem.Message)));
        }
    }
}
