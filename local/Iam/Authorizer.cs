using System.Collections.Concurrent;
using System.Collections.Immutable;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam;

/// <summary>
/// Decides requests by the policies that are registered, within one account: an explicit deny ends it, then an allow of
/// the role's policies or of the resource's is enough, and by default it is denied ("Policy evaluation logic", IAM User
/// Guide). Safe for any thread.
/// </summary>
public sealed class Authorizer
{
    private const string AssumeRoleAction = "sts:AssumeRole";
    private const string TrustPolicyName = "AssumeRolePolicy";
    private const string ResourcePolicyName = "resource policy";

    // Policies by the role's name, and by the ARN of the resource that they are attached to.
    private readonly ConcurrentDictionary<string, ImmutableArray<PolicyStatement>> _identity = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<PolicyStatement>> _resource = new();
    private readonly ConcurrentDictionary<string, PolicyDocument> _trust = new();

    private readonly ConcurrentDictionary<(string Identity, string Action, string Resource), Denial> _denials = new();

    /// <summary>What allowed requests so far.</summary>
    public PermissionUsage Usage { get; } = new();

    /// <summary>What was denied so far, each action on each resource once.</summary>
    public IReadOnlyCollection<Denial> Denials => [.. _denials.Values];

    /// <summary>Registers a role.</summary>
    /// <param name="arn">The role's ARN.</param>
    /// <param name="trustPolicy">Who may assume it.</param>
    /// <exception cref="LocalException">The policy is refused.</exception>
    public void AddRole(string arn, string trustPolicy)
    {
        var role = Caller.NameOf(arn);
        _trust[role] = PolicyDocument.Parse(trustPolicy, PolicyKind.Trust, role, TrustPolicyName);
    }

    /// <summary>Forgets a role and its policies.</summary>
    public void RemoveRole(string role)
    {
        _trust.TryRemove(role, out _);
        _identity.TryRemove(role, out _);
    }

    /// <summary>Registers an inline policy of a role, in the place of one of that name.</summary>
    /// <exception cref="LocalException">The policy is refused.</exception>
    public void AddIdentityPolicy(string role, string name, string policy) =>
        PutIdentityPolicy(role, name, PolicyDocument.Parse(policy, PolicyKind.Identity, role, name).Statements);

    /// <summary>Forgets an inline policy of a role.</summary>
    public void RemoveIdentityPolicy(string role, string name) => PutIdentityPolicy(role, name, []);

    /// <summary>Registers the policy of a bucket, topic, queue or secret, in the place of the one that it has.</summary>
    /// <exception cref="LocalException">The policy is refused, and nothing is changed.</exception>
    public void SetResourcePolicy(string resourceArn, string policy) => SetResourcePolicies(resourceArn, [policy]);

    /// <summary>Forgets the policies of a resource.</summary>
    public void RemoveResourcePolicies(string resourceArn) => SetResourcePolicies(resourceArn, []);

    /// <summary>Whether a resource has a policy of its own.</summary>
    public bool HasResourcePolicy(string resourceArn) => _resource.TryGetValue(resourceArn, out var statements) && !statements.IsEmpty;

    /// <summary>Registers all policies of a resource anew, a function's for example, which has one for each permission.</summary>
    /// <exception cref="LocalException">A policy is refused, and nothing is changed.</exception>
    public void SetResourcePolicies(string resourceArn, IEnumerable<string> policies) => _resource[resourceArn] =
    [
        .. policies.SelectMany(policy => PolicyDocument.Parse(policy, PolicyKind.Resource, resourceArn, ResourcePolicyName).Statements),
    ];

    /// <summary>Decides a request.</summary>
    public Decision Decide(Caller caller, RequestedAction request)
    {
        var asked = WithGlobalKeys(caller, request);
        var identity = caller.Role is null ? [] : _identity.GetValueOrDefault(caller.Role, []);
        var resource = _resource.GetValueOrDefault(PolicyOwner.Of(request.Resource), []);
        if (Match(identity, denies: true, caller, asked) is { } deny)
        {
            return Denied(DenialReason.DeniedByIdentityPolicy, deny);
        }
        if (Match(resource, denies: true, caller, asked) is { } resourceDeny)
        {
            return Denied(DenialReason.DeniedByResourcePolicy, resourceDeny);
        }
        if (caller.IsRoot)
        {
            return new Decision(null, null);
        }
        if ((Match(identity, denies: false, caller, asked) ?? Match(resource, denies: false, caller, asked)) is not { } permission)
        {
            return Denied(caller.IsService ? DenialReason.NoResourcePolicy : DenialReason.NoIdentityPolicy, null);
        }
        Usage.Add(permission);
        return new Decision(permission, null);

        Decision Denied(DenialReason reason, Permission? by) => Noted(new Denial(caller, asked, reason, by));
    }

