using System.Xml;
using System.Xml.Linq;

namespace Fanout.Local.Aws;

/// <summary>Answers of the XML protocols ("AWS Query protocol", "AWS restXml protocol").</summary>
internal static class AwsXml
{
    /// <summary>Reads an answer.</summary>
    /// <exception cref="AwsErrorException">It is not XML.</exception>
    public static XElement Parse(string body, string requestId)
    {
        try
        {
            return XElement.Parse(body);
        }
        catch (XmlException problem)
        {
            throw new AwsErrorException("InternalError", 200, requestId, $"The answer is not XML: {problem.Message}");
        }
    }

    /// <summary>Reads an error.</summary>
    /// <param name="body">The answer's body; empty for a HEAD request.</param>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="requestId">The id that a header told.</param>
    public static AwsErrorException Error(string body, int statusCode, string requestId)
    {
        try
        {
            var answer = XElement.Parse(body);
            var code = Value(answer, "Code");
            return code is null
                ? new AwsErrorException("InternalError", statusCode, requestId, body)
                : new AwsErrorException(
                    code, statusCode, Value(answer, "RequestId") is { Length: > 0 } id ? id : requestId, Value(answer, "Message") ?? code);
        }
        catch (XmlException)
        {
            return new AwsErrorException("InternalError", statusCode, requestId, body);
        }
    }

    private static string? Value(XElement answer, string name) =>
        answer.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
