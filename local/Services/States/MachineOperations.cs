using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Machines;
using Fanout.Local.StepFunctions;

namespace Fanout.Local.Services.States;

/// <summary>Makes, changes, deletes and shows state machines.</summary>
/// <param name="account">The account.</param>
/// <param name="store">Its state machines.</param>
/// <param name="authorizer">Whether a machine's role may do what making the machine needs.</param>
/// <param name="hasLogGroup">Whether there is a log group.</param>
/// <param name="machines">The state machines, ready to run.</param>
/// <param name="interpreter">Runs their executions.</param>
internal sealed class MachineOperations(
    AwsAccount account,
    StateMachineStore store,
    CreationAuthorizer authorizer,
    Func<string, bool> hasLogGroup,
    DeployedMachines machines,
    Interpreter interpreter)
{
    private const int LongestDefinition = 1 << 20;
    private const int MostDiagnostics = 100;

    private static readonly string[] Types = ["STANDARD", "EXPRESS"];

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("CreateStateMachine", CreateAsync),
        new("UpdateStateMachine", UpdateAsync),
        new("DeleteStateMachine", DeleteAsync),
        new("DescribeStateMachine", DescribeAsync),
        new("ListStateMachines", ListAsync),
        new("ValidateStateMachineDefinition", ValidateAsync),
    ];

    private async Task<JsonObject> CreateAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var name = arguments.RequiredText("name", shortest: 1, longest: ResourceNames.Longest);
        var type = TypeOf(arguments);
        var tags = Tags.Of(arguments);
        var settings = MachineSettings.Of(arguments, hasLogGroup);
        if (!ResourceNames.IsName(name))
        {
            throw Refusals.InvalidName(name);
        }

        var now = DateTimeOffset.UtcNow;
        var arn = account.Arn("states", $"stateMachine:{name}");
        var machine = new StateMachineDeployment(
            arn,
            name,
            type,
            settings.RoleArn ?? throw arguments.Missing("roleArn"),
            settings.Definition ?? throw arguments.Missing("definition"))
        {
            CreationDate = now,
            UpdateDate = now,
            Logging = settings.Logging ?? LoggingSettings.Off,
            IsTraced = settings.IsTraced ?? false,
            Tags = Tags.Merge(arn, StateMachineDeployment.NoTags, tags),
        };
        await CheckDefinitionAsync(machine.Definition, type);
        if (store.FindStored(arn) is null)
        {
            CheckRole(machine);
        }

        var created = new StoredMachine(machine);
        created = settings.Publishes ? created.Published(settings.VersionDescription, now) : created;
        return store.TryAdd(created) ? Created(created) : Created(Existing(created));
    }

    // "CreateStateMachine": idempotent, whatever the role and the tags are.
    private StoredMachine Existing(StoredMachine asked)
    {
        var arn = asked.Current.Arn;
        var existing = store.FindStored(arn) ?? throw Refusals.MachineDeleting(arn);
        return existing.IsBeingDeleted ? throw Refusals.MachineDeleting(arn)
            : existing.Current.IsSameAs(asked.Current with { RoleArn = existing.Current.RoleArn })
                && existing.Versions.Select(Published).SequenceEqual(asked.Versions.Select(Published)) ? existing
            : throw Refusals.MachineExists(arn);

        static (int, string?) Published(StateMachineVersion version) => (version.Number, version.Description);
    }

    private static JsonObject Created(StoredMachine machine)
    {
        var json = new JsonObject
        {
            ["stateMachineArn"] = machine.Current.Arn,
            ["creationDate"] = Epoch.Seconds(machine.Current.CreationDate),
        };
        if (machine.CurrentVersion is { } version)
        {
            json["stateMachineVersionArn"] = version.Arn;
        }

        return json;
    }

    private async Task<JsonObject> UpdateAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Machine(arguments);
        var settings = MachineSettings.Of(arguments, hasLogGroup);
        if (!settings.ChangesAnything)
        {
            throw new ServiceException(
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified");
        }

        var updated = Updated(Active(arn).Current, settings);
        await CheckDefinitionAsync(updated.Definition, updated.Type);
        CheckRole(updated);
        var now = DateTimeOffset.UtcNow;
        var stored = store.Change(arn, machine =>
        {
            var changed = Updated(machine.Current, settings);
            var next = machine.Current.IsSameAs(changed)
                ? machine
                : machine with { Current = changed with { RevisionId = $"{Guid.NewGuid()}", UpdateDate = now } };
            return settings.Publishes ? next.Published(settings.VersionDescription, now) : next;
        }) ?? throw Refusals.NoMachine(arn);
        var json = new JsonObject { ["updateDate"] = Epoch.Seconds(stored.Current.UpdateDate) };
        if (stored.Current.RevisionId is { } revision)
        {
            json["revisionId"] = revision;
        }

        if (settings.Publishes)
        {
            json["stateMachineVersionArn"] = stored.CurrentVersion!.Arn;
        }

        return json;
    }

    private static StateMachineDeployment Updated(StateMachineDeployment machine, MachineSettings settings) => machine with
    {
        Definition = settings.Definition ?? machine.Definition,
        RoleArn = settings.RoleArn ?? machine.RoleArn,
        Logging = settings.Logging ?? machine.Logging,
        IsTraced = settings.IsTraced ?? machine.IsTraced,
    };

    private async Task<JsonObject> DeleteAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arn = Arns.Machine(Arguments.Of(call));
        var isFirst = false;
        store.Change(arn, machine =>
        {
            isFirst = !machine.IsBeingDeleted;
            return machine with { IsBeingDeleted = true };
        });
        if (isFirst)
        {
            await interpreter.Loop.InvokeAsync(() => Task.FromResult(BeginRemoval(arn)));
        }

        return [];
    }

    // "DeleteStateMachine": what runs is ended as it goes to another state, and the machine is gone when nothing does.
    private bool BeginRemoval(string arn)
    {
        _ = RemoveAsync();
        return true;

        async Task RemoveAsync()
        {
            while (interpreter.Executions.All.Where(execution => execution.Machine.Arn == arn && execution.End is null).ToArray() is { Length: > 0 } running)
            {
                foreach (var execution in running)
                {
                    execution.StopAtTransition();
                }

                await Task.WhenAll(running.Select(execution => execution.Ended));
            }

            interpreter.Executions.Remove(arn);
            store.Remove(arn);
        }
    }

    private Task<JsonObject> DescribeAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var arn = Arns.Machine(arguments);
        var includesData = arguments.Choice("includedData", "ALL_DATA", "METADATA_ONLY") != "METADATA_ONLY";
        var machine = store.FindStored(StateMachineStore.MachineOf(arn)) ?? throw Refusals.NoMachine(arn);
        return Task.FromResult(machine.Current.Arn == arn
            ? MachineJson.DescriptionOf(machine, includesData)
            : MachineJson.DescriptionOf(
                machine, machine.Versions.Find(version => version.Arn == arn) ?? throw Refusals.NoMachine(arn), includesData));
    }

    private Task<JsonObject> ListAsync(ServiceCall call, CancellationToken cancellation) => Task.FromResult(Page.Of(
        "stateMachines", store.All, machine => machine.Current.Arn, MachineJson.ItemOf, Arguments.Of(call), "machines"));

    private async Task<JsonObject> ValidateAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = Arguments.Of(call);
        var definition = arguments.RequiredText("definition", longest: LongestDefinition, shortest: 0);
        var type = TypeOf(arguments);
        // All that is told is an error.
        _ = arguments.Choice("severity", "ERROR", "WARNING");
        var most = arguments.Number("maxResults", 0, MostDiagnostics) ?? 0;
        try
        {
            await machines.LoadAsync(definition, type);
            return DefinitionDiagnostics.Of(problem: null, most);
        }
        catch (DefinitionException problem)
        {
            return DefinitionDiagnostics.Of(problem, most);
        }
    }

    private StoredMachine Active(string arn) => store.FindStored(arn) switch
    {
        null => throw Refusals.NoMachine(arn),
        { IsBeingDeleted: true } => throw Refusals.MachineDeleting(arn),
        var machine => machine,
    };

    private async Task CheckDefinitionAsync(string definition, StateMachineType type)
    {
        try
        {
            await machines.LoadAsync(definition, type);
        }
        catch (DefinitionException problem)
        {
            throw Refusals.InvalidDefinition(problem);
        }
    }

    private void CheckRole(StateMachineDeployment machine)
    {
        if (authorizer.FindRefusal(machine.Arn, machine.RoleArn, machine.Definition, machine.Logging.IsOn, machine.IsTraced) is { } refusal)
        {
            throw new ServiceException("AccessDeniedException", refusal);
        }
    }

    private static StateMachineType TypeOf(RequestMembers arguments) =>
        arguments.Choice("type", Types) == Types[1] ? StateMachineType.Express : StateMachineType.Standard;
}
