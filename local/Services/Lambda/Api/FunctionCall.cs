using System.Text.RegularExpressions;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>A request of the Lambda API.</summary>
/// <param name="call">The request.</param>
/// <param name="parameters">The parameters of its path.</param>
/// <param name="account">The account.</param>
internal sealed partial class FunctionCall(ServiceCall call, IReadOnlyDictionary<string, string> parameters, AwsAccount account)
{
    private const int LongestName = 64;
    private const int PartsOfArn = 7;

    private RequestMembers? _members;

    /// <summary>The request.</summary>
    public ServiceCall Call => call;

    /// <summary>The members of its body.</summary>
    public RequestMembers Members => _members ??= new RequestMembers(call.Json, FunctionRequest.OutOfModel);

    /// <summary>A parameter of its path.</summary>
    public string Parameter(string name) => parameters[name];

    /// <summary>The ARN that its path names a function by, with the qualifier that it is asked for by.</summary>
    public string Qualified => FunctionActions.Arn(Checked(parameters["FunctionName"]), call.Query("Qualifier"), account);

    /// <summary>The ARN of the function that its path names, without a qualifier.</summary>
    public string Arn => Unqualified(Qualified);

    /// <summary>Whether it asks for the function by a qualifier.</summary>
    public bool IsQualified => Qualified != Arn;

    /// <summary>The ARN of the function that its body names, which is to be.</summary>
    public string NewArn()
    {
        var name = Checked(Members.RequiredText("FunctionName"));
        var arn = FunctionActions.Arn(name, qualifier: null, account);
        return arn == account.Arn("lambda", $"function:{arn[(arn.LastIndexOf(':') + 1)..]}")
            && arn[(arn.LastIndexOf(':') + 1)..].Length <= LongestName
                ? arn
                : throw Members.Refusal("FunctionName", name, $"Member must name a function of this account and region in at most {LongestName} characters");
    }

    /// <summary>The ARN of the function that a parameter of its path is, as tags are asked for.</summary>
    public string Resource => FunctionArn().IsMatch(parameters["Resource"])
        ? parameters["Resource"]
        : throw Members.Refusal("Resource", parameters["Resource"], "Member must be the ARN of a function");

    /// <summary>A whole number of its query; null where it is not given.</summary>
    public int? Number(string name, int least, int greatest) => call.Query(name) is not { } text ? null
        : int.TryParse(text, out var number) && number >= least && number <= greatest ? number
        : throw Members.Refusal(name, text, $"Member must have value between {least} and {greatest}");

    private static string Unqualified(string arn) => string.Join(':', arn.Split(':').Take(PartsOfArn));

    private static string Checked(string name) => FunctionName().IsMatch(name)
        ? name
        : throw new ServiceException(
            FunctionRequest.OutOfModel,
            $"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                + FunctionName().ToString()[2..^2]);

    [GeneratedRegex(@"\A(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?\z")]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\Aarn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9-_]+\z")]
    private static partial Regex FunctionArn();
}
