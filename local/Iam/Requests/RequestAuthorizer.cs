using Fanout.Local.Cloud;

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
        if (caller.IsRoot)
        {
            return null;
        }
        var denial = _actions.Of(request, content) is { } needed
            ? authorizer.FirstDenial(caller, needed)
            : new Denial(caller, new RequestedAction($"{request.Service}:{request.Operation}", "*"), DenialReason.NotMapped);
        return denial is null ? null : DenialAnswer.Of(request, denial);
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
