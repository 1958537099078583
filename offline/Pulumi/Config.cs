using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>
/// The configuration of the stack, under one namespace. A Get method gives nothing where there is no value, a Require
/// method throws a <see cref="RunException"/>; both throw one where the value is not of the type.
/// </summary>
public sealed class Config
{
    private readonly string _name;

    /// <summary>The configuration under a namespace; under the project's name where none is given.</summary>
    public Config(string? name = null)
    {
        const string OldSuffix = ":config";
        name ??= Deployment.Instance.ProjectName;
        _name = name.EndsWith(OldSuffix, StringComparison.Ordinal) ? name[..^OldSuffix.Length] : name;
    }

    /// <summary>The text, if there is one.</summary>
    public string? Get(string key) => Deployment.Current.Config.GetValueOrDefault(FullKey(key));

    /// <summary>The text as a secret, if there is one.</summary>
    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>The truth value, if there is one: "true" or "false".</summary>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var value => throw NotA(nameof(Boolean), key, value),
    };

    /// <summary>The truth value as a secret, if there is one.</summary>
    public Output<bool>? GetSecretBoolean(string key) => Secret(GetBoolean(key));

    /// <summary>The whole number, if there is one.</summary>
    public int? GetInt32(string key)
        => Get(key) is not { } value ? null
            : int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
            : throw NotA(nameof(Int32), key, value);

    /// <summary>The whole number as a secret, if there is one.</summary>
    public Output<int>? GetSecretInt32(string key) => Secret(GetInt32(key));

    /// <summary>The number, if there is one.</summary>
    public double? GetDouble(string key)
        => Get(key) is not { } value ? null
            : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw NotA(nameof(Double), key, value);

    /// <summary>The number as a secret, if there is one.</summary>
    public Output<double>? GetSecretDouble(string key) => Secret(GetDouble(key));

    /// <summary>The object that the JSON value stands for, if there is one.</summary>
    [return: MaybeNull]
    public T GetObject<T>(string key) => Parse<T>(key, Get(key), null);

    /// <inheritdoc cref="GetObject{T}(string)"/>
    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions options) => Parse<T>(key, Get(key), options);

    /// <summary>The object that the JSON value stands for as a secret, if there is one.</summary>
    public Output<T>? GetSecretObject<T>(string key)
        => Get(key) is { } value ? Output.CreateSecret(Parse<T>(key, value, null)!) : null;

    /// <inheritdoc cref="GetSecretObject{T}(string)"/>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options)
        => GetObject<T>(key, options) is { } value ? Output.CreateSecret(value) : null;

    /// <summary>The text.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>The text as a secret.</summary>
    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    /// <summary>The truth value.</summary>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>The truth value as a secret.</summary>
    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    /// <summary>The whole number.</summary>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>The whole number as a secret.</summary>
    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    /// <summary>The number.</summary>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <summary>The number as a secret.</summary>
    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    /// <summary>The object that the JSON value stands for.</summary>
    public T RequireObject<T>(string key) => Parse<T>(key, Require(key), null)!;

    /// <inheritdoc cref="RequireObject{T}(string)"/>
    public T RequireObject<T>(string key, JsonSerializerOptions options) => Parse<T>(key, Require(key), options)!;

    /// <summary>The object that the JSON value stands for as a secret.</summary>
    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    /// <inheritdoc cref="RequireSecretObject{T}(string)"/>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options)
        => Output.CreateSecret(RequireObject<T>(key, options));

    private static Output<T>? Secret<T>(T? value)
        where T : struct
        => value is { } given ? Output.CreateSecret(given) : null;

    private T? Parse<T>(string key, string? value, JsonSerializerOptions? options)
    {
        try
        {
            return value is null ? default : JsonSerializer.Deserialize<T>(value, options);
        }
        catch (JsonException exception)
        {
            throw NotA(typeof(T).FullName!, key, value!, exception);
        }
    }

    private RunException NotA(string type, string key, string value, Exception? cause = null)
        => new($"Configuration '{FullKey(key)}' value '{value}' is not a valid {type}", cause);

    private RunException Missing(string key)
        => new($"Missing required configuration variable '{FullKey(key)}'; " +
            $"set it with `pulumi config set {FullKey(key)} <value>`");

    private string FullKey(string key) => $"{_name}:{key}";
}
