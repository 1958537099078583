namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Runs a program with the engine, which this stand-in has not.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public static Task<int> RunAsync(Action action) => NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<Task> func) => NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null)
        => NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new()
        => NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
        => NoEngine();

    private static Task<int> NoEngine() => Task.FromException<int>(new InvalidOperationException(
        "This program was built against the offline stand-in, which has no engine; " +
        "`pulumi up` needs the published package \"Pulumi\"."));
}
