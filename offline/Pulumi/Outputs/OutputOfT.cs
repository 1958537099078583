using System.Collections.Immutable;

namespace Pulumi;

internal interface IOutput
{
    Task<OutputData<object?>> GetDataAsync();
}

/// <summary>
/// A value that is known once its resources exist. It remembers which resources it comes from, whether it is known
/// yet, and whether it is a secret.
/// </summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> data)
    {
        Data = data;
        Deployment.Track(data);
    }

    internal Task<OutputData<T>> Data { get; }

    /// <summary>An output of a value that is still being computed.</summary>
    public static Output<T> Create(Task<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FromAsync(async () => OutputData<T>.Of(await value));
    }

    /// <summary>Runs a function on the value, for its effect.</summary>
    public Output<ValueTuple> Apply(Func<T, Task> func)
        => Apply(async value =>
        {
            await func(value);
            return default(ValueTuple);
        });

    /// <summary>The function's result for this value; the function does not run while the value is unknown.</summary>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
        => Apply(value => Output.Create(func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
        => Apply(value => Output.Create(func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func)
        => Apply(value => func(value).ToOutput());

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
        => Output<TResult>.FromAsync(async () =>
        {
            var outer = await Data;
            if (!outer.IsKnown || func(outer.Value) is not { } inner)
            {
                return outer.With(default(TResult)!);
            }

            return (await inner.Data).DerivedFrom(outer);
        });

    /// <summary>Explains that an output has no text of its own; the explanation is also logged as a warning.</summary>
    public override string ToString()
    {
        const string Message =
            "Calling [ToString] on an [Output<T>] is not supported: its value may not be known yet. " +
            "Use Output.Format($\"...\") or output.Apply(value => $\"...\") to put it into a text.";
        if (Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING")?.ToUpperInvariant() is "1" or "TRUE")
        {
            throw new InvalidOperationException(Message);
        }

        Log.Warn(Message);
        return Message;
    }

    internal static Output<T> FromAsync(Func<Task<OutputData<T>>> data) => new(data());

    internal Output<T> Map(Func<OutputData<T>, OutputData<T>> change) => FromAsync(async () => change(await Data));

    internal async Task<T> GetValueAsync(T whenUnknown)
        => await Data is { IsKnown: true } data ? data.Value : whenUnknown;

    async Task<OutputData<object?>> IOutput.GetDataAsync()
    {
        var data = await Data;
        return data.With<object?>(data.Value);
    }
}
