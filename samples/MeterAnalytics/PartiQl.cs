using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Fanout.Samples.MeterAnalytics;

/// <summary>SELECT statements of PartiQL ("PartiQL select statements for DynamoDB").</summary>
internal static class PartiQl
{
    /// <summary>Runs a statement and reads its result to the last page ("ExecuteStatement").</summary>
    /// <exception cref="SampleException">DynamoDB refused the statement or could not be reached.</exception>
    public static async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> RunAsync(
        IAmazonDynamoDB dynamoDb, string what, string statement, CancellationToken cancellation)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        var request = new ExecuteStatementRequest { Statement = statement };
        try
        {
            do
            {
                var page = await dynamoDb.ExecuteStatementAsync(request, cancellation);
                items.AddRange(page.Items ?? []);
                request.NextToken = page.NextToken;
            }
            while (request.NextToken is not null);
            return items;
        }
        catch (ResourceNotFoundException)
        {
            throw;
        }
        catch (AmazonServiceException problem)
        {
            throw new SampleException($"{what} failed: {problem.Message.TrimEnd('.')}.", problem);
        }
        catch (Exception problem) when (problem is AmazonClientException or HttpRequestException)
        {
            throw new SampleException($"DynamoDB could not be reached: {problem.Message}", problem);
        }
    }

    /// <summary>An attribute as a cell of a table: numbers and texts as they are, all else as JSON; empty where there is none.</summary>
    public static string TextOf(AttributeValue? value) =>
        value is null ? "" : value.S ?? value.N ?? JsonSerializer.Serialize(Plain(value));

    private static object? Plain(AttributeValue value) =>
        value.S is { } text ? text
        : value.N is { } number ? JsonElement.Parse(number)
        : value.BOOL is { } flag ? flag
        : value.NULL == true ? null
        : value.IsMSet ? value.M.ToDictionary(member => member.Key, member => Plain(member.Value))
        : value.IsLSet ? value.L.Select(Plain)
        : value.SS is { Count: > 0 } texts ? texts
        : value.NS is { Count: > 0 } numbers ? numbers.Select(each => JsonElement.Parse(each))
        : value.BS is { Count: > 0 } several ? several.Select(bytes => bytes.ToArray())
        : value.B?.ToArray();
}
