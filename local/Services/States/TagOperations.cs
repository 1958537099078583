using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>Changes and shows the tags of state machines.</summary>
/// <param name="store">The state machines.</param>
internal sealed class TagOperations(StateMachineStore store)
{
    private const int LongestArn = 256;

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("ListTagsForResource", ListAsync),
        new("TagResource", TagAsync),
        new("UntagResource", UntagAsync),
    ];

    private Task<JsonObject> ListAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arn = ArnOf(Arguments.Of(call));
        var machine = store.FindStored(arn) ?? throw Refusals.NoResource(arn);
        return Task.FromResult(new JsonObject { ["tags"] = Tags.ToJson(machine.Current.Tags) });
    }

    private Task<JsonObject> TagAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = ArnOf(arguments);
        var tags = Tags.Of(arguments) ?? throw arguments.Missing("tags");
        return Change(arn, current => current with { Tags = Tags.Merge(arn, current.Tags, tags) });
    }

    private Task<JsonObject> UntagAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var keys = arguments.Texts("tagKeys") ?? throw arguments.Missing("tagKeys");
        return Change(ArnOf(arguments), current => current with { Tags = current.Tags.RemoveRange(keys) });
    }

    private Task<JsonObject> Change(string arn, Func<StateMachineDeployment, StateMachineDeployment> change) =>
        store.Change(arn, machine => machine with { Current = change(machine.Current) }) is null
            ? throw Refusals.NoResource(arn)
            : Task.FromResult(new JsonObject());

    private static string ArnOf(RequestMembers arguments) => Arns.Machine(arguments, "resourceArn", LongestArn);
}
