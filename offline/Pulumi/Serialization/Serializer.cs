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
    private OutputData<object?> _seen = OutputData<object?>.Of(null);

    private Serializer()
    {
    }

    /// <exception cref="InvalidOperationException">A part of it is of a type that no provider knows.</exception>
    public static async Task<OutputData<object?>> SerializeAsync(string context, object? value)
    {
        var serializer = new Serializer();
        var serialized = await serializer.ConvertAsync(context, value);
        return serializer._seen with { Value = serialized };
    }

    private async Task<object?> ConvertAsync(string context, object? value)
    {
        switch (value)
        {
            case null or ValueTuple:
                return null;
            case bool or double or string or AssetOrArchive:
                return value;
            case int number:
                return (double)number;
            case InputArgs args:
                return await DictionaryAsync(context, args.ToDictionary());
            case Task:
                throw new InvalidOperationException($"A Task cannot be given to a resource, an Output can: {context}");
            case IInput input:
                return await ConvertAsync(context, input.ToOutput());
            case IOutput output:
                var data = await output.GetDataAsync();
                _seen = _seen.DerivedFrom(data);
                return data.IsKnown ? await ConvertAsync(context, data.Value) : null;
            case IUnion union:
                return await ConvertAsync(context, union.Value);
            case JsonElement json:
                return FromJson(json);
            case Resource resource:
                return await ReferenceAsync(resource);
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
                throw new InvalidOperationException($"Only texts can be the keys of a dictionary: {context}");
            }

            // Names with two underscores at the start belong to the engine.
            if (await ConvertAsync($"{context}.{key}", entry.Value) is { } value && !key.StartsWith("__", StringComparison.Ordinal))
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

    private async Task<object> ReferenceAsync(Resource resource)
    {
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
            throw new InvalidOperationException($"{type.FullName} cannot be given to a resource: {context}");
        }

        return await DictionaryAsync(context, type
            .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
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
