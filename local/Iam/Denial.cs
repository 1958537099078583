using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam;

/// <summary>A request that is denied.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Reason">Why it is denied.</param>
/// <param name="By">The statement that denies it; null where none allows it.</param>
public sealed record Denial(Caller Caller, RequestedAction Request, DenialReason Reason, Permission? By = null)
{
    /// <summary>What AWS answers ("Troubleshoot access denied error messages"), in the spelling of the service.</summary>
    public string Message => Reason == DenialReason.NotMapped
        ? $"User: {Caller.User} is not authorized to perform: {Request.Action}, because the local cloud does not know what the "
            + $"operation needs; add it to {nameof(Requests)}.{nameof(Requests.RequestedActions)}"
        : $"User: {Caller.User} is not authorized to perform: {Action} on resource: {Resource} {Because}";

    // Observed: each service has a spelling of its own in its errors.
    private string Action => Request.Service switch
    {
        "sns" => $"SNS:{Request.Action[(Request.Service.Length + 1)..]}",
        "sqs" => Request.Action.ToLowerInvariant(),
        _ => Request.Action,
    };

    private string Resource => Request.Service == "s3" ? $"\"{Request.Resource}\"" : Request.Resource;

    private string Because => Reason switch
    {
        DenialReason.DeniedByIdentityPolicy => "with an explicit deny in an identity-based policy",
        DenialReason.DeniedByResourcePolicy => "with an explicit deny in a resource-based policy",
        DenialReason.NoResourcePolicy => $"because no resource-based policy allows the {Action} action",
        DenialReason.NoTrustPolicy => $"because no role trust policy allows the {Action} action",
        _ => $"because no identity-based policy allows the {Action} action",
    };
}
