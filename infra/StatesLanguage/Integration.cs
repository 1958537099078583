namespace Fanout.Infra.StatesLanguage;

/// <summary>The resources of Task states ("Integrating services with Step Functions").</summary>
public static class Integration
{
    /// <summary>Invokes a function; the result's Payload is what it returned.</summary>
    public const string LambdaInvoke = "arn:aws:states:::lambda:invoke";

    /// <summary>Reads one item.</summary>
    public const string DynamoDbGetItem = "arn:aws:states:::dynamodb:getItem";
}
