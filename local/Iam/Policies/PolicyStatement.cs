using System.Collections.Immutable;
using Fanout.Local.Aws;

namespace Fanout.Local.Iam.Policies;

/// <summary>One statement of a policy ("IAM JSON policy elements: Statement").</summary>
public sealed record PolicyStatement
{
    /// <summary>The role's name, or the ARN of the resource, that the policy is attached to.</summary>
    public required string Owner { get; init; }

    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>Which statement of the policy it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Its Sid; null where it has none.</summary>
    public string? Sid { get; init; }

    /// <summary>Whether its effect is Deny.</summary>
    public required bool Denies { get; init; }

    /// <summary>Whom it is about; null in an identity policy, which is about its role.</summary>
    public PrincipalElement? Principals { get; init; }

    /// <summary>The actions.</summary>
    public required PatternElement Actions { get; init; }

    /// <summary>The resources; null in a trust policy, which is about its role.</summary>
    public PatternElement? Resources { get; init; }

    /// <summary>The conditions, which must all hold.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>The part of the statement that is about a request; null where it is not about it.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="request">What is asked for.</param>
    public Permission? Match(Caller caller, RequestedAction request) =>
        Actions.Match(request.Action) is { } action
        && (Resources is null ? request.Resource : Resources.Match(request.Resource)) is { } resource
        && Principals?.Matches(caller, Denies) != false
        && Conditions.All(condition => condition.Holds(request.Context))
            ? new Permission(this, action, resource)
            : null;
}
