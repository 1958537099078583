using System.Xml.Linq;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Messaging;

/// <summary>Requests and answers of SNS ("AWS Query protocol").</summary>
internal static class SnsAnswer
{
    private static readonly XNamespace Xmlns = "http://sns.amazonaws.com/doc/2010-03-31/";

    /// <summary>An answer with members.</summary>
    public static AwsAnswer Of(string operation, params object[] members) => new(
        200,
        "text/xml",
        new XElement(
            Xmlns + $"{operation}Response",
            new XElement(Xmlns + $"{operation}Result", members),
            new XElement(Xmlns + "ResponseMetadata", new XElement(Xmlns + "RequestId", Guid.NewGuid()))).ToString(SaveOptions.DisableFormatting));

    /// <summary>A member that is a text.</summary>
    public static XElement Text(string name, string value) => new(Xmlns + name, value);

    /// <summary>A member that is a map of texts.</summary>
    public static XElement Map(string name, IEnumerable<KeyValuePair<string, string>> texts) =>
        new(Xmlns + name, texts.Select(text => new XElement(Xmlns + "entry", Text("key", text.Key), Text("value", text.Value))));

    /// <summary>A member that is a list of structures.</summary>
    public static XElement List(string name, IEnumerable<IEnumerable<XElement>> structures) =>
        new(Xmlns + name, structures.Select(members => new XElement(Xmlns + "member", members)));

    /// <summary>An error; a refusal that SNS calls an invalid parameter unless it has another code.</summary>
    public static AwsAnswer Error(ServiceException refusal) => ErrorAnswer.Query(refusal.StatusCode, refusal.Code, refusal.Message);

    /// <summary>A refusal of a parameter.</summary>
    public static ServiceException Invalid(string why) => new("InvalidParameter", $"Invalid parameter: {why}");

    /// <summary>The structures of a list in an answer, each with its texts by name.</summary>
    public static IEnumerable<Dictionary<string, string>> Members(AwsAnswer answer) => XElement.Parse(answer.Body)
        .Descendants().Where(element => element.Name.LocalName == "member")
        .Select(member => member.Elements().ToDictionary(text => text.Name.LocalName, text => text.Value));

    /// <summary>The texts of a map in an answer.</summary>
    public static Dictionary<string, string> Entries(AwsAnswer answer) => XElement.Parse(answer.Body)
        .Descendants().Where(element => element.Name.LocalName == "entry")
        .Select(entry => entry.Elements().ToDictionary(text => text.Name.LocalName, text => text.Value))
        .ToDictionary(entry => entry["key"], entry => entry["value"]);

    /// <summary>A text of an answer; null where it is not there.</summary>
    public static string? Value(AwsAnswer answer, string name) =>
        XElement.Parse(answer.Body).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    /// <summary>The texts of a map in a request, such as <c>Attributes.entry.1.key</c>.</summary>
    public static Dictionary<string, string> Map(IReadOnlyDictionary<string, string> form, string prefix, string key = "key", string value = "value") => form
        .Where(field => field.Key.StartsWith($"{prefix}.", StringComparison.Ordinal) && field.Key.EndsWith($".{key}", StringComparison.Ordinal))
        .ToDictionary(field => field.Value, field => form.GetValueOrDefault($"{field.Key[..^key.Length]}{value}", ""));

    /// <summary>The texts of a list in a request, such as <c>ActionName.member.1</c>.</summary>
    public static string[] List(IReadOnlyDictionary<string, string> form, string name) =>
        [.. form.Where(field => field.Key.StartsWith($"{name}.member.", StringComparison.Ordinal)).Select(field => field.Value)];
}
