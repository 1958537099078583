using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.StepFunctions.Definitions;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>
/// The Arguments of an ItemReader or a ResultWriter that are acted upon. Others of the API are refused: when the
/// definition is loaded or, where only an expression names them, when it runs.
/// </summary>
/// <param name="Field">The field that has them.</param>
/// <param name="Request">The request that they are of, in words.</param>
/// <param name="Names">Their names.</param>
internal sealed record StoreArguments(string Field, string Request, params string[] Names)
{
    /// <summary>Of an ItemReader that lists objects.</summary>
    public static StoreArguments Listing { get; } =
        new("ItemReader", "s3:listObjectsV2", "Bucket", "Prefix", "StartAfter", "ExpectedBucketOwner");

    /// <summary>Of an ItemReader that reads an object.</summary>
    public static StoreArguments File { get; } = new("ItemReader", "s3:getObject", "Bucket", "Key", "VersionId", "ExpectedBucketOwner");

    /// <summary>Of an ItemReader that reads an object with Parquet, of which Step Functions reads the newest version only.</summary>
    public static StoreArguments Parquet { get; } =
        new("ItemReader", "s3:getObject with PARQUET", "Bucket", "Key", "ExpectedBucketOwner");

    /// <summary>Of a ResultWriter.</summary>
    public static StoreArguments Results { get; } = new("ResultWriter", "s3:putObject", "Bucket", "Prefix");

    /// <summary>Reports the arguments that are refused, as far as the definition names them.</summary>
    /// <param name="field">The field's reader; null where the state does not have the field.</param>
    public void CheckDefinition(FieldReader? field)
    {
        foreach (var problem in field?.Get("Arguments") is { } arguments ? Problems(arguments) : [])
        {
            field!.Problem(problem);
        }
    }

    /// <summary>An evaluated argument; null where it is not given.</summary>
    /// <param name="arguments">All evaluated arguments.</param>
    /// <param name="name">The argument's name.</param>
    /// <param name="failure">Makes the exception of a sentence.</param>
    public string? Text(JsonElement arguments, string name, Func<string, Exception> failure) =>
        Problems(arguments).FirstOrDefault() is { } problem ? throw failure($"The Map {problem}.")
        : arguments.ValueKind != JsonValueKind.Object || !arguments.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw NoText(name, failure);

    /// <summary>An evaluated argument that must be given.</summary>
    public string RequiredText(JsonElement arguments, string name, Func<string, Exception> failure) =>
        Text(arguments, name, failure) ?? throw NoText(name, failure);

    private Exception NoText(string name, Func<string, Exception> failure) => failure($"The argument {name} of the {Field} must be a string.");

    private IEnumerable<string> Problems(JsonElement arguments) => arguments.ValueKind != JsonValueKind.Object
        ? []
        : arguments.EnumerateObject().Select(argument => argument.Name).Except(Names).Select(name =>
            $"has {name} in the Arguments of its {Field}, which is not acted upon here{ClosestName.Hint(name, Names)}; "
                + $"allowed for {Request}: {string.Join(", ", Names)}");
}
