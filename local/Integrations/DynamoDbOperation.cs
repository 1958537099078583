using System.Text.Json;

namespace Fanout.Local.Integrations;

/// <summary>One operation of the DynamoDB API, version 2012-08-10.</summary>
/// <param name="Parameters">The names of its parameters.</param>
/// <param name="Required">The parameters that it needs.</param>
/// <param name="Errors">The errors of its own.</param>
internal sealed record DynamoDbOperation(
    IReadOnlyList<string> Parameters, IReadOnlyList<string> Required, IReadOnlyList<string> Errors)
{
    /// <summary>Every operation, by name.</summary>
    public static IReadOnlyDictionary<string, DynamoDbOperation> All { get; } = Read();

    private static Dictionary<string, DynamoDbOperation> Read()
    {
        using var model = typeof(DynamoDbOperation).Assembly.GetManifestResourceStream("dynamodb.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, DynamoDbOperation>>(model, JsonSerializerOptions.Web)!;
    }
}
