using System.Collections.Immutable;

namespace Fanout.Local.Iam.Policies;

/// <summary>What a request needs: one action on one resource ("Actions, resources, and condition keys for AWS services").</summary>
/// <param name="Action">The action, such as <c>s3:GetObject</c>.</param>
/// <param name="Resource">The resource's ARN; <c>*</c> for an action that has none.</param>
public sealed record RequestedAction(string Action, string Resource)
{
    private static readonly ImmutableDictionary<string, string> NoContext =
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The request's condition keys, in any case.</summary>
    public ImmutableDictionary<string, string> Context { get; init; } = NoContext;

    /// <summary>The service, as actions name it.</summary>
    public string Service => Action[..Action.IndexOf(':')];

    /// <summary>The request with a condition key; as it is where the key has no value.</summary>
    public RequestedAction With(string key, string? value) =>
        value is null ? this : this with { Context = Context.SetItem(key, value) };
}
