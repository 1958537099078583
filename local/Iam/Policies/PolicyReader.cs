using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fanout.Local.Iam.Policies;

/// <summary>Reads policies, and refuses what is wrong or not evaluated here.</summary>
/// <param name="kind">What the policy is attached to.</param>
/// <param name="owner">The role's name, or the resource's ARN.</param>
/// <param name="name">The policy's name.</param>
internal sealed partial class PolicyReader(PolicyKind kind, string owner, string name)
{
    private static readonly string[] DocumentElements = ["Id", "Statement", "Version"];
    private static readonly string[] Versions = ["2008-10-17", "2012-10-17"];
    private static readonly string[] Effects = ["Allow", "Deny"];
    private static readonly string[] PrincipalTypes = ["AWS", "Service"];
    private static readonly string[] StatementElements = ["Action", "Condition", "Effect", "NotAction", "Sid"];
    private static readonly string[] WithResources = ["NotResource", "Resource"];
    private static readonly string[] WithPrincipals = ["Principal"];

    private readonly string[] _elements = kind switch
    {
        PolicyKind.Identity => [.. StatementElements, .. WithResources],
        PolicyKind.Resource => [.. StatementElements, .. WithPrincipals, .. WithResources],
        _ => [.. StatementElements, .. WithPrincipals],
    };

    private readonly string _policy = $"{(kind == PolicyKind.Resource ? owner : $"Role {owner}")}, policy {name}";
    private string? _statement;

    /// <summary>Reads a policy.</summary>
    /// <exception cref="LocalException">It is refused.</exception>
    public PolicyDocument Read(string json)
    {
        var document = Parse(json);
        CheckElements(document, DocumentElements);
        if (document.TryGetProperty("Version", out var version) && !Versions.Contains(Text(version, "Version")))
        {
            throw Problem($"the Version is \"{version}\"; allowed: {string.Join(", ", Versions)}.");
        }
        var statements = Required(document, "Statement") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray()
            : (IEnumerable<JsonElement>)[document.GetProperty("Statement")];
        var read = statements.Select((statement, index) => Statement(statement, index + 1)).ToImmutableArray();
        if (read.Where(statement => statement.Sid is not null).GroupBy(statement => statement.Sid).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            _statement = null;
            throw Problem($"{same.Count()} statements have the Sid \"{same.Key}\"; a Sid may occur once.");
        }
        return new PolicyDocument(read);
    }

    private JsonElement Parse(string json)
    {
        try
        {
            var document = JsonElement.Parse(json);
            return document.ValueKind == JsonValueKind.Object ? document : throw Problem("it must be an object.");
        }
        catch (JsonException problem)
        {
            throw Problem($"it is not JSON: {problem.Message}");
        }
    }

    private PolicyStatement Statement(JsonElement statement, int number)
    {
        _statement = $", statement {number}";
        if (statement.ValueKind != JsonValueKind.Object)
        {
            throw Problem("it must be an object.");
        }
        var sid = statement.TryGetProperty("Sid", out var given) ? Text(given, "Sid") : null;
        _statement += sid is null ? "" : $" ({sid})";
        if (kind == PolicyKind.Identity && sid is not null && !IdentitySid().IsMatch(sid))
        {
            throw Problem("the Sid of an identity policy holds letters and digits only.");
        }
        CheckElements(statement, _elements);
        return new PolicyStatement
        {
            Owner = owner,
            Policy = name,
            Number = number,
            Sid = sid,
            Denies = Effect(statement) == "Deny",
            Principals = kind == PolicyKind.Identity ? null : Principals(Required(statement, "Principal")),
            Actions = Element(statement, "Action", Action),
            Resources = kind == PolicyKind.Trust ? null : Element(statement, "Resource", Resource),
            Conditions = statement.TryGetProperty("Condition", out var conditions) ? [.. Conditions(conditions)] : [],
        };
    }

    private string Effect(JsonElement statement)
    {
        var effect = Text(Required(statement, "Effect"), "Effect");
        return Effects.Contains(effect)
            ? effect
            : throw Problem($"the Effect is \"{effect}\"; allowed: {string.Join(", ", Effects)}.");
    }

    private PatternElement Element(JsonElement statement, string element, Func<string, Pattern> pattern)
    {
        var isNegated = statement.TryGetProperty($"Not{element}", out var excluded);
        if (isNegated == statement.TryGetProperty(element, out var included))
        {
            throw Problem($"it must have either {element} or Not{element}.");
        }
        return new PatternElement([.. Texts(isNegated ? excluded : included, element).Select(pattern)], isNegated);
    }

