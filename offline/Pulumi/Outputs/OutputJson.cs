using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>JSON of values that hold inputs and outputs.</summary>
internal static class OutputJson
{
    public static OutputData<string> Serialize<T>(OutputData<T> data, JsonSerializerOptions? options)
    {
        var converter = new Converter(data.With<object?>(null));
        var json = JsonSerializer.Serialize(data.Value, With(converter, options));
        return converter.Seen.With(converter.Seen.IsKnown ? json : "");
    }

    public static OutputData<T> Deserialize<T>(OutputData<string> json, JsonSerializerOptions? options)
    {
        var converter = new Converter(json.With<object?>(null));
        return json.With(JsonSerializer.Deserialize<T>(json.Value, With(converter, options))!);
    }

    private static JsonSerializerOptions With(Converter converter, JsonSerializerOptions? options)
    {
        var copy = options is null ? new JsonSerializerOptions() : new JsonSerializerOptions(options);
        copy.Converters.Add(converter);
        return copy;
    }

    /// <summary>One per call: it gathers what the outputs that it has seen say about the whole.</summary>
    private sealed class Converter(OutputData<object?> whole) : JsonConverterFactory
    {
        public OutputData<object?> Seen { get; private set; } = whole;

        public override bool CanConvert(Type typeToConvert)
            => typeToConvert.IsGenericType && Converters.ContainsKey(typeToConvert.GetGenericTypeDefinition());

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        {
            var converter = Converters[typeToConvert.GetGenericTypeDefinition()];
            return (JsonConverter)Activator.CreateInstance(
                converter.MakeGenericType(typeToConvert.GetGenericArguments()), this)!;
        }

        private static readonly Dictionary<Type, Type> Converters = new()
        {
            [typeof(Output<>)] = typeof(OfOutput<>),
            [typeof(Input<>)] = typeof(OfInput<>),
            [typeof(InputList<>)] = typeof(OfList<>),
            [typeof(InputMap<>)] = typeof(OfMap<>),
        };

        private Output<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
            => new(Task.FromResult(Seen.With(JsonSerializer.Deserialize<T>(ref reader, options)!)));

        private void Write<T>(Utf8JsonWriter writer, Output<T> output, JsonSerializerOptions options)
        {
            // A JSON converter cannot wait in any other way.
            var data = output.Data.GetAwaiter().GetResult();
            Seen = Seen.DerivedFrom(data);
            if (data.IsKnown)
            {
                JsonSerializer.Serialize(writer, data.Value, options);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        private sealed class OfOutput<T>(Converter parent) : JsonConverter<Output<T>>
        {
            public override Output<T> Read(
                ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
                => parent.Read<T>(ref reader, options);

            public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options)
                => parent.Write(writer, value, options);
        }

        private sealed class OfInput<T>(Converter parent) : JsonConverter<Input<T>>
        {
            public override Input<T> Read(
                ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
                => parent.Read<T>(ref reader, options);

            public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options)
                => parent.Write(writer, value.ToOutput(), options);
        }

        private sealed class OfList<T>(Converter parent) : JsonConverter<InputList<T>>
        {
            public override InputList<T> Read(
                ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
                => parent.Read<ImmutableArray<T>>(ref reader, options);

            public override void Write(Utf8JsonWriter writer, InputList<T> value, JsonSerializerOptions options)
                => parent.Write(writer, value.ToOutput(), options);
        }

        private sealed class OfMap<T>(Converter parent) : JsonConverter<InputMap<T>>
        {
            public override InputMap<T> Read(
                ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
                => parent.Read<ImmutableDictionary<string, T>>(ref reader, options);

            public override void Write(Utf8JsonWriter writer, InputMap<T> value, JsonSerializerOptions options)
                => parent.Write(writer, value.ToOutput(), options);
        }
    }
}
