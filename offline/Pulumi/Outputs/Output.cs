using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>Creates and combines outputs.</summary>
public static partial class Output
{
    /// <summary>An output of a known value.</summary>
    public static Output<T> Create<T>(T value) => Create(Task.FromResult(value));

    /// <inheritdoc cref="Output{T}.Create(Task{T})"/>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>A secret output of a known value.</summary>
    public static Output<T> CreateSecret<T>(T value) => CreateSecret(Create(value));

    /// <summary>A secret output of a value that is still being computed.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => CreateSecret(Create(value));

    /// <summary>The same value, as a secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Map(data => data with { IsSecret = true });
    }

    /// <summary>The same value, no longer a secret.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => output.Map(data => data with { IsSecret = false });

    /// <summary>Whether the output is a secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output) => (await output.Data).IsSecret;

    /// <summary>All the values in one output; unknown if one of them is, secret if one of them is.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All(inputs.AsEnumerable());

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs)
    {
        // Listed before anything is awaited: the caller may change its collection afterwards.
        ImmutableArray<Input<T>> list = [.. inputs];
        return Output<ImmutableArray<T>>.FromAsync(async () =>
        {
            var combined = OutputData<ImmutableArray<T>>.Of([]);
            var values = ImmutableArray.CreateBuilder<T>(list.Length);
            foreach (var input in list)
            {
                var data = await ((Output<T>)input).Data;
                values.Add(data.Value);
                combined = combined.DerivedFrom(data);
            }

            return combined with { Value = values.MoveToImmutable() };
        });
    }

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
        => All(outputs.Select(output => (Input<T>)output));

    /// <summary>An interpolated string whose holes may be inputs and outputs.</summary>
    public static Output<string> Format(FormattableString formattableString)
        => All(formattableString.GetArguments().Select(argument => (Input<object?>)AsObject(argument)))
            .Apply(values => string.Format(CultureInfo.InvariantCulture, formattableString.Format, [.. values]));

    /// <summary>The value as JSON; inputs and outputs anywhere in it are resolved.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Output<string>.FromAsync(async () =>
        {
            var data = await value.Data;
            return data.IsKnown ? OutputJson.Serialize(data, options) : data.With("");
        });
    }

    /// <summary>A value read from JSON; inputs and outputs in it are as secret as the JSON was.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Output<T>.FromAsync(async () =>
        {
            var data = await json.Data;
            return data.IsKnown ? OutputJson.Deserialize<T>(data, options) : data.With(default(T)!);
        });
    }

    private static Output<object?> AsObject(object? value)
        => (value is IInput input ? input.ToOutput() : value as IOutput) is { } output
            ? new Output<object?>(output.GetDataAsync())
            : Create(value);
}
