using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>What requests of the Lambda API need ("Actions, resources, and condition keys for AWS Lambda").</summary>
internal static class FunctionActions
{
    private const string Everything = "*";

    /// <summary>What a request needs; null where the operation is not known here.</summary>
    public static IEnumerable<RequestedAction>? Of(AwsRequest request, RequestContent content, AwsAccount account)
    {
        if (FunctionOperations.Find(request) is not var (operation, match))
        {
            return null;
        }

        var qualifier = content.Query.GetValueOrDefault("Qualifier");
        return operation.Name switch
        {
            "Invoke" => [Invoke(Parameter("FunctionName"), qualifier, account)],
            "ListFunctions" or "ListEventSourceMappings" => [new RequestedAction($"lambda:{operation.Name}", Everything)],
            "CreateFunction" => Asks(Arn(content.Json().Text("FunctionName"), qualifier: null, account)),
            "ListTags" or "TagResource" or "UntagResource" => Asks(Parameter("Resource")),
            _ => Asks(Arn(Parameter("FunctionName"), qualifier, account)),
        };

        string Parameter(string name) => Uri.UnescapeDataString(match.Groups[name].Value);

        // Who gives a function a role must be allowed to pass it on ("Grant a user permissions to pass a role").
        IEnumerable<RequestedAction> Asks(string arn) =>
        [
            new RequestedAction($"lambda:{operation.Name}", arn),
            .. content.Json().OptionalText("Role") is { } role ? [new RequestedAction("iam:PassRole", role)] : Array.Empty<RequestedAction>(),
        ];
    }

    /// <summary>What an invocation needs.</summary>
    /// <param name="function">The function's ARN, partial ARN or name, with a qualifier or without.</param>
    /// <param name="qualifier">The version or alias; null for none.</param>
    /// <param name="account">The account.</param>
    public static RequestedAction Invoke(string function, string? qualifier, AwsAccount account) =>
        new("lambda:InvokeFunction", Arn(function, qualifier, account));

    /// <summary>The ARN of a function, with the qualifier that it is called by.</summary>
    /// <param name="function">The function's ARN, partial ARN or name, with a qualifier or without.</param>
    /// <param name="qualifier">The version or alias; null for none.</param>
    /// <param name="account">The account.</param>
    public static string Arn(string function, string? qualifier, AwsAccount account)
    {
        var name = function.LastIndexOf("function:", StringComparison.Ordinal) is >= 0 and var start ? function[start..] : $"function:{function}";
        var arn = function.StartsWith("arn:", StringComparison.Ordinal) ? function : account.Arn("lambda", name);
        return qualifier is null || (arn.Split(':') is [_, _, _, _, _, _, _, var own] && own == qualifier) ? arn : $"{arn}:{qualifier}";
    }
}
