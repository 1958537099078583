using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;

namespace Fanout.Infra.Blocks;

/// <summary>One statement of an identity policy that allows actions ("IAM JSON policy elements reference").</summary>
public sealed record Statement
{
    private Statement(string sid, ImmutableArray<string> actions, InputList<string> resources)
    {
        Sid = sid;
        Actions = actions;
        Resources = resources;
    }

    /// <summary>What the statement is for: letters and digits.</summary>
    public string Sid { get; }

    /// <summary>The actions, such as <c>dynamodb:GetItem</c>.</summary>
    public ImmutableArray<string> Actions { get; }

    /// <summary>The ARNs of the resources that the actions may be used on.</summary>
    public InputList<string> Resources { get; }

    /// <summary>The condition block that a request must meet; null where there is none.</summary>
    public JsonObject? Condition { get; init; }

    /// <summary>Allows actions on resources of this stack.</summary>
    public static Statement Allow(string sid, ImmutableArray<string> actions, InputList<string> resources) =>
        new(sid, actions, resources);

    /// <summary>
    /// Allows actions for which the service offers no narrower resource than <c>*</c>; <see cref="UnscopedActions"/> says why.
    /// </summary>
    public static Statement AllowEverywhere(string sid, ImmutableArray<string> actions) => new(sid, actions, "*");
}
