using System.Text;
using System.Text.RegularExpressions;

namespace Fanout.Infra.Settings;

/// <summary>What a text setting may hold.</summary>
/// <param name="Pattern">A regular expression that the whole text must match.</param>
/// <param name="Allowed">The same in words.</param>
public sealed record TextRule(string Pattern, string Allowed)
{
    private const int LongestText = 4_096;

    // Neither control and format characters nor halves of surrogate pairs, which are U+FFFD once they are written.
    private const string Printable = @"[^\p{C}\uFFFD]";
    private const string PrintableText = "printable characters up to U+FFFC";
    private const string PathField = @"(?!__proto__[.[]|__proto__\z)[^\p{C}\uFFFD.[\]`]+(?:\[(?:0|[1-9][0-9]{0,3})\])*";
    private const string HostLabel = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string Port = "(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})";
    private const string MailboxPart = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

    // The narrowest of the services that are tagged: IAM and CloudWatch Logs, where only the plain space of all spaces is
    // sure to be kept.
    private const string TagText = @"(?![aA][wW][sS]:| )[\p{L}\p{N} _.:/=+\-@]";
    private const string TagAllowed =
        "letters, digits, spaces and _ . : / = + - @, with no space at an end and not beginning with aws: in any case";

    // "Call HTTPS APIs in Step Functions workflows": the headers that an HTTP Task refuses, and those that it sets itself.
    private static readonly HashSet<string> ReservedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "A-IM", "Accept-Charset", "Accept-Datetime", "Accept-Encoding", "Cache-Control", "Connection", "Content-Encoding",
        "Content-Length", "Content-MD5", "Content-Type", "Date", "Expect", "Forwarded", "From", "Host", "HTTP2-Settings",
        "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Max-Forwards", "Origin",
        "Pragma", "Proxy-Authorization", "Range", "Referer", "Server", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "User-Agent", "Via", "Warning",
    };

    private static readonly string[] ReservedHeaderPrefixes = ["x-forwarded-", "x-amz-", "x-amzn-"];

    /// <summary>The most bytes of UTF-8 that the text may have.</summary>
    public int MostBytes { get; init; } = LongestText;

    /// <summary>Why a text that matches is refused all the same; null where it is not.</summary>
    public Func<string, string?> Refusal { get; init; } = _ => null;

    /// <summary>Why a text does not fit: a sentence's part, which is empty where the rule says it all; null where it fits.</summary>
    /// <param name="text">The text.</param>
    public string? ProblemOf(string text) =>
        Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MostBytes ? $"it has {bytes} bytes"
        : Regex.IsMatch(text, $@"\A(?:{Pattern})\z") ? Refusal(text)
        : "";

    /// <summary>A DynamoDB table name ("Naming rules", DynamoDB Developer Guide).</summary>
    public static readonly TextRule TableName = new(
        "[a-zA-Z0-9_.-]{3,255}", "a DynamoDB table name: 3 to 255 letters, digits, underscores, hyphens and dots");

    /// <summary>A state machine's name that CloudWatch takes too ("CreateStateMachine", Step Functions API Reference).</summary>
    public static readonly TextRule StateMachineName = new(
        "[a-zA-Z0-9_-]{1,80}", "a state machine's name: 1 to 80 letters, digits, underscores and hyphens");

    /// <summary>A DynamoDB key attribute's name ("Quotas", DynamoDB Developer Guide).</summary>
    public static readonly TextRule KeyAttributeName = new(
        $@"(?!\{{%|.*(?:%\}}|\.\$)\z){Printable}{{1,255}}",
        $"1 to 255 bytes of {PrintableText}, not beginning with {{% and not ending in %}} or .$")
    {
        MostBytes = 255,
    };

    /// <summary>A partition key's value: up to 2,048 bytes of UTF-8, of up to four bytes a character.</summary>
    public static readonly TextRule PartitionKeyValue = new(
        $@"{Printable}{{1,512}}", $"1 to 512 {PrintableText}");

    /// <summary>
    /// How the keys of objects begin ("Object key naming guidelines"): up to 1,024 bytes of UTF-8. It is part of an ARN
    /// in a policy, where IAM takes *, ? and ${ for wildcards and variables.
    /// </summary>
    public static readonly TextRule KeyPrefix = new(
        $@"(?!(?:.*/)?\.{{1,2}}/)(?!.*(?:[*?]|\$\{{)){Printable}{{0,256}}",
        $"up to 256 {PrintableText}, without *, ? and ${{ (wildcards and variables to IAM) and without ./ and ../");

    /// <summary>
    /// Where an API begins: no query and no fragment, no slash at its end, no user or password; a public name, for an HTTP
    /// Task calls no other ("Call HTTPS APIs in Step Functions workflows").
    /// </summary>
    public static readonly TextRule HttpsAddress = new(
        $@"https://(?=[^/:]{{1,253}}(?:[:/]|\z))(?:{HostLabel}\.)+(?=[A-Za-z]){HostLabel}(?::{Port})?(?:/(?!\.{{1,2}}(?:/|\z))[A-Za-z0-9._~-]+)*",
        "an address of up to 512 characters such as https://api.example.com/v1, with a public name and no slash at its end")
    {
        MostBytes = 512,
    };

    /// <summary>A header's name ("HTTP Semantics", RFC 9110, 5.1).</summary>
    public static readonly TextRule HeaderName = new(
        "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}", "the name of an HTTP header: up to 128 letters, digits and hyphens")
    {
        Refusal = name =>
            ReservedHeaders.Contains(name) || ReservedHeaderPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                ? "an HTTP Task of Step Functions sets or refuses this header itself"
                : null,
    };

    /// <summary>A header's value ("CreateConnection", EventBridge API Reference: ApiKeyValue).</summary>
    public static readonly TextRule HeaderValue = new(
        "[!-9;-~](?:[ -9;-~]{0,510}[!-9;-~])?", "1 to 512 characters of ASCII without a colon, with no space at an end");

    /// <summary>A database's name that queries need no quotes for ("Name databases, tables, and columns", Athena guide).</summary>
    public static readonly TextRule GlueDatabaseName = new(
        "[a-z][a-z0-9_]{0,254}", "up to 255 lower-case letters, digits and underscores, beginning with a letter")
    {
        Refusal = name => name is "default" or "information_schema" ? "Athena has a database of this name already" : null,
    };

    /// <summary>A recurring time ("Schedule types in EventBridge Scheduler"): the one of <c>at</c> does not recur.</summary>
    public static readonly TextRule Recurrence = new(
        @"(?:cron|rate)\([^()]*\)",
        "cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day)")
    {
        Refusal = ScheduleExpression.ProblemOf,
    };

    /// <summary>An e-mail address, or nothing ("Internet Message Format", RFC 5322, 3.4.1: no quotes, no comments).</summary>
    public static readonly TextRule EmailAddress = new(
        $@"(?:(?=[^@]{{1,64}}@){MailboxPart}(?:\.{MailboxPart})*@(?:{HostLabel}\.)+(?=[A-Za-z][A-Za-z0-9-]){HostLabel})?",
        "an e-mail address such as team@example.com, or nothing")
    {
        MostBytes = 254,
    };

    /// <summary>The name of an attribute of a JSON object; implementations of JSONata refuse the one of a prototype.</summary>
    public static readonly TextRule JsonAttributeName = new(
        $@"(?!__proto__\z){Printable}{{1,128}}", $"1 to 128 {PrintableText}, not __proto__");

    /// <summary>The name of a column, which is one of an attribute too; programs that read CSV drop spaces at its ends.</summary>
    public static readonly TextRule ColumnName = new(
        $@"(?!__proto__\z|\s){Printable}{{1,128}}(?<!\s)", $"1 to 128 {PrintableText}, with no space at an end and not __proto__");

    /// <summary>Where a value is within a JSON object; in an expression its names stand in backticks.</summary>
    public static readonly TextRule FieldPath = new(
        $@"(?=.{{1,256}}\z){PathField}(?:\.{PathField})*",
        "names of fields and indices of arrays such as errors[0].message, up to 256 characters, with no . [ ] or ` in a name");

    /// <summary>The value of an attribute of a JSON object, a text.</summary>
    public static readonly TextRule JsonAttributeValue = new(
        $@"{Printable}{{0,256}}", $"up to 256 {PrintableText}");

    /// <summary>A tag's name ("Tag naming limits and requirements", Tagging AWS resources).</summary>
    public static readonly TextRule TagName = new($@"{TagText}{{1,128}}(?<! )", $"1 to 128 {TagAllowed}");

    /// <summary>A tag's value.</summary>
    public static readonly TextRule TagValue = new($@"(?:{TagText}{{1,256}}(?<! ))?", $"up to 256 {TagAllowed}");
}
