using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.DistributedMaps.Readers;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>
/// The ItemProcessor of a Map state in distributed mode: each item or batch of items is the input of a child execution
/// ("Using Map state in Distributed mode").
/// </summary>
internal sealed class DistributedProcessor : MapProcessor
{
    private readonly string _label;
    private readonly Fields _fields;
    private readonly Fields _itemSelector;
    private readonly ItemReader? _itemReader;
    private readonly ResultFormat _resultFormat;
    private readonly bool _exportsResults;
    private readonly IObjectStore _objects;
    private readonly IMapRunPermissions _permissions;
    private readonly Definition _child;
    private readonly StateMachineType _childType;

    private DistributedProcessor(FieldReader map, FieldReader processor)
    {
        var (reader, batcher, writer) = (map.Inner("ItemReader"), map.Inner("ItemBatcher"), map.Inner("ResultWriter"));
        _label = map.Text("Label") ?? GeneratedLabel(map.Name);
        _fields = Fields.Read(
        [
            ("Items", map.Template("Items")),
            ("MaxConcurrency", map.Template("MaxConcurrency")),
            ("ToleratedFailureCount", map.Template("ToleratedFailureCount")),
            ("ToleratedFailurePercentage", map.Template("ToleratedFailurePercentage")),
            ("ItemReader/Arguments", reader?.Template("Arguments")),
            ("ItemReader/ReaderConfig/MaxItems", reader?.Inner("ReaderConfig")?.Template("MaxItems")),
            ("ItemBatcher/MaxItemsPerBatch", batcher?.Template("MaxItemsPerBatch")),
            ("ItemBatcher/MaxInputBytesPerBatch", batcher?.Template("MaxInputBytesPerBatch")),
            ("ItemBatcher/BatchInput", batcher?.Template("BatchInput")),
            ("ResultWriter/Arguments", writer?.Template("Arguments")),
        ]);
        _itemSelector = Fields.Read(map, "", "ItemSelector");
        _itemReader = ItemReader.Read(map);
        StoreArguments.Results.CheckDefinition(writer);
        _exportsResults = writer?.Text("Resource") is not null;
        _resultFormat = ResultFormat.Read(writer?.Inner("WriterConfig"), _exportsResults);
        _objects = map.Definition.Catalog.Objects;
        _permissions = map.Definition.Catalog.MapRuns;
        _child = Definition.OfProcessor(map.Definition.Block(map.Get("ItemProcessor")!.Value));
        _childType = processor.Inner("ProcessorConfig")!.Text("ExecutionType") == "EXPRESS"
            ? StateMachineType.Express
            : StateMachineType.Standard;
    }

    public static new DistributedProcessor Read(FieldReader map) => new(map, map.Inner("ItemProcessor")!);

    /// <summary>Runs one Map Run, and gives the outputs of its children or where they were written.</summary>
    public override async Task<JsonElement> RunAsync(Visit visit)
    {
        var values = await _fields.EvaluateAsync(visit);
        var items = _itemReader is null ? Items(visit, values) : [];
        visit.Branch.Add("MapStateStarted", new MapStateStartedEventDetails(items.Count));
        var tolerance = FailureTolerance.Of(visit, values);
        var machine = visit.Execution.Machine.Undivided;
        var run = new MapRun(machine, _label, visit.Execution.Arn, visit.Execution.Loop.Now)
        {
            ChildType = _childType,
            MaxConcurrency = values.Integer("MaxConcurrency") ?? 0,
            ToleratedFailureCount = tolerance.Count,
            ToleratedFailurePercentage = tolerance.Percentage,
        };
        visit.Execution.Interpreter.Executions.Add(run, visit.Execution.Owner);
        var started = visit.Branch.Add("MapRunStarted", new MapRunStartedEventDetails(run.Arn));
        try
        {
            await CheckPermissionsAsync(visit, machine);
            var result = await RunAsync(visit, values, items, run, machine);
            run.End(MapRunStatus.Succeeded, visit.Execution.Loop.Now);
            visit.Execution.History.Add("MapStateSucceeded", visit.Execution.History.Add("MapRunSucceeded", started));
            return result;
        }
        catch (StateException failure)
        {
            run.End(MapRunStatus.Failed, visit.Execution.Loop.Now);
            visit.Branch.Add("MapRunFailed", new MapRunFailedEventDetails(failure.Error, failure.Cause));
            throw;
        }
        catch
        {
            run.End(MapRunStatus.Aborted, visit.Execution.Loop.Now);
            throw;
        }
    }

