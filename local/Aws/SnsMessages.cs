using System.Xml.Linq;

namespace Fanout.Local.Aws;

/// <summary>The messages that a topic accepted, as requests and answers of the SNS API show them.</summary>
internal static class SnsMessages
{
    private const string Entries = "PublishBatchRequestEntries.member.";

    /// <summary>The messages of a request that were accepted; none where it is no publication to the topic.</summary>
    public static IEnumerable<string> Accepted(AwsRequest request, AwsAnswer answer, string topicArn)
    {
        if (request.Service != "sns" || answer.StatusCode != 200 || request.Form.GetValueOrDefault("TopicArn") != topicArn)
        {
            return [];
        }

        return request.Operation switch
        {
            "Publish" => [request.Form["Message"]],
            "PublishBatch" => OfBatch(request, answer),
            _ => [],
        };
    }

    private static IEnumerable<string> OfBatch(AwsRequest request, AwsAnswer answer)
    {
        var accepted = AwsXml.Parse(answer.Body, "")
            .Descendants().Where(element => element.Name.LocalName == "Successful")
            .Descendants().Where(element => element.Name.LocalName == "Id")
            .Select(id => id.Value).ToHashSet();
        for (var number = 1; request.Form.TryGetValue($"{Entries}{number}.Id", out var id); number++)
        {
            if (accepted.Contains(id))
            {
                yield return request.Form[$"{Entries}{number}.Message"];
            }
        }
    }
}