    /// <summary>The first of some requests that is denied; null where all are allowed.</summary>
    public Denial? FirstDenial(Caller caller, IEnumerable<RequestedAction> requests) =>
        requests.Select(request => Decide(caller, request).Denial).FirstOrDefault(denial => denial is not null);

    /// <summary>Decides whether a service may assume a role, for the resource that is to have it.</summary>
    /// <param name="roleArn">The role's ARN.</param>
    /// <param name="service">The service's principal, such as <c>states.amazonaws.com</c>.</param>
    /// <param name="sourceArn">
    /// The resource that is to have the role, of the account; null where no page says that the service tells either.
    /// </param>
    public Decision DecideAssume(string roleArn, string service, string? sourceArn)
    {
        var caller = Caller.OfService(service);
        var asked = WithGlobalKeys(caller, new RequestedAction(AssumeRoleAction, roleArn)
            .With(ConditionKeys.SourceAccount, sourceArn is null ? null : AwsAccount.Id)
            .With(ConditionKeys.SourceArn, sourceArn));
        var statements = _trust.TryGetValue(Caller.NameOf(roleArn), out var policy) ? policy.Statements : [];
        return Match(statements, denies: true, caller, asked) is null && Match(statements, denies: false, caller, asked) is { } permission
            ? new Decision(permission, null)
            : Noted(new Denial(caller, asked, DenialReason.NoTrustPolicy));
    }

    /// <summary>What identity policies allow and no request used so far, by role and statement.</summary>
    public IReadOnlyList<UnusedPermission> UnusedPermissions() => [.. Usage.Unused(IdentityStatements())];

    /// <summary>The statements of identity policies that allow actions on any resource.</summary>
    public IReadOnlyList<WildcardResource> WildcardResources() =>
    [
        .. from statement in IdentityStatements()
           where !statement.Denies && statement.Resources!.Texts.Contains("*")
           select new WildcardResource(
               statement.Owner, statement.Policy, statement.Number, statement.Sid, [.. statement.Actions.Texts], statement.Conditions.Length > 0),
    ];

    private Decision Noted(Denial denial)
    {
        _denials.TryAdd((denial.Caller.Identity, denial.Request.Action, denial.Request.Resource), denial);
        return new Decision(null, denial);
    }

    private IEnumerable<PolicyStatement> IdentityStatements() =>
        _identity.OrderBy(role => role.Key, StringComparer.Ordinal).SelectMany(role => role.Value);

    private void PutIdentityPolicy(string role, string name, ImmutableArray<PolicyStatement> statements) =>
        _identity.AddOrUpdate(role, statements, (_, others) => others.RemoveAll(other => other.Policy == name).AddRange(statements));

    private static Permission? Match(ImmutableArray<PolicyStatement> statements, bool denies, Caller caller, RequestedAction request)
    {
        foreach (var statement in statements)
        {
            if (statement.Denies == denies && statement.Match(caller, request) is { } permission)
            {
                return permission;
            }
        }
        return null;
    }

    // Nothing here leaves the machine: each request stands for one that would come over TLS.
    private static RequestedAction WithGlobalKeys(Caller caller, RequestedAction request) => (request with
    {
        Context = request.Context.AddRange(ContextOf(caller)).SetItem(ConditionKeys.SecureTransport, request.Context.GetValueOrDefault(ConditionKeys.SecureTransport, "true")),
    }).With(ConditionKeys.SourceOwner, request.Context.GetValueOrDefault(ConditionKeys.SourceAccount));

    // The condition keys that every request of a caller has.
    private static IEnumerable<KeyValuePair<string, string>> ContextOf(Caller caller) => caller.IsService
        ? []
        : [new(ConditionKeys.PrincipalArn, caller.Identity), new(ConditionKeys.PrincipalAccount, AwsAccount.Id)];
}
