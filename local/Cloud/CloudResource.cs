using System.Collections.Immutable;
using Pulumi;

namespace Fanout.Local.Cloud;

/// <summary>A resource of the AWS provider: what the program asked for and what AWS would have answered.</summary>
/// <param name="Type">Its type token.</param>
/// <param name="Id">Its id.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its inputs (without assets) and what AWS adds to them.</param>
public sealed record CloudResource(
    string Type, string Id, ImmutableDictionary<string, object> Inputs, ImmutableDictionary<string, object> Outputs)
{
    /// <summary>The resource's ARN.</summary>
    public string Arn => (string)Outputs["arn"];

    /// <summary>The resource's name.</summary>
    public string Name => (string)Outputs["name"];

    /// <summary>A text input, or null where it was not given.</summary>
    public string? Text(string input) => Inputs.GetValueOrDefault(input) as string;

    /// <summary>A text input that the provider requires.</summary>
    public string RequiredText(string input) => Text(input)
        ?? throw new LocalException($"{Type} {Name}: {input} is required.");

    /// <summary>A nested input, or null where it was not given.</summary>
    public ImmutableDictionary<string, object>? Map(string input) =>
        Inputs.GetValueOrDefault(input) as ImmutableDictionary<string, object>;

    /// <summary>A list of nested inputs; empty where it was not given.</summary>
    public IEnumerable<ImmutableDictionary<string, object>> Maps(string input) =>
        (Inputs.GetValueOrDefault(input) as IEnumerable<object> ?? []).Cast<ImmutableDictionary<string, object>>();

    /// <summary>Derives id and outputs from the inputs.</summary>
    /// <exception cref="LocalException">The local cloud does not know the type.</exception>
    public static CloudResource Of(
        AwsAccount account, string type, string logicalName, ImmutableDictionary<string, object> inputs)
    {
        var name = inputs.TryGetValue("name", out var given) ? (string)given : AwsAccount.AutoName(logicalName);
        var (id, added) = type switch
        {
            "aws:cloudwatch/logGroup:LogGroup" => (name, Added(("arn", account.Arn("logs", $"log-group:{name}")))),
            "aws:dynamodb/table:Table" => (name, Added(("arn", account.Arn("dynamodb", $"table/{name}")))),
            "aws:iam/role:Role" => (name, Added(("arn", AwsAccount.IamArn($"role/{name}")))),
            "aws:iam/rolePolicy:RolePolicy" => ($"{inputs["role"]}:{name}", Added()),
            "aws:lambda/function:Function" => FunctionOutputs(account, name),
            "aws:sfn/stateMachine:StateMachine" => StateMachineOutputs(account, name),
            _ => throw new LocalException($"The local cloud has no {type} yet; add it to {nameof(CloudResource)}.{nameof(Of)}."),
        };
        return new CloudResource(type, id, inputs, inputs
            .Where(input => input.Value is not AssetOrArchive)
            .ToImmutableDictionary()
            .SetItem("name", name)
            .SetItems(added));
    }

    private static (string, Dictionary<string, object>) FunctionOutputs(AwsAccount account, string name)
    {
        var arn = account.Arn("lambda", $"function:{name}");
        return (name, Added(
            ("arn", arn),
            ("qualifiedArn", $"{arn}:$LATEST"),
            ("version", "$LATEST"),
            ("invokeArn", $"arn:aws:apigateway:{account.Region}:lambda:path/2015-03-31/functions/{arn}/invocations")));
    }

    private static (string, Dictionary<string, object>) StateMachineOutputs(AwsAccount account, string name)
    {
        var arn = account.Arn("states", $"stateMachine:{name}");
        return (arn, Added(("arn", arn), ("status", "ACTIVE")));
    }

    private static Dictionary<string, object> Added(params (string Key, string Value)[] outputs) =>
        outputs.ToDictionary(output => output.Key, object (output) => output.Value);
}
