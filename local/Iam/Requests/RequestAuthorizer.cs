using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>Decides the API calls that reach the gateway.</summary>
/// <param name="authorizer">The policies.</param>
/// <param name="account">The account.</param>
public sealed class RequestAuthorizer(Authorizer authorizer, AwsAccount account)
{
    private static readonly string[] TellsOfAbsence = ["GetObject", "HeadObject"];

    private readonly RequestedActions _actions = new(account);

    /// <summary>The answer to a request that is denied; null where it is allowed.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="request">The request.</param>
    /// <param name="content">What it asks for.</param>
    public AwsAnswer? Check(Caller caller, AwsRequest request, RequestContent content)
    {
        // Who one is, everybody may ask ("GetCallerIdentity").
        if (caller.IsRoot || request is { Service: "sts", Operation: "GetCallerIdentity" })
        {
            return null;
        }
        return FindDenial(caller, request, content) is { } denial ? DenialAnswer.Of(request, denial) : null;
    }

    private Denial? FindDenial(Caller caller, AwsRequest request, RequestContent content)
    {
        if (_actions.Of(request, content) is { } needed)
        {
            return authorizer.FirstDenial(caller, needed);
        }

        // What an operation needs that is not known here, it needs of any resource at the most.
        var asked = new RequestedAction($"{JsonActions.PrefixOf(request.Service)}:{request.Operation}", "*");
        return authorizer.Decide(caller, asked).IsAllowed ? null : new Denial(caller, asked, DenialReason.NotMapped);
    }

    /// <summary>
    /// The answer in the place of a 404 to a caller who must not learn that an object does not exist; null for another
    /// request or caller.
    /// </summary>
    public AwsAnswer? CheckAbsence(Caller caller, AwsRequest request) =>
        request.Service == "s3" && TellsOfAbsence.Contains(request.Operation) && !caller.IsRoot
            && authorizer.Decide(caller, S3Actions.ToLearnOfAbsence(request)).Denial is { } denial
            ? DenialAnswer.Of(request, denial)
            : null;
}
