using System.Collections.Immutable;
using Pulumi;

namespace Fanout.Tests.Offline;

/// <summary>A resource with a property of every kind.</summary>
internal sealed class Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
    : CustomResource("test:module/thing:Thing", name, args ?? new ThingArgs(), options)
{
    [Output("arn")]
    public Output<string> Arn { get; private set; } = null!;

    [Output("count")]
    public Output<int?> Count { get; private set; } = null!;

    [Output("ratio")]
    public Output<double> Ratio { get; private set; } = null!;

    [Output("names")]
    public Output<ImmutableArray<string>> Names { get; private set; } = null!;

    [Output("tags")]
    public Output<ImmutableDictionary<string, string>?> Tags { get; private set; } = null!;

    [Output("rule")]
    public Output<Rule?> Rule { get; private set; } = null!;

    [Output("choice")]
    public Output<Union<string, int>> Choice { get; private set; } = null!;

    [Output("code")]
    public Output<Archive?> Code { get; private set; } = null!;

    [Output("enabled")]
    public Output<bool> Enabled { get; private set; } = null!;
}

internal sealed class ThingArgs : ResourceArgs
{
    [Input("count")]
    public Input<int>? Count { get; set; }

    [Input("ratio")]
    public Input<double>? Ratio { get; set; }

    [Input("text")]
    public Input<string>? Text { get; set; }

    [field: Input("names")]
    public InputList<string> Names { get => field ??= []; set; }

    [field: Input("tags")]
    public InputMap<string> Tags { get => field ??= []; set; }

    [Input("rule")]
    public Input<RuleArgs>? Rule { get; set; }

    [Input("choice")]
    public InputUnion<string, RuleArgs>? Choice { get; set; }

    [Input("code")]
    public Input<AssetOrArchive>? Code { get; set; }

    [Input("settings", json: true)]
    public InputMap<int>? Settings { get; set; }

    [Input("anything")]
    public object? Anything { get; set; }
}

internal sealed class RuleArgs : ResourceArgs
{
    [Input("status", required: true)]
    public Input<string> Status { get; set; } = null!;

    [Input("days")]
    public Input<int>? Days { get; set; }
}

[OutputType]
internal sealed class Rule
{
    public readonly string Status;
    public readonly int? Days;

    [OutputConstructor]
    private Rule(string status, int? days) => (Status, Days) = (status, days);
}

internal sealed class Group(string name, ComponentResourceOptions? options = null)
    : ComponentResource("test:module:Group", name, options)
{
    [Output("arn")]
    public Output<string>? Arn { get; set; }

    public void Complete() => RegisterOutputs();
}
