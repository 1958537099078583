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
    /// <exception cref="SampleException">The item is too large, or DynamoDB refused it; nothing was written.</exception>
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
        var size = DynamoDbJson.Size(item);
        if (size > DynamoDbJson.ItemSizeLimit)
        {
            throw new SampleException(
                $"The list makes an item of {size:N0} bytes; DynamoDB allows {DynamoDbJson.ItemSizeLimit:N0}. Shorten the list.");
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
}
