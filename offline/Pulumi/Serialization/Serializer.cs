using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi;

/// <summary>
/// What a provider receives for a value: null, bool, double, string, asset, archive, resource, immutable arrays and
/// dictionaries of them. Inputs and outputs anywhere in it are resolved; one object per value, which gathers what
/// they say about the whole.
/// </summary>
internal sealed class Serializer
{
    private const string UnknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private const string MarkKey = "4dabf18193072939515e22adb298388d";
    private const string SecretMark = "1b47061264138c4ac30d75fd1eb44270";

    private readonly bool _isMarked;
    private OutputData<object?> _seen = OutputData<object?>.Of(null);

    private Serializer(bool isMarked = false) => _isMarked = isMarked;

    /// <exception cref="InvalidOperationException">A part of it is of a type that no provider knows.</exception>
    public static async Task<OutputData<object?>> SerializeAsync(string context, object? value)
    {
        var serializer = new Serializer();
        var serialized = await serializer.ConvertAsync(context, value);
        return serializer._seen with { Value = serialized };
    }

    /// <summary>The value with the engine's own marks in place of what is unknown, and around what is secret.</summary>
    /// <inheritdoc cref="SerializeAsync"/>
    public static Task<object?> MarkAsync(string context, object? value)
        => new Serializer(isMarked: true).ConvertAsync(context, value);

    private async Task<object?> ConvertAsync(string context, object? value)
    {
        switch (value)
        {
            case null or ValueTuple:
                return null;
            case InvalidAsset or InvalidArchive:
                throw new InvalidOperationException($"Cannot serialize an invalid asset or archive: {context}");
            case bool or double or string or AssetOrArchive:
                return value;
            case int number:
                return (double)number;
            case InputArgs args:
                return await DictionaryAsync(context, args.ToDictionary());
            case Task:
                throw new InvalidOperationException(
                    $"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output: {context}");
            case IInput input:
                return await ConvertAsync(context, input.ToParts());
            case IOutput output:
                var data = await output.GetDataAsync();
                _seen = _seen.DerivedFrom(data);
                var known = data.IsKnown ? await ConvertAsync(context, data.Value) : null;
                return _isMarked ? Marked(data, known) : known;
            case IUnion union:
                return await ConvertAsync(context, union.Value);
            case JsonElement json:
                return FromJson(json);
            case Resource resource:
                return await ReferenceAsync(context, resource);
            case IDictionary dictionary:
                return await DictionaryAsync(context, dictionary);
            case IList list:
                return await ListAsync(context, list);
            case Enum number when number.GetTypeCode() == TypeCode.Int32:
                return (double)(int)value;
            default:
                return await FromTypeAsync(context, value);
        }
    }

    private async Task<object> DictionaryAsync(string context, IDictionary dictionary)
    {
        var result = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not string key)
            {
                throw new InvalidOperationException($"Dictionaries are only supported with string keys: {context}");
            }

            // Names with two underscores at the start belong to the engine.
            if (await ConvertAsync($"{context}.{key}", entry.Value) is { } value
                && (_isMarked || !key.StartsWith("__", StringComparison.Ordinal)))
            {
                result[key] = value;
            }
        }

        return result.ToImmutable();
    }

    private async Task<object> ListAsync(string context, IList list)
    {
        var result = ImmutableArray.CreateBuilder<object?>();
        var isDefault = list is IStructuralEquatable && list.GetType().GetProperty("IsDefault") is { } property
            && property.GetValue(list) is true;
        for (var i = 0; !isDefault && i < list.Count; i++)
        {
            result.Add(await ConvertAsync($"{context}[{i}]", list[i]));
        }

        return result.ToImmutable();
    }

    private static object? Marked(OutputData<object?> data, object? known) => data switch
    {
        { IsKnown: false } => UnknownMark,
        { IsSecret: true } => ImmutableDictionary<string, object?>.Empty.Add(MarkKey, SecretMark).Add("value", known),
        _ => known,
    };

    private async Task<object?> ReferenceAsync(string context, Resource resource)
    {
        if (_isMarked)
        {
            return await ConvertAsync(context, resource is CustomResource custom ? custom.Id : resource.Urn);
        }

        _seen = _seen with { Resources = _seen.Resources.Add(resource) };
        var urn = await resource.Urn.Data;
        _seen = _seen.DerivedFrom(urn);
        return new DependencyResource(urn.Value);
    }

    private async Task<object?> FromTypeAsync(string context, object value)
    {
        var type = value.GetType();
        if (type.IsDefined(typeof(EnumTypeAttribute)))
        {
            return type.GetMethod("op_Explicit", [type])!.Invoke(null, [value]);
        }

        if (!type.IsDefined(typeof(OutputTypeAttribute)))
        {
            throw new InvalidOperationException($"{type.FullName} is not a supported argument type: {context}");
        }

        return await DictionaryAsync(context, type
            .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(field => field.IsInitOnly)
            .ToDictionary(
                field => char.ToLowerInvariant(field.Name[0]) + field.Name[1..],
                field => field.GetValue(value)));
    }

    private static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Array => json.EnumerateArray().Select(FromJson).ToImmutableArray(),
        JsonValueKind.Object => json.EnumerateObject()
            .ToImmutableDictionary(property => property.Name, property => FromJson(property.Value)),
        _ => null,
    };
}
