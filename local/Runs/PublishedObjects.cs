using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Infra.Settings;

namespace Fanout.Local.Runs;

/// <summary>
/// Compares published messages with the objects that they were made of: each exactly once, with the attribute, and
/// nothing else changed. Of an object only a hash is kept.
/// </summary>
internal sealed class PublishedObjects(S3HighThroughputSettings settings)
{
    // How many objects are named of those that are missing.
    private const int Named = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, (int Count, string Key)> _missing = [];
    private int _wrong;
    private int _published;

    /// <summary>How many messages there were.</summary>
    public int Published => _published;

    /// <summary>Notes an object that a message must be made of, and gives its hash; null where its text is no JSON object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="text">Its text.</param>
    public UInt128? Expect(string key, string text)
    {
        if (Parse(text) is not { } expected)
        {
            return null;
        }

        expected.Remove(settings.AttributeName);
        var hash = Hash(expected);
        _missing[hash] = (_missing.GetValueOrDefault(hash).Count + 1, key);
        return hash;
    }

    /// <summary>Whether a message is of an object that is expected, or was: a topic may be told of others meanwhile.</summary>
    public bool IsExpected(string message) =>
        Parse(message) is { } published && (published.Remove(settings.AttributeName) | true) && _missing.ContainsKey(Hash(published));

    /// <summary>Expects an object no more: it was reported instead.</summary>
    public void Forgive(UInt128 hash) => Found(hash);

    /// <summary>Notes a message; callable from any thread.</summary>
    public void Add(string message)
    {
        lock (_lock)
        {
            _published++;
            if (Parse(message) is not { } published
                || !published.Remove(settings.AttributeName, out var value)
                || value?.GetValueKind() != JsonValueKind.String || value.GetValue<string>() != settings.AttributeValue
                || !Found(Hash(published)))
            {
                _wrong++;
            }
        }
    }

    /// <summary>What is wrong with the messages, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (_wrong > 0)
        {
            yield return $"{_wrong} of the {_published} published messages are of no object, of one that was published before, "
                + $"or do not have \"{settings.AttributeName}\": \"{settings.AttributeValue}\"";
        }

        var missing = _missing.Values.Where(objects => objects.Count > 0).ToArray();
        if (missing.Length > 0)
        {
            yield return $"{missing.Sum(objects => objects.Count)} objects were not published, among them "
                + string.Join(", ", missing.Select(objects => objects.Key).Order(StringComparer.Ordinal).Take(Named));
        }
    }

    private bool Found(UInt128 hash)
    {
        if (_missing.GetValueOrDefault(hash) is not { Count: > 0 } objects)
        {
            return false;
        }

        _missing[hash] = objects with { Count = objects.Count - 1 };
        return true;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Numbers are compared as they are written: 1.10 is not 1.1.
    private static UInt128 Hash(JsonObject value) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(value.ToJsonString())));
}
