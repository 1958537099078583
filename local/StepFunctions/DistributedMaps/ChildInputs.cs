using System.Text;
using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>Makes the inputs of child executions out of items, as they are asked for: reads ahead one chunk only.</summary>
internal sealed class ChildInputs(
    Visit visit, Fields itemSelector, ItemBatching? batching, IAsyncEnumerator<MapItem> items, long? total) : IAsyncDisposable
{
    // What is read, and selected by the expression engine, at once.
    private const int ChunkItems = 500;
    private const int ChunkBytes = 1024 * 1024;

    private readonly WaitingItems _waiting = new();
    private long _read;
    private volatile bool _isAllRead;

    /// <summary>How many items there are; null while that is not known.</summary>
    public long? Total => total ?? (_isAllRead ? _read : null);

    /// <summary>How many items have been read and not been given out.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The next input and the number of items in it; null after the last.</summary>
    /// <exception cref="StateException">The items cannot be read or selected.</exception>
    public async Task<(JsonElement Value, int Items)?> NextAsync()
    {
        while (!_isAllRead && (_waiting.Count == 0 || batching?.IsFull(_waiting) == false))
        {
            await ReadChunkAsync();
        }
        return _waiting.Count == 0 ? null : batching?.Take(_waiting) ?? (_waiting.Dequeue(), 1);
    }

    public ValueTask DisposeAsync() => items.DisposeAsync();

    private async Task ReadChunkAsync()
    {
        var chunk = await visit.Execution.Loop.OutsideAsync(Task.Run(TakeChunkAsync));
        try
        {
            foreach (var value in await Task.WhenAll(chunk.Select(SelectAsync)))
            {
                _waiting.Enqueue(value);
            }
        }
        catch (EvaluationException failure)
        {
            throw visit.EvaluationFailed(failure.Message, failure.Location);
        }
    }

    private async Task<List<MapItem>> TakeChunkAsync()
    {
        try
        {
            var chunk = new List<MapItem>();
            for (var bytes = 0; chunk.Count < ChunkItems && bytes < ChunkBytes; bytes += JsonText.Size(chunk[^1].Value))
            {
                if (!await items.MoveNextAsync())
                {
                    _isAllRead = true;
                    break;
                }
                chunk.Add(items.Current);
                _read++;
            }
            return chunk;
        }
        catch (Exception problem) when (problem is ItemReaderException or ParquetException)
        {
            throw new StateException(ErrorNames.ItemReaderFailed, problem.Message);
        }
        catch (JsonException problem)
        {
            throw new StateException(ErrorNames.ItemReaderFailed, $"The file is not JSON: {problem.Message}");
        }
        catch (DecoderFallbackException problem)
        {
            throw new StateException(ErrorNames.ItemReaderFailed, $"The file is not UTF-8: {problem.Message}");
        }
        catch (TaskFailedException problem)
        {
            throw new StateException(ErrorNames.ItemReaderFailed, problem.Cause);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw new StateException(ErrorNames.ItemReaderFailed, $"The dataset cannot be read to its end: {problem.Message}");
        }
    }

    private async Task<JsonElement> SelectAsync(MapItem item) =>
        JsonText.Compact((await itemSelector.ComputeAsync(visit, item)).Get("ItemSelector") ?? item.Whole);
}
