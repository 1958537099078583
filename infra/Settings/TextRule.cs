namespace Fanout.Infra.Settings;

/// <summary>What a text setting may hold.</summary>
/// <param name="Pattern">A regular expression that the whole text must match.</param>
/// <param name="Allowed">The same in words.</param>
public sealed record TextRule(string Pattern, string Allowed)
{
    private const string CronField = "[A-Za-z0-9*,/#-]+";

    /// <summary>A DynamoDB table name ("Naming rules", DynamoDB Developer Guide).</summary>
    public static readonly TextRule TableName = new(
        "[a-zA-Z0-9_.-]{3,255}", "a DynamoDB table name: 3 to 255 letters, digits, underscores, hyphens and dots");

    /// <summary>A DynamoDB key attribute's name ("Quotas", DynamoDB Developer Guide).</summary>
    public static readonly TextRule KeyAttributeName = new(
        @"[^\p{C}]{1,255}", "1 to 255 characters, no control characters");

    /// <summary>A partition key's value: up to 2,048 bytes of UTF-8, of up to four bytes a character.</summary>
    public static readonly TextRule PartitionKeyValue = new(
        @"[^\p{C}]{1,512}", "1 to 512 characters, no control characters");

    /// <summary>How the keys of objects begin ("Object key naming guidelines"): up to 1,024 bytes of UTF-8.</summary>
    public static readonly TextRule KeyPrefix = new(
        @"[^\p{C}]{0,256}", "up to 256 characters, no control characters");

    /// <summary>Where an API begins: no query and no fragment, no slash at its end, no user or password.</summary>
    public static readonly TextRule HttpsAddress = new(
        @"https://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*",
        "an address such as https://api.example.com/v1, with no slash at its end");

    /// <summary>A header's name ("HTTP Semantics", RFC 9110, 5.1).</summary>
    public static readonly TextRule HeaderName = new(
        "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}", "the name of an HTTP header: up to 128 letters, digits and hyphens");

    /// <summary>A header's value ("CreateConnection", EventBridge API Reference: ApiKeyValue).</summary>
    public static readonly TextRule HeaderValue = new(
        "[!-~](?:[ -~]{0,510}[!-~])?", "1 to 512 characters of ASCII, with no space at an end");

    /// <summary>A database's name that queries need no quotes for ("Name databases, tables, and columns", Athena guide).</summary>
    public static readonly TextRule GlueDatabaseName = new(
        "[a-z][a-z0-9_]{0,254}", "up to 255 lower-case letters, digits and underscores, beginning with a letter");

    /// <summary>
    /// A recurring time ("Schedule types in EventBridge Scheduler": cron-based schedules): minutes, hours, day of the
    /// month, month, day of the week, year; one of the two days is a question mark.
    /// </summary>
    public static readonly TextRule CronExpression = new(
        $@"cron\({CronField} {CronField} (?:{CronField} {CronField} \?|\? {CronField} {CronField}) {CronField}\)",
        "a text such as cron(30 3 * * ? *): minutes, hours, day of the month, month, day of the week and year, with ? for one of the two days");

    /// <summary>An e-mail address, or nothing ("Internet Message Format", RFC 5322, 3.4.1: no quotes, no comments).</summary>
    public static readonly TextRule EmailAddress = new(
        @"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,63})?",
        "an e-mail address such as team@example.com, or nothing");

    /// <summary>The name of an attribute of a JSON object.</summary>
    public static readonly TextRule JsonAttributeName = new(
        @"[^\p{C}]{1,128}", "1 to 128 characters, no control characters");

    /// <summary>The value of an attribute of a JSON object, a text.</summary>
    public static readonly TextRule JsonAttributeValue = new(
        @"[^\p{C}]{0,256}", "up to 256 characters, no control characters");

    /// <summary>A tag's name or value ("Tag naming limits and requirements", Tagging AWS resources).</summary>
    public static readonly TextRule Tag = new(
        @"(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}",
        "1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:");
}
