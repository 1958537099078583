using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Services.Athena.Queries;

namespace Fanout.Local.Services.Athena.Api;

/// <summary>Workgroups and their tags.</summary>
/// <param name="athena">The engine.</param>
/// <param name="account">The account.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkgroupOperations(AthenaService athena, AwsAccount account, TimeProvider time)
{
    private const int LargestPage = 50;
    private const string Engine = "Athena engine version 3";

    private static readonly string[] Described = ["Configuration", "Description", "Name"];
    private static readonly string[] Changeable = ["Description", "State"];
    private static readonly string[] Summarized = ["CreationTime", "Description", "Name", "State"];

    // What an update takes away: the member that says so, and what it takes.
    private static readonly (string Removal, string Removed)[] Removals =
    [
        ("RemoveAclConfiguration", "AclConfiguration"),
        ("RemoveBytesScannedCutoffPerQuery", "BytesScannedCutoffPerQuery"),
        ("RemoveCustomerContentEncryptionConfiguration", "CustomerContentEncryptionConfiguration"),
        ("RemoveEncryptionConfiguration", "EncryptionConfiguration"),
        ("RemoveExpectedBucketOwner", "ExpectedBucketOwner"),
        ("RemoveOutputLocation", "OutputLocation"),
    ];

    private readonly ResourceTags _tags = new();

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("CreateWorkGroup", JsonOperations.Of(Create)),
        new("DeleteWorkGroup", JsonOperations.Of(Delete)),
        new("GetWorkGroup", JsonOperations.Of(arguments => new JsonObject { ["WorkGroup"] = Describe(Find(arguments)) })),
        new("ListTagsForResource", JsonOperations.Of(arguments => new JsonObject { ["Tags"] = _tags.List(ArnOf(arguments)) })),
        new("ListWorkGroups", JsonOperations.Of(arguments => ApiPage.Of("WorkGroups", athena.Workgroups, arguments, LargestPage, Summarize))),
        new("TagResource", JsonOperations.Of(Tag)),
        new("UntagResource", JsonOperations.Of(Untag)),
        new("UpdateWorkGroup", JsonOperations.Of(Update)),
    ];

    private JsonObject Create(ApiArguments arguments)
    {
        var given = arguments.Copy();
        var definition = new JsonObject(Described.Where(given.ContainsKey).Select(name => KeyValuePair.Create(name, given[name]?.DeepClone())))
        {
            ["State"] = "ENABLED",
            ["CreationTime"] = ApiTime.Of(time.GetUtcNow()),
        };
        var workgroup = Read(definition);
        athena.AddWorkgroup(workgroup);
        _tags.Add(Arn(workgroup.Name), ResourceTags.Read(arguments));
        return [];
    }

    private JsonObject Update(ApiArguments arguments)
    {
        athena.ChangeWorkgroup(arguments.Text("WorkGroup"), workgroup =>
        {
            var definition = JsonObject.Create(workgroup.Definition)!;
            foreach (var name in Changeable)
            {
                if (arguments.OptionalText(name) is { } text)
                {
                    definition[name] = text;
                }
            }

            if (arguments.OptionalObject("ConfigurationUpdates") is { } updates)
            {
                definition["Configuration"] ??= new JsonObject();
                Merge(definition["Configuration"]!.AsObject(), updates);
            }

            return Read(definition);
        });
        return [];
    }

    private static void Merge(JsonObject configuration, ApiArguments updates)
    {
        foreach (var (name, value) in updates.Copy())
        {
            switch (name)
            {
                case "ResultConfigurationUpdates" or "ManagedQueryResultsConfigurationUpdates":
                    var part = name[..^"Updates".Length];
                    configuration[part] ??= new JsonObject();
                    Merge(configuration[part]!.AsObject(), updates.Object(name));
                    break;
                case not null when Removals.FirstOrDefault(removal => removal.Removal == name).Removed is { } removed:
                    if (updates.Flag(name) == true)
                    {
                        configuration.Remove(removed);
                    }

                    break;
                default:
                    configuration[name!] = value?.DeepClone();
                    break;
            }
        }
    }

    private JsonObject Delete(ApiArguments arguments)
    {
        var name = arguments.Text("WorkGroup");
        athena.RemoveWorkgroup(name, arguments.Flag("RecursiveDeleteOption") == true);
        _tags.Forget(Arn(name));
        return [];
    }

    private JsonObject Tag(ApiArguments arguments)
    {
        _tags.Add(ArnOf(arguments), ResourceTags.Read(arguments));
        return [];
    }

    private JsonObject Untag(ApiArguments arguments)
    {
        _tags.Remove(ArnOf(arguments), arguments.Texts("TagKeys"));
        return [];
    }

    private static Workgroup Read(JsonObject definition) => Workgroup.Of(new ApiArguments(JsonSerializer.SerializeToElement(definition)));

    private Workgroup Find(ApiArguments arguments) => athena.FindWorkgroup(arguments.Text("WorkGroup", Workgroup.NamePattern));

    private static JsonObject Describe(Workgroup workgroup)
    {
        var description = JsonObject.Create(workgroup.Definition)!;
        description.TryAdd("Configuration", new JsonObject());
        var configuration = description["Configuration"]!.AsObject();
        configuration.TryAdd("EnforceWorkGroupConfiguration", workgroup.Enforces);
        configuration.TryAdd("PublishCloudWatchMetricsEnabled", true);
        configuration.TryAdd("RequesterPaysEnabled", false);
        configuration.TryAdd("EngineVersion", new JsonObject());
        var engine = configuration["EngineVersion"]!.AsObject();
        engine.TryAdd("SelectedEngineVersion", "AUTO");
        engine["EffectiveEngineVersion"] = Engine;
        return description;
    }

    private static JsonObject Summarize(Workgroup workgroup)
    {
        var description = Describe(workgroup);
        var summary = new JsonObject(Summarized.Where(description.ContainsKey).Select(name => KeyValuePair.Create(name, description[name]?.DeepClone())))
        {
            ["EngineVersion"] = description["Configuration"]!["EngineVersion"]!.DeepClone(),
        };
        return summary;
    }

    private string Arn(string workgroup) => account.Arn("athena", $"workgroup/{workgroup}");

    private string ArnOf(ApiArguments arguments)
    {
        var arn = arguments.Text("ResourceARN");
        return athena.Workgroups.Any(workgroup => Arn(workgroup.Name) == arn)
            ? arn
            : throw new ServiceException("ResourceNotFoundException", $"There is no workgroup {arn}.");
    }
}
