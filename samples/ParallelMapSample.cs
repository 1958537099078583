using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Fanout.Infra.Settings;
using Fanout.Samples.Cli;

namespace Fanout.Samples;

/// <summary>The list that the workflow parallel-map reads.</summary>
public static class ParallelMapSample
{
    /// <summary>The lists that come with the program, by file name.</summary>
    public static IReadOnlyList<string> Files { get; } = ["simplelist.json", "listofdicts.json"];

    /// <summary>
    /// The most elements of a list: each makes nine events of the 25,000 that an execution may have ("Step Functions service
    /// quotas").
    /// </summary>
    public const int MostElements = 2_770;

    // A state takes 262,144 bytes, and the answer with the item has headers beside it.
    private const int MostBytes = 262_144 - 4_096;

    /// <summary>A list of its own, of as many objects with a number each.</summary>
    /// <param name="count">How many elements.</param>
    public static IReadOnlyList<JsonElement> Generate(int count) =>
        [.. Enumerable.Range(0, count).Select(number => JsonSerializer.SerializeToElement(new { topic = $"topic-{number}", name = $"Element {number}" }))];

    // The attribute that the state machine reads.
    private const string ListAttribute = "values";

    /// <summary>Reads a list from a file.</summary>
    /// <param name="file">A path, or the name of a list that comes with the program.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The list's elements.</returns>
    /// <exception cref="SampleException">The file is missing, is not JSON or is not a list.</exception>
    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(string file, CancellationToken cancellation)
    {
        var path = Path.Exists(file) ? file : Path.Combine(AppContext.BaseDirectory, "samples", "parallel-map", file);
        if (!Path.Exists(path))
        {
            throw new SampleException(
                $"There is no file {file}; give a path, or one of the lists that come with the program: {string.Join(", ", Files)}.");
        }

        try
        {
            var list = InputFile.Parse(await InputFile.ReadAsync(path, cancellation), path);
            return list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray()]
                : throw new SampleException($"{path} holds a JSON {list.ValueKind}; it must hold an array.");
        }
        catch (UnusableFileException problem)
        {
            throw new SampleException(problem.Message, problem);
        }
    }

    /// <summary>Puts a list into the table's item, in place of the one that was there.</summary>
    /// <param name="dynamoDb">The client.</param>
    /// <param name="settings">The table, its key and the item.</param>
    /// <param name="elements">The list's elements.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="SampleException">No execution can take the list, or DynamoDB refused it; nothing was written.</exception>
    public static async Task LoadAsync(
        IAmazonDynamoDB dynamoDb,
        ParallelMapSettings settings,
        IReadOnlyList<JsonElement> elements,
        CancellationToken cancellation)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [settings.PartitionKeyName] = new() { S = settings.PartitionKeyValue },
            [ListAttribute] = new() { L = [.. elements.Select(DynamoDbJson.Attribute)], IsLSet = true },
        };
        if (elements.Count > MostElements)
        {
            throw new SampleException(
                $"The list has {elements.Count:N0} elements; an execution of parallel-map takes {MostElements:N0}, as its history has 25,000 events. Shorten the list.");
        }

        if (DynamoDbJson.Size(item) is var size && size > MostBytes)
        {
            throw new SampleException(
                $"The list makes an item of {size:N0} bytes as JSON of DynamoDB, in which each value has its type; a state takes {MostBytes:N0}. Shorten the list.");
        }

        try
        {
            await dynamoDb.PutItemAsync(settings.TableName, item, cancellation);
        }
        catch (AmazonServiceException problem)
        {
            throw new SampleException(
                $"The list was not written to the table {settings.TableName}: {problem.Message.TrimEnd('.')}.", problem);
        }
        catch (Exception problem) when (problem is AmazonClientException or HttpRequestException)
        {
            throw new SampleException($"DynamoDB could not be reached: {problem.Message}", problem);
        }
    }

    /// <summary>Why an execution that takes a list is stopped before its end; null where the settings leave it the time.</summary>
    /// <param name="settings">How long elements wait, how many at once, and how long an execution may take.</param>
    /// <param name="elements">How many elements the list has.</param>
    public static string? TimeProblem(ParallelMapSettings settings, int elements)
    {
        var rounds = (elements + settings.Concurrency - 1) / settings.Concurrency;
        var seconds = (long)rounds * settings.WaitSeconds;
        return elements == 0 || seconds < settings.TimeoutSeconds ? null
            : $"An execution cannot end in time: {elements} elements, {settings.Concurrency} at a time (parallelMap.maxConcurrency {settings.MaxConcurrency}), each with a wait of "
                + $"{settings.WaitSeconds} s (waitSeconds), take more than {seconds} s, and it is stopped as TIMED_OUT after {settings.TimeoutSeconds} s (timeoutSeconds). "
                + "Raise timeoutSeconds or maxConcurrency, or lower waitSeconds, and deploy.";
    }
}
