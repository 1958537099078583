using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Iam.Requests;

/// <summary>An operation of the Lambda API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with a named group for each parameter.</param>
internal sealed record FunctionOperation(string Name, string Method, Regex Path);

/// <summary>The operations of the Lambda API by their methods and paths ("AWS Lambda API Reference"), for who may call them and for what answers.</summary>
internal static partial class FunctionOperations
{
    private const string Function = "/2015-03-31/functions/{FunctionName}";
    private const string Events = "/2019-09-25/functions/{FunctionName}/event-invoke-config";

    /// <summary>The operations, by name.</summary>
    public static IReadOnlyDictionary<string, FunctionOperation> All { get; } = new[]
    {
        Operation("AddPermission", "POST", $"{Function}/policy"),
        Operation("CreateFunction", "POST", "/2015-03-31/functions"),
        Operation("DeleteFunction", "DELETE", Function),
        Operation("DeleteFunctionConcurrency", "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency"),
        Operation("DeleteFunctionEventInvokeConfig", "DELETE", Events),
        Operation("GetFunction", "GET", Function),
        Operation("GetFunctionCodeSigningConfig", "GET", "/2020-06-30/functions/{FunctionName}/code-signing-config"),
        Operation("GetFunctionConcurrency", "GET", "/2019-09-30/functions/{FunctionName}/concurrency"),
        Operation("GetFunctionConfiguration", "GET", $"{Function}/configuration"),
        Operation("GetFunctionEventInvokeConfig", "GET", Events),
        Operation("GetFunctionRecursionConfig", "GET", "/2024-08-31/functions/{FunctionName}/recursion-config"),
        Operation("GetPolicy", "GET", $"{Function}/policy"),
        Operation("GetRuntimeManagementConfig", "GET", "/2021-07-20/functions/{FunctionName}/runtime-management-config"),
        Operation("Invoke", "POST", $"{Function}/invocations"),
        Operation("ListAliases", "GET", $"{Function}/aliases"),
        Operation("ListEventSourceMappings", "GET", "/2015-03-31/event-source-mappings"),
        Operation("ListFunctionEventInvokeConfigs", "GET", $"{Events}/list"),
        Operation("ListFunctions", "GET", "/2015-03-31/functions"),
        Operation("ListTags", "GET", "/2017-03-31/tags/{Resource}"),
        Operation("ListVersionsByFunction", "GET", $"{Function}/versions"),
        Operation("PutFunctionConcurrency", "PUT", "/2017-10-31/functions/{FunctionName}/concurrency"),
        Operation("PutFunctionEventInvokeConfig", "PUT", Events),
        Operation("RemovePermission", "DELETE", $"{Function}/policy/{{StatementId}}"),
        Operation("TagResource", "POST", "/2017-03-31/tags/{Resource}"),
        Operation("UntagResource", "DELETE", "/2017-03-31/tags/{Resource}"),
        Operation("UpdateFunctionCode", "PUT", $"{Function}/code"),
        Operation("UpdateFunctionConfiguration", "PUT", $"{Function}/configuration"),
        Operation("UpdateFunctionEventInvokeConfig", "POST", Events),
    }.ToDictionary(operation => operation.Name);

    /// <summary>The operation that a request asks for, with its parameters as they came; null where there is none.</summary>
    public static (FunctionOperation Operation, Match Match)? Find(AwsRequest request)
    {
        foreach (var operation in All.Values.Where(operation => operation.Method == request.Operation))
        {
            if (operation.Path.Match(request.Path) is { Success: true } match)
            {
                return (operation, match);
            }
        }

        return null;
    }

    private static FunctionOperation Operation(string name, string method, string path) =>
        new(name, method, new Regex($"\\A{Parameter().Replace(path, "(?<$1>[^/]+)")}/?\\z", RegexOptions.CultureInvariant));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
