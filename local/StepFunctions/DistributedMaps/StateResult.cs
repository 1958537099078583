using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>The outputs of all children as the result of the state, in the order of their items.</summary>
internal sealed class StateResult(string stateName, string machineArn, ResultFormat format) : IMapResults
{
    private readonly List<IReadOnlyList<JsonElement>> _records = [];
    private long _size;

    public bool KeepsPending => false;

    private bool IsTooLarge => _size > Quotas.Payload;

    public void Add(int index, ExecutionOutcome outcome, JsonElement input)
    {
        if (IsTooLarge)
        {
            return;
        }
        IReadOnlyList<JsonElement> records = outcome.Status != ExecutionStatus.Succeeded
            ? [ChildRecord.InPlaceOfOutput(outcome)]
            : [.. format.Records(outcome, input, machineArn)];
        while (_records.Count <= index)
        {
            _records.Add([]);
        }
        _records[index] = records;
        _size += records.Sum(record => (long)JsonText.Size(record) + 1);
        if (IsTooLarge)
        {
            // It will fail; what was kept is of no more use.
            _records.Clear();
        }
    }

    public void AddPending(JsonElement input)
    {
    }

    public Task<JsonElement> FinishAsync(CancellationToken cancellation)
    {
        if (IsTooLarge)
        {
            throw Exit.Oversized(stateName);
        }
        var records = _records.SelectMany(record => record).ToArray();
        return Task.FromResult(format.IsJsonLines
            ? JsonSerializer.SerializeToElement(string.Join('\n', records.Select(record => record.GetRawText())))
            : Json.Array(records));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
