using System.Text.RegularExpressions;
using Fanout.Local.Cloud;

namespace Fanout.Local.Iam.Requests;

/// <summary>What invocations of functions need ("Invoke", AWS Lambda API Reference).</summary>
internal static partial class FunctionActions
{
    /// <summary>What a request needs; null where it is no invocation.</summary>
    public static IEnumerable<RequestedAction>? Of(AwsRequest request, RequestContent content, AwsAccount account)
    {
        var match = Invocation().Match(request.Path);
        return request.Operation == "POST" && match.Success
            ? [Invoke(Uri.UnescapeDataString(match.Groups["function"].Value), content.Query.GetValueOrDefault("Qualifier"), account)]
            : null;
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

    [GeneratedRegex(@"\A/2015-03-31/functions/(?<function>[^/]+)/invocations\z")]
    private static partial Regex Invocation();
}