    private async Task CheckPermissionsAsync(Visit visit, StateMachine machine)
    {
        if (await visit.Execution.Loop.OutsideAsync(_permissions.FindDenialAsync(machine, visit.Branch.Cancellation)) is { } denial)
        {
            throw new StateException(denial.Error, denial.Cause);
        }
    }

    private async Task<JsonElement> RunAsync(
        Visit visit, FieldValues values, IReadOnlyList<MapItem> items, MapRun run, StateMachine machine)
    {
        var child = new StateMachine(_child, $"{machine.Name}/{_label}", $"{machine.Arn}/{_label}", machine.RoleArn, _childType)
        {
            Observer = machine.Observer,
            Ended = machine.Ended,
        };
        await using var results = Results(visit, values, run, child.Arn);
        await using var inputs = new ChildInputs(
            visit,
            _itemSelector,
            ItemBatching.Of(values),
            Source(visit, values, items).GetAsyncEnumerator(visit.Branch.Cancellation),
            total: _itemReader is null ? items.Count : null);
        try
        {
            await new Dispatcher(visit, run, child, inputs, results).RunAsync();
        }
        catch (StateException)
        {
            await KeepAsync(results, visit.Branch.Cancellation);
            throw;
        }
        var result = await results.FinishAsync(visit.Branch.Cancellation);
        run.Items.ResultsWritten = run.Items.Total;
        run.Executions.ResultsWritten = run.Executions.Total;
        return result;
    }

    /// <summary>Writes what was done before a failure; only that failure is reported.</summary>
    private static async Task KeepAsync(IMapResults results, CancellationToken cancellation)
    {
        try
        {
            await results.FinishAsync(cancellation);
        }
        catch (StateException)
        {
            // What made the Map Run fail matters more than that its results are too large or were not written.
        }
    }

    private IReadOnlyList<MapItem> Items(Visit visit, FieldValues values)
    {
        var items = values.Get("Items") ?? visit.Input;
        return items.ValueKind is JsonValueKind.Array or JsonValueKind.Object
            ? [.. DatasetItems.Of(items).Select(item => item with { Source = "STATE_DATA" })]
            : throw (_fields.Has("Items")
                ? values.UnexpectedType("Items", "array' or 'object")
                : visit.EvaluationFailed($"Map state input must be an array but was: {items.GetRawText()}", null));
    }

    private IAsyncEnumerable<MapItem> Source(Visit visit, FieldValues values, IReadOnlyList<MapItem> items) =>
        _itemReader is null
            ? items.ToAsyncEnumerable()
            : _itemReader.ReadAsync(
                values.Get("ItemReader/Arguments")!.Value,
                values.Whole("ItemReader/ReaderConfig/MaxItems") ?? 0,
                visit.Execution.Machine.RoleArn,
                visit.Branch.Cancellation);

    private IMapResults Results(Visit visit, FieldValues values, MapRun run, string childArn)
    {
        if (!_exportsResults)
        {
            return new StateResult(visit.State.Name, childArn, _resultFormat);
        }

        var arguments = values.Get("ResultWriter/Arguments")!.Value;
        var bucket = StoreArguments.Results.RequiredText(arguments, "Bucket", WriterFailure);
        var prefix = StoreArguments.Results.Text(arguments, "Prefix", WriterFailure) ?? "";
        return new ResultFiles(
            run, childArn, _resultFormat, _objects, visit.Execution.Loop, (bucket, prefix, visit.Execution.Machine.RoleArn));
    }

    private static StateException WriterFailure(string cause) => new(ErrorNames.ResultWriterFailed, cause);

    // The service's own is a name-based UUID too: the same at each run.
    internal static string GeneratedLabel(string stateName) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(stateName)).AsSpan(0, 16)).ToString();
}