    private Pattern Action(string text) => text == "*" || ServiceAction().IsMatch(text)
        ? Pattern.OfAction(text)
        : throw Problem($"the Action \"{text}\" is none; allowed: * and a service with an action, such as s3:GetObject or s3:*.");

    private Pattern Resource(string text) => text == "*" || ResourceArn().IsMatch(text)
        ? Pattern.OfResource(text)
        : throw Problem($"the Resource \"{text}\" is none; allowed: * and an ARN, whose service holds no wildcard.");

    private PrincipalElement Principals(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.ValueEquals("*")
                ? new PrincipalElement(true, [], [], [])
                : throw Problem($"the Principal is \"{element}\"; allowed: * and an object of {string.Join(" and ", PrincipalTypes)}.");
        }
        if (element.ValueKind != JsonValueKind.Object
            || element.EnumerateObject().FirstOrDefault(type => !PrincipalTypes.Contains(type.Name)) is { Value.ValueKind: not JsonValueKind.Undefined })
        {
            throw Problem($"the Principal {element} is not supported; allowed: * and an object of {string.Join(" and ", PrincipalTypes)}.");
        }
        var arns = element.TryGetProperty("AWS", out var identities) ? Texts(identities, "Principal").ToImmutableArray() : [];
        if (arns.FirstOrDefault(arn => arn != "*" && !IdentityArn().IsMatch(arn) && !Account().IsMatch(arn)) is { } other)
        {
            throw Problem($"the Principal \"{other}\" is not supported; allowed: *, an account's id or the ARN of its root, and the ARN of a role or of a role's session.");
        }
        var services = element.TryGetProperty("Service", out var named) ? Texts(named, "Principal").ToImmutableArray() : [];
        return new PrincipalElement(
            arns.Contains("*"),
            [.. arns.Where(arn => IdentityArn().IsMatch(arn))],
            [.. arns.Select(arn => Account().Match(arn)).Where(account => account.Success).Select(account => account.Groups["id"].Value)],
            services);
    }

    private IEnumerable<Condition> Conditions(JsonElement block) =>
        from entry in Members(block, "Condition")
        let asked = ConditionOperator.Find(entry.Name)
            ?? throw Problem($"the condition operator {entry.Name} is not supported; allowed: {ConditionOperator.Supported}.")
        from condition in Members(entry.Value, entry.Name)
        select Condition(asked, condition.Name, condition.Value);

    private Condition Condition(ConditionOperator asked, string key, JsonElement values) =>
        ConditionKeys.All.Contains(key)
            ? new Condition(asked, key, [.. Texts(values, key).Select(value => asked.Test(value)
                ?? throw Problem($"the value \"{value}\" of {key} is none that {asked.Name} can compare."))])
            : throw Problem($"the condition key {key} is not supported; allowed: {string.Join(", ", ConditionKeys.All)}.");

    private JsonElement.ObjectEnumerator Members(JsonElement element, string what) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject()
        : throw Problem($"{what} must be an object.");

    private string[] Texts(JsonElement element, string what)
    {
        string[] texts = element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select(item => Text(item, what))]
            : [Text(element, what)];
        return texts.Length > 0 ? texts : throw Problem($"{what} is an empty list.");
    }

    private string Text(JsonElement element, string what)
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => element.GetRawText(),
            _ => throw Problem($"{what} must be a text or a list of texts."),
        };
        return text.Contains("${", StringComparison.Ordinal)
            ? throw Problem($"\"{text}\" holds a policy variable, which is not supported; write the value.")
            : text;
    }

    private JsonElement Required(JsonElement element, string member) => element.TryGetProperty(member, out var value)
        ? value
        : throw Problem($"{member} is missing.");

    private void CheckElements(JsonElement element, string[] allowed)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!allowed.Contains(member.Name))
            {
                throw Problem($"the element {member.Name} is not allowed here; allowed: {string.Join(", ", allowed.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private LocalException Problem(string sentence) => new($"{_policy}{_statement}: {sentence}");

    [GeneratedRegex(@"\A[A-Za-z0-9]+\z")]
    private static partial Regex IdentitySid();

    [GeneratedRegex(@"\A[A-Za-z0-9-]+:[A-Za-z0-9*?]+\z")]
    private static partial Regex ServiceAction();

    [GeneratedRegex(@"\Aarn:[^:]+:[a-z0-9-]+:")]
    private static partial Regex ResourceArn();

    [GeneratedRegex(@"\Aarn:[^:]+:(iam::\d{12}:role/|sts::\d{12}:assumed-role/[^/]+/).+\z")]
    private static partial Regex IdentityArn();

    [GeneratedRegex(@"\A(arn:[^:]+:iam::)?(?<id>\d{12})(?(1):root)\z")]
    private static partial Regex Account();
}
