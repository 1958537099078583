using System.Text.Json.Nodes;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Services.States;

/// <summary>State machines as the API describes them.</summary>
internal static class MachineJson
{
    /// <summary>The type as the API spells it.</summary>
    public static string TypeOf(StateMachineDeployment machine) => machine.Type == StateMachineType.Express ? "EXPRESS" : "STANDARD";

    /// <summary>An item of ListStateMachines.</summary>
    public static JsonObject ItemOf(StoredMachine machine) => new()
    {
        ["stateMachineArn"] = machine.Current.Arn,
        ["name"] = machine.Current.Name,
        ["type"] = TypeOf(machine.Current),
        ["creationDate"] = Epoch.Seconds(machine.Current.CreationDate),
    };

    /// <summary>The answer of DescribeStateMachine.</summary>
    public static JsonObject DescriptionOf(StoredMachine machine, bool includesData)
    {
        var json = Common(machine.Current, machine.Current.Arn, includesData);
        json["status"] = machine.IsBeingDeleted ? "DELETING" : "ACTIVE";
        json["type"] = TypeOf(machine.Current);
        json["creationDate"] = Epoch.Seconds(machine.Current.CreationDate);
        return json;
    }

    /// <summary>The answer of DescribeStateMachine about a version.</summary>
    public static JsonObject DescriptionOf(StoredMachine machine, StateMachineVersion version, bool includesData)
    {
        var json = DescriptionOf(machine with { Current = version.Revision }, includesData);
        json["stateMachineArn"] = version.Arn;
        json["creationDate"] = Epoch.Seconds(version.CreationDate);
        if (version.Description is { } description)
        {
            json["description"] = description;
        }

        return json;
    }

    /// <summary>The answer of DescribeStateMachineForExecution.</summary>
    public static JsonObject OfExecution(StateMachineDeployment machine, bool includesData)
    {
        var json = Common(machine, machine.Arn, includesData);
        json["updateDate"] = Epoch.Seconds(machine.UpdateDate);
        return json;
    }

    private static JsonObject Common(StateMachineDeployment machine, string arn, bool includesData)
    {
        var json = new JsonObject
        {
            ["stateMachineArn"] = arn,
            ["name"] = machine.Name,
            // AWS gives this in the place of a definition that is not asked for ("DescribeStateMachine").
            ["definition"] = includesData ? machine.Definition : "{}",
            ["roleArn"] = machine.RoleArn,
            ["loggingConfiguration"] = machine.Logging.ToJson(),
            ["tracingConfiguration"] = new JsonObject { ["enabled"] = machine.IsTraced },
            ["encryptionConfiguration"] = new JsonObject { ["type"] = MachineSettings.OwnKey },
        };
        if (machine.RevisionId is { } revision)
        {
            json["revisionId"] = revision;
        }

        return json;
    }
}
