using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Samples;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>
/// The attribute values of a request ("AttributeValue", Amazon DynamoDB API Reference; "Supported data types and naming rules"): the
/// emulator would keep sets with duplicates, and numbers as they are written.
/// </summary>
internal sealed class AttributeValues
{
    private static readonly HashSet<string> Types = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"];

    private bool _areCanonical = true;

    private AttributeValues()
    {
    }

    /// <summary>A request with its numbers as DynamoDB keeps them; null where they are written so already.</summary>
    /// <exception cref="ServiceException">DynamoDB refuses a value.</exception>
    public static JsonObject? Canonical(JsonElement request)
    {
        var values = new AttributeValues();
        values.CheckMembers(request);
        if (values._areCanonical)
        {
            return null;
        }

        var canonical = JsonObject.Create(request)!;
        Rewrite(canonical);
        return canonical;
    }

    // Tables and attributes may have the names of members: what is named by them is told by where it stands.
    private void CheckMembers(JsonElement request)
    {
        foreach (var member in request.EnumerateObject())
        {
            switch (member.Name, member.Value.ValueKind)
            {
                case ("Item" or "Key" or "ExclusiveStartKey", JsonValueKind.Object):
                    CheckAttributes(member.Value);
                    break;
                case ("Keys", JsonValueKind.Array):
                    foreach (var key in member.Value.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object))
                    {
                        CheckAttributes(key);
                    }

                    break;
                case ("ExpressionAttributeValues", JsonValueKind.Object):
                    foreach (var value in member.Value.EnumerateObject())
                    {
                        if (Problem(value.Value) is { } problem)
                        {
                            throw Invalid($"ExpressionAttributeValues contains invalid value: {problem} for key {value.Name}");
                        }
                    }

                    break;
                case ("Value", JsonValueKind.Object):
                    Check(member.Value);
                    break;
                case ("AttributeValueList" or "Parameters", JsonValueKind.Array):
                    foreach (var value in member.Value.EnumerateArray())
                    {
                        Check(value);
                    }

                    break;
                case ("RequestItems" or "Expected" or "AttributeUpdates" or "KeyConditions" or "QueryFilter" or "ScanFilter", JsonValueKind.Object):
                    foreach (var named in member.Value.EnumerateObject())
                    {
                        CheckWithin(named.Value);
                    }

                    break;
                default:
                    CheckWithin(member.Value);
                    break;
            }
        }
    }

    private void CheckWithin(JsonElement members)
    {
        if (members.ValueKind == JsonValueKind.Object)
        {
            CheckMembers(members);
        }
        else if (members.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in members.EnumerateArray())
            {
                CheckWithin(item);
            }
        }
    }

    private void CheckAttributes(JsonElement attributes)
    {
        foreach (var attribute in attributes.EnumerateObject())
        {
            Check(attribute.Value);
        }
    }

    private void Check(JsonElement value)
    {
        if (Problem(value) is { } problem)
        {
            throw Invalid(problem);
        }
    }

    private string? Problem(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Unreadable("an attribute value", "an object");
        }

        var type = (string?)null;
        foreach (var member in value.EnumerateObject())
        {
            if (!Types.Contains(member.Name) || member.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (type is not null)
            {
                return "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes";
            }

            type = member.Name;
            if (ProblemOf(type, member.Value) is { } problem)
            {
                return problem;
            }
        }

        return type is null ? "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes" : null;
    }

    private string? ProblemOf(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("N", JsonValueKind.String) => ProblemOfNumber(value.GetString()!, out _),
        ("S" or "B", JsonValueKind.String) or ("BOOL", JsonValueKind.True or JsonValueKind.False) or ("NULL", JsonValueKind.True) => null,
        ("NULL", JsonValueKind.False) => "One or more parameter values were invalid: Null attribute value types must have the value of true",
        ("SS" or "NS" or "BS", JsonValueKind.Array) => ProblemOfSet(type, value),
        ("L", JsonValueKind.Array) => value.EnumerateArray().Select(Problem).FirstOrDefault(problem => problem is not null),
        ("M", JsonValueKind.Object) => value.EnumerateObject().Select(member => Problem(member.Value)).FirstOrDefault(problem => problem is not null),
        ("SS" or "NS" or "BS" or "L", _) => throw Unreadable(type, "a list"),
        ("M", _) => throw Unreadable(type, "an object"),
        ("NULL" or "BOOL", _) => throw Unreadable(type, "true or false"),
        _ => throw Unreadable(type, "a text"),
    };

    private string? ProblemOfSet(string type, JsonElement set)
    {
        var members = new HashSet<string>();
        foreach (var member in set.EnumerateArray())
        {
            var text = member.ValueKind == JsonValueKind.String ? member.GetString()! : throw Unreadable($"a member of {type}", "a text");
            if (type == "NS" && ProblemOfNumber(text, out text) is { } problem)
            {
                return problem;
            }

            if (!members.Add(text))
            {
                return type == "NS" ? "Input collection contains duplicates"
                    : $"One or more parameter values were invalid: Input collection [{string.Join(", ", set.EnumerateArray())}]{(type == "BS" ? "of type BS" : "")} contains duplicates.";
            }
        }

        return members.Count > 0 ? null : $"One or more parameter values were invalid: {type switch
        {
            "SS" => "An string set  may not be empty",
            "NS" => "An number set  may not be empty",
            _ => "Binary sets should not be empty",
        }}";
    }

    private string? ProblemOfNumber(string text, out string canonical)
    {
        var (number, problem) = DynamoDbNumber.Read(text);
        canonical = number ?? text;
        _areCanonical &= canonical == text;
        return problem;
    }

    // Only a value has a text or a list of texts by these names.
    private static void Rewrite(JsonNode? node)
    {
        foreach (var (name, value) in node is JsonObject members ? members.ToArray() : [])
        {
            switch (name, value)
            {
                case ("N", JsonValue number):
                    node![name] = Kept(number);
                    break;
                case ("NS", JsonArray set):
                    node![name] = new JsonArray([.. set.Select(number => JsonValue.Create(Kept(number!)))]);
                    break;
                default:
                    Rewrite(value);
                    break;
            }
        }

        foreach (var item in node as JsonArray ?? [])
        {
            Rewrite(item);
        }
    }

    private static string Kept(JsonNode number) => DynamoDbNumber.Read($"{number}").Text ?? $"{number}";

    private static ServiceException Invalid(string message) => new("com.amazon.coral.validate#ValidationException", message);

    private static ServiceException Unreadable(string what, string expected) => new("SerializationException", $"{what} must be {expected}.");
}
