using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    private readonly List<Resource> _resources = [];

    /// <summary>Runs a stack against mocks; the result is every resource, the stack among them.</summary>
    /// <exception cref="RunException">The deployment failed.</exception>
    /// <exception cref="AggregateException">It failed for several reasons, each a <see cref="RunException"/>.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new()
        => RunAsync(mocks, options, () => (TStack)Activator.CreateInstance(
            typeof(TStack), BindingFlags.DoNotWrapExceptions, binder: null, args: null, culture: null)!);

    /// <summary>Runs a stack that a service provider makes against mocks.</summary>
    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions?)"/>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack
        => RunAsync(mocks, options, () => serviceProvider.GetService(typeof(TStack)) as TStack
            ?? throw new InvalidOperationException($"Failed to resolve instance of type {typeof(TStack)} from service provider."));

    /// <summary>Runs a function that returns the outputs against mocks; the result is every resource but the stack.</summary>
    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions?)"/>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
    {
        var resources = await RunAsync(testMocks, testOptions, () => new TestStack(createResources));
        return (
            [.. resources.Where(resource => resource is not TestStack)],
            resources.OfType<TestStack>().Single().Outputs);
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task{IDictionary{string, object?}}})"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources)
        => TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <summary>Runs a function against mocks; the result is every resource but the stack.</summary>
    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions?)"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        var result = await TestAsync(testMocks, testOptions, async () =>
        {
            await createResources();
            return new Dictionary<string, object?>() as IDictionary<string, object?>;
        });
        return result.Resources;
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{Task})"/>
    public static Task<ImmutableArray<Resource>> TestAsync(
        IMocks testMocks, TestOptions testOptions, Action createResources)
        => TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.CompletedTask;
        });

    private static async Task<ImmutableArray<Resource>> RunAsync(
        IMocks mocks, TestOptions? options, Func<Stack> createStack)
    {
        if (Running.Value is not null)
        {
            throw new InvalidOperationException("A deployment is running already; it cannot start another one.");
        }

        var deployment = new Deployment(mocks, options);
        Running.Value = new DeploymentInstance(deployment);
        try
        {
            Track(createStack().RegisterPropertyOutputs().Data);
            deployment.Fail(await deployment._tasks.WaitAsync());
        }
        catch (Exception exception)
        {
            deployment.Fail([exception]);
        }

        return deployment.Errors.Select(error => new RunException(error)).ToImmutableArray() switch
        {
            [] => deployment.Snapshot(),
            [var only] => throw only,
            var all => throw new AggregateException(all),
        };
    }

    private void Fail(IEnumerable<Exception> exceptions)
    {
        foreach (var exception in exceptions)
        {
            Errors.Enqueue(exception switch
            {
                RunException or ResourceException { HideStack: true } => exception.Message,
                ResourceException => exception.ToString(),
                _ => $"The program failed with an unhandled exception: {exception}",
            });
        }
    }

    private ImmutableArray<Resource> Snapshot()
    {
        lock (_resources)
        {
            return [.. _resources];
        }
    }

    /// <summary>The stack of a program that is a function.</summary>
    private sealed class TestStack : Stack
    {
        public TestStack(Func<Task<IDictionary<string, object?>>> createResources)
            => Outputs = createResources().GetAwaiter().GetResult();

        public IDictionary<string, object?> Outputs { get; }
    }
}
