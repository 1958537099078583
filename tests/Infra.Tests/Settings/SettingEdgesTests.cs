using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fanout.Infra.Settings;

namespace Fanout.Tests.Infra.Settings;

/// <summary>Each setting at its edges: what is taken, what is refused beyond, and the sentence that says so.</summary>
public class SettingEdgesTests
{
    private const string Printable = "printable characters up to U+FFFC";
    private const string Prefix = $"up to 256 {Printable}, without *, ? and ${{ (wildcards and variables to IAM) and without ./ and ../";
    private const string KeyName = $"1 to 255 bytes of {Printable}, not beginning with {{% and not ending in %}} or .$";
    private const string Header = "the name of an HTTP header: up to 128 letters, digits and hyphens";
    private const string Reserved = ": an HTTP Task of Step Functions sets or refuses this header itself";
    private const string Address = "an address of up to 512 characters such as https://api.example.com/v1, with a public name and no slash at its end";
    private const string Email = "an e-mail address such as team@example.com, or nothing";
    private const string Database = "up to 255 lower-case letters, digits and underscores, beginning with a letter";
    private const string Table = "a DynamoDB table name: 3 to 255 letters, digits, underscores, hyphens and dots";
    private const string StateMachine = "a state machine's name: 1 to 80 letters, digits, underscores and hyphens";
    private const string Schedule =
        "cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day)";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A setting of whole numbers: the smallest and the largest that are taken. Settings that limit it are given beside it.
    private static readonly (string Setting, int Smallest, int Largest, string Beside)[] Numbers =
    [
        ("sensorAnalytics.daysBack", 0, 366, ""),
        ("sensorAnalytics.readingsPerBatch", 1, 750, ""),
        ("sensorAnalytics.batchConcurrency", 1, 10_000, ""),
        ("sensorAnalytics.toleratedFailurePercentage", 0, 100, ""),
        ("sensorAnalytics.toleratedRejectedPercentage", 0, 100, ""),
        ("sensorAnalytics.scanLimitMegabytes", 10, 2_147, ""),
        ("parallelMap.maxConcurrency", 0, 40, ""),
        ("parallelMap.timeoutSeconds", 1, 31_536_000, "\"waitSeconds\":0,"),
        ("streamAggregator.locationConcurrency", 1, 150, ""),
        ("streamAggregator.pageSize", 1, 1_000, ""),
        ("streamAggregator.toleratedFailedLocations", 0, int.MaxValue, ""),
        ("streamAggregator.toleratedRejectedPercentage", 0, 100, ""),
        ("streamAggregator.extractionTimeoutMinutes", 1, 10_080, ""),
        ("streamAggregator.jobWorkers", 2, 299, ""),
        ("streamAggregator.jobConcurrency", 1, 1_000, ""),
        ("streamAggregator.jobTimeoutMinutes", 1, 10_079, ""),
        ("s3HighThroughput.objectsPerChild", 10, 5_000, "\"objectsPerLeaf\":10,"),
        ("s3HighThroughput.objectsPerLeaf", 10, 100, ""),
        ("s3HighThroughput.parentConcurrency", 1, 999, ""),
        ("s3HighThroughput.leafConcurrency", 1, 10_000, ""),
        ("s3HighThroughput.groupConcurrency", 1, 40, ""),
        ("s3HighThroughput.toleratedFailurePercentage", 0, 100, ""),
        ("s3HighThroughput.toleratedRejectedPercentage", 0, 100, ""),
        ("meterAnalytics.firstYear", 1970, 9_998, "\"lastYear\":9999,"),
        ("meterAnalytics.lastYear", 1971, 9_999, "\"firstYear\":1970,"),
        ("meterAnalytics.longestRangeDays", 1, 366, ""),
        ("meterAnalytics.concurrentDays", 1, 40, ""),
        ("meterAnalytics.scanLimitMegabytes", 10, 2_147, ""),
        ("meterAnalytics.toleratedRejectedPercentage", 0, 100, ""),
    ];

    // Settings whose edge is the other one of a pair: their own range is tested apart.
    private static readonly string[] Paired = ["meterAnalytics.firstYear", "meterAnalytics.lastYear"];

    private static readonly (string Setting, string Smallest, string Below, string Largest, string Above, string Range)[] Decimals =
    [
        ("sensorAnalytics.temperatureMinimum", "-273.15", "-273.16", "34.9", "1000.1", "-273.15 to 1000"),
        ("sensorAnalytics.temperatureMaximum", "-9.9", "-273.16", "1000", "1000.1", "-273.15 to 1000"),
        ("sensorAnalytics.humidityMinimum", "0", "-0.1", "94.9", "100.1", "0 to 100"),
        ("sensorAnalytics.humidityMaximum", "5.1", "-0.1", "100", "100.1", "0 to 100"),
        ("sensorAnalytics.batteryMinimum", "0", "-0.1", "100", "100.1", "0 to 100"),
    ];

    private static readonly (string Setting, string Text)[] Taken =
    [
        ("alarmEmail", ""),
        ("alarmEmail", "a@b.io"),
        ("alarmEmail", "a@xn--e1afmkfd.xn--p1ai"),
        ("alarmEmail", $"{new string('a', 64)}@{new string('b', 63)}.{new string('c', 63)}.{new string('d', 58)}.io"),
        ("sensorAnalytics.database", "a"),
        ("sensorAnalytics.database", new string('d', 255)),
        ("sensorAnalytics.tableName", "abc"),
        ("sensorAnalytics.tableName", new string('t', 255)),
        ("parallelMap.tableName", "abc"),
        ("parallelMap.tableName", new string('t', 255)),
        ("parallelMap.partitionKeyName", "a"),
        ("parallelMap.partitionKeyName", new string('k', 255)),
        ("parallelMap.partitionKeyName", new string('é', 127)),
        ("parallelMap.partitionKeyName", "it's \"a\" \\ $key"),
        ("parallelMap.partitionKeyValue", "{% $states.input %}"),
        ("parallelMap.partitionKeyValue", new string('語', 512)),
        ("streamAggregator.stateMachineName", "a"),
        ("streamAggregator.stateMachineName", new string('m', 80)),
        ("streamAggregator.tasksTableName", "abc"),
        ("streamAggregator.tasksTableName", new string('t', 255)),
        ("streamAggregator.locationsTableName", "abc"),
        ("streamAggregator.locationsTableName", new string('t', 255)),
        ("streamAggregator.apiBaseUrl", "https://a.io"),
        ("streamAggregator.apiBaseUrl", "https://a.io:65535/v1/~b_c-d.e"),
        ("streamAggregator.apiBaseUrl", $"https://{new string('a', 63)}.io/{new string('p', 437)}"),
        ("streamAggregator.summaryApiBaseUrl", "https://a.io/v2"),
        ("streamAggregator.apiKeyHeader", "x"),
        ("streamAggregator.apiKeyHeader", "Authorization"),
        ("streamAggregator.apiKeyHeader", "Cookie"),
        ("streamAggregator.apiKeyHeader", new string('h', 128)),
        ("streamAggregatorApiKey", "!"),
        ("streamAggregatorApiKey", "Bearer abc.def=="),
        ("streamAggregatorApiKey", new string('~', 512)),
        ("s3HighThroughput.prefix", ""),
        ("s3HighThroughput.prefix", "in/a b/$c{d}'\"\\/..e/.f"),
        ("s3HighThroughput.prefix", new string('語', 256)),
        ("s3HighThroughput.attributeName", "a"),
        ("s3HighThroughput.attributeName", "{% $a %}'\"\\"),
        ("s3HighThroughput.attributeName", new string('n', 128)),
        ("s3HighThroughput.attributeValue", ""),
        ("s3HighThroughput.attributeValue", new string('v', 256)),
        ("meterAnalytics.database", "a"),
        ("meterAnalytics.database", new string('d', 255)),
        ("meterAnalytics.tableName", "abc"),
        ("meterAnalytics.tableName", new string('t', 255)),
        ("meterAnalytics.schedule", "rate(1 day)"),
        ("meterAnalytics.schedule", "cron(59 23 L DEC ? 2199)"),
    ];

    private static readonly (string Setting, string Text, string Why, string Allowed)[] Refused =
    [
        ("alarmEmail", "a@b", "", Email),
        ("alarmEmail", "a@b.c", "", Email),
        ("alarmEmail", "a@b.1io", "", Email),
        ("alarmEmail", ".a@b.io", "", Email),
        ("alarmEmail", "a..b@b.io", "", Email),
        ("alarmEmail", $"{new string('a', 65)}@b.io", "", Email),
        ("alarmEmail", $"{new string('a', 64)}@{new string('b', 63)}.{new string('c', 63)}.{new string('d', 59)}.io", ": it has 255 bytes", Email),
        ("sensorAnalytics.database", "default", ": Athena has a database of this name already", Database),
        ("sensorAnalytics.tableName", new string('t', 256), "", Table),
        ("streamAggregator.stateMachineName", new string('m', 81), "", StateMachine),
        ("streamAggregator.stateMachineName", "a.b", "", StateMachine),
        ("streamAggregator.tasksTableName", "ab", "", Table),
        ("streamAggregator.locationsTableName", "a b", "", Table),
        ("meterAnalytics.tableName", "a:b", "", Table),
        ("parallelMap.tableName", "ab", "", Table),
        ("parallelMap.tableName", new string('t', 256), "", Table),
        ("parallelMap.partitionKeyName", new string('k', 256), ": it has 256 bytes", KeyName),
        ("parallelMap.partitionKeyName", new string('é', 128), ": it has 256 bytes", KeyName),
        ("parallelMap.partitionKeyName", "{% $a", "", KeyName),
        ("parallelMap.partitionKeyName", "a %}", "", KeyName),
        ("parallelMap.partitionKeyName", "a.$", "", KeyName),
        ("parallelMap.partitionKeyName", "a\nb", "", KeyName),
        ("parallelMap.partitionKeyName", "\ud83d\ude00", "", KeyName),
        ("parallelMap.partitionKeyName", "\ufffd", "", KeyName),
        ("parallelMap.partitionKeyName", "values", "!", "another name than values, the attribute that holds the list"),
        ("parallelMap.partitionKeyValue", new string('語', 513), "", $"1 to 512 {Printable}"),
        ("parallelMap.partitionKeyValue", "\u0000", "", $"1 to 512 {Printable}"),
        ("streamAggregator.apiBaseUrl", "https://localhost", "", Address),
        ("streamAggregator.apiBaseUrl", "https://10.0.0.1", "", Address),
        ("streamAggregator.apiBaseUrl", "https://a..io", "", Address),
        ("streamAggregator.apiBaseUrl", "https://-a.io", "", Address),
        ("streamAggregator.apiBaseUrl", $"https://{new string('a', 64)}.io", "", Address),
        ("streamAggregator.apiBaseUrl", $"https://{string.Concat(Enumerable.Repeat("abcdefg.", 32))}io", "", Address),
        ("streamAggregator.apiBaseUrl", "https://a.io:0", "", Address),
        ("streamAggregator.apiBaseUrl", "https://a.io:65536", "", Address),
        ("streamAggregator.apiBaseUrl", "https://a.io/../b", "", Address),
        ("streamAggregator.apiBaseUrl", "https://a.io/*", "", Address),
        ("streamAggregator.apiBaseUrl", "https://a.io/b?c=d", "", Address),
        ("streamAggregator.apiBaseUrl", $"https://{new string('a', 63)}.io/{new string('p', 438)}", ": it has 513 bytes", Address),
        ("streamAggregator.summaryApiBaseUrl", "", "", Address),
        ("streamAggregator.summaryApiBaseUrl", "http://a.io", "", Address),
        ("streamAggregator.apiKeyHeader", "", "", Header),
        ("streamAggregator.apiKeyHeader", "a:b", "", Header),
        ("streamAggregator.apiKeyHeader", new string('h', 129), "", Header),
        ("streamAggregator.apiKeyHeader", "Host", Reserved, Header),
        ("streamAggregator.apiKeyHeader", "USER-agent", Reserved, Header),
        ("streamAggregator.apiKeyHeader", "range", Reserved, Header),
        ("streamAggregator.apiKeyHeader", "X-Forwarded-For", Reserved, Header),
        ("streamAggregator.apiKeyHeader", "x-amz-date", Reserved, Header),
        ("streamAggregator.apiKeyHeader", "X-Amzn-Trace-Id", Reserved, Header),
        ("s3HighThroughput.prefix", "in/*", "", Prefix),
        ("s3HighThroughput.prefix", "in?", "", Prefix),
        ("s3HighThroughput.prefix", "${aws:username}/", "", Prefix),
        ("s3HighThroughput.prefix", "../in/", "", Prefix),
        ("s3HighThroughput.prefix", "in/./a", "", Prefix),
        ("s3HighThroughput.prefix", "in\t", "", Prefix),
        ("s3HighThroughput.prefix", new string('p', 257), "", Prefix),
        ("s3HighThroughput.prefix", "/in", "!", "a slash at its beginning, or two in a row, only where sampleData is false"),
        ("s3HighThroughput.prefix", "in//", "!", "a slash at its beginning, or two in a row, only where sampleData is false"),
        ("s3HighThroughput.attributeName", "__proto__", "", $"1 to 128 {Printable}, not __proto__"),
        ("s3HighThroughput.attributeName", new string('n', 129), "", $"1 to 128 {Printable}, not __proto__"),
        ("s3HighThroughput.attributeValue", new string('v', 257), "", $"up to 256 {Printable}"),
        ("s3HighThroughput.attributeValue", "a\u2028\u200b", "", $"up to 256 {Printable}"),
        ("meterAnalytics.database", "default", ": Athena has a database of this name already", Database),
        ("meterAnalytics.database", "information_schema", ": Athena has a database of this name already", Database),
        ("meterAnalytics.database", new string('d', 256), "", Database),
        ("meterAnalytics.schedule", "rate(1 days)", ": a rate is a positive whole number of up to nine digits and minutes, hours or days, such as rate(5 minutes), or rate(1 minute) with the unit in the singular", Schedule),
        ("meterAnalytics.schedule", "cron(0 25 * * ? *)", ": the field hours is \"25\"; allowed: * or values from 0 to 23", Schedule),
        ("meterAnalytics.schedule", "cron(0 0 31 4 ? *)", ": no month of \"4\" has a day of \"31\" in the years of \"*\"", Schedule),
    ];

    // Settings of a few values each: their tests are in EnvironmentSettingsTests, for each value that is not allowed.
    private static readonly string[] Named =
    [
        "environment", "forceDestroy", "reserveConcurrency", "workflows", "logLevel", "logRetentionDays",
        "streamAggregator.missingRowsFailLocation", "streamAggregator.jobType", "streamAggregator.jobWorkerType", "s3HighThroughput.sampleData", "meterAnalytics.scheduleEnabled",
    ];

    private static IEnumerable<TestCaseData> NumberCases => Numbers.Select(edge => Case(edge.Setting, edge.Setting, edge.Smallest, edge.Largest, edge.Beside));

    private static IEnumerable<TestCaseData> DecimalCases =>
        Decimals.Select(edge => Case(edge.Setting, edge.Setting, edge.Smallest, edge.Below, edge.Largest, edge.Above, edge.Range));

    private static IEnumerable<TestCaseData> TakenCases => Taken.Select((edge, index) => Case($"{edge.Setting}, {index}", edge.Setting, edge.Text));

    private static IEnumerable<TestCaseData> RefusedCases =>
        Refused.Select((edge, index) => Case($"{edge.Setting}, {index}", edge.Setting, edge.Text, edge.Why, edge.Allowed));

    [TestCaseSource(nameof(NumberCases))]
    public void A_number_is_taken_up_to_its_edges_and_refused_beyond(string setting, int smallest, int largest, string beside)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var edge in new[] { smallest, largest })
            {
                Assert.That(Problems(setting, $"{edge}", beside), Is.Empty);
                Assert.That(Problems(setting, $"\"{edge}\"", beside), Is.Empty, "as a text, which Pulumi gives");
            }

            if (Paired.Contains(setting))
            {
                return;
            }

            foreach (var beyond in new[] { smallest - 1L, largest + 1L })
            {
                Assert.That(
                    Problems(setting, $"{beyond}", beside),
                    Is.EqualTo(new[] { $"fanout:{setting} is {beyond}; allowed: a whole number from {smallest} to {largest}." }));
            }
        }
    }

    [TestCaseSource(nameof(DecimalCases))]
    public void A_decimal_is_taken_up_to_its_edges_and_refused_beyond(
        string setting, string smallest, string below, string largest, string above, string range)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Problems(setting, smallest), Is.Empty);
            Assert.That(Problems(setting, largest), Is.Empty);
            Assert.That(Problems(setting, below), Is.EqualTo(new[] { $"fanout:{setting} is {below}; allowed: a number from {range}." }));
            Assert.That(Problems(setting, above), Is.EqualTo(new[] { $"fanout:{setting} is {above}; allowed: a number from {range}." }));
        }
    }

    [TestCaseSource(nameof(TakenCases))]
    public void A_text_that_every_service_takes_is_taken(string setting, string text) =>
        Assert.That(Problems(setting, JsonSerializer.Serialize(text)), Is.Empty);

    [TestCaseSource(nameof(RefusedCases))]
    public void A_text_that_a_service_or_an_expression_would_not_take_is_refused(string setting, string text, string why, string allowed)
    {
        var problem = Problems(setting, JsonSerializer.Serialize(text, Relaxed)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem, Does.StartWith($"fanout:{setting} is "));
            Assert.That(problem, Does.EndWith($"{why.Replace("!", "", StringComparison.Ordinal)}; allowed: {allowed}."));
            Assert.That(problem, Has.Length.LessThan(1_000), "a long value is cut");
        }
    }

    [TestCase("")]
    [TestCase("a:b")]
    [TestCase(" a")]
    [TestCase("a\u007f")]
    [TestCase("é")]
    public void A_key_that_a_connection_would_not_take_is_refused(string key) => Assert.That(
        Problems("streamAggregatorApiKey", JsonSerializer.Serialize(key)),
        Is.EqualTo(new[] { "fanout:streamAggregatorApiKey has a value that does not fit; allowed: 1 to 512 characters of ASCII without a colon, with no space at an end." }));

    [Test]
    public void A_key_of_more_than_512_characters_is_refused() =>
        Assert.That(Problems("streamAggregatorApiKey", $"\"{new string('k', 513)}\""), Has.Count.EqualTo(1));

    [TestCase("parallelMap", """{"waitSeconds":31536001}""", "fanout:parallelMap.waitSeconds is 31536001; allowed: a whole number from 0 to 31536000.")]
    [TestCase("s3HighThroughput", """{"objectsPerLeaf":20,"objectsPerChild":19}""", "fanout:s3HighThroughput.objectsPerLeaf is 20; allowed: at most objectsPerChild, which is 19.")]
    [TestCase("streamAggregator", """{"jobWorkers":150,"jobWorkerType":"G.2X"}""", "fanout:streamAggregator.jobWorkers is 150; allowed: up to 149 where jobWorkerType is G.2X.")]
    [TestCase("streamAggregator", """{"jobWorkers":38,"jobWorkerType":"G.8X"}""", "fanout:streamAggregator.jobWorkers is 38; allowed: up to 37 where jobWorkerType is G.8X.")]
    [TestCase("meterAnalytics", """{"firstYear":2026,"lastYear":2025}""", "fanout:meterAnalytics.firstYear is 2026; allowed: less than lastYear, which is 2025.")]
    [TestCase("meterAnalytics", """{"firstYear":1969}""", "fanout:meterAnalytics.firstYear is 1969; allowed: a whole number from 1970 to 9999.")]
    [TestCase("meterAnalytics", """{"lastYear":10000}""", "fanout:meterAnalytics.lastYear is 10000; allowed: a whole number from 1970 to 9999.")]
    public void Two_settings_that_cannot_both_be_are_refused(string section, string given, string problem) =>
        Assert.That(ProblemsOf(new() { [section] = given }), Is.EqualTo(new[] { problem }));

    [TestCase("parallelMap", """{"waitSeconds":25,"timeoutSeconds":20}""")]
    [TestCase("s3HighThroughput", """{"objectsPerLeaf":20,"objectsPerChild":20}""")]
    [TestCase("s3HighThroughput", """{"prefix":"/in//","sampleData":false}""")]
    [TestCase("streamAggregator", """{"jobWorkers":149,"jobWorkerType":"G.2X"}""")]
    [TestCase("streamAggregator", """{"jobWorkers":37,"jobWorkerType":"G.8X"}""")]
    public void Two_settings_that_can_both_be_are_taken(string section, string given) =>
        Assert.That(ProblemsOf(new() { [section] = given }), Is.Empty);

    // Numbers and booleans reach the program as texts of JSON, and a person may write what is none.
    [TestCase("NaN")]
    [TestCase(".nan")]
    [TestCase("Infinity")]
    [TestCase("1e1")]
    [TestCase("30.0")]
    [TestCase("+30")]
    [TestCase("030")]
    [TestCase(" 30")]
    [TestCase("30,0")]
    [TestCase("0x1E")]
    [TestCase("99999999999999999999")]
    [TestCase("")]
    [TestCase("true")]
    [TestCase("null")]
    public void A_number_is_written_in_digits(string given) => Assert.That(
        ProblemsOf(new() { ["parallelMap"] = $$"""{"maxConcurrency":{{JsonSerializer.Serialize(given, Relaxed)}}}""" }),
        Is.EqualTo(new[] { $"fanout:parallelMap.maxConcurrency is {JsonSerializer.Serialize(given, Relaxed)}; allowed: a whole number from 0 to 40." }));

    [TestCase("1e1")]
    [TestCase("30.0")]
    [TestCase("99999999999999999999")]
    [TestCase("1e999")]
    [TestCase("[30]")]
    [TestCase("{}")]
    [TestCase("null")]
    public void A_number_of_JSON_is_written_in_digits_too(string given) => Assert.That(
        ProblemsOf(new() { ["parallelMap"] = $$"""{"maxConcurrency":{{given}}}""" }),
        Is.EqualTo(new[] { $"fanout:parallelMap.maxConcurrency is {given}; allowed: a whole number from 0 to 40." }));

    [TestCase("NaN")]
    [TestCase("1e1")]
    [TestCase("1.")]
    [TestCase("10.12345678901234567890123456")]
    public void A_decimal_has_no_more_digits_than_are_kept(string given) => Assert.That(
        Problems("sensorAnalytics.batteryMinimum", $"\"{given}\""),
        Is.EqualTo(new[] { $"fanout:sensorAnalytics.batteryMinimum is \"{given}\"; allowed: a number from 0 to 100." }));

    [TestCase("True")]
    [TestCase("yes")]
    [TestCase("1")]
    [TestCase("\"true\"")]
    [TestCase("")]
    public void True_and_false_are_written_so(string given) => Assert.That(
        ProblemsOf(new() { ["reserveConcurrency"] = given }).Single(),
        Does.StartWith("fanout:reserveConcurrency is ").And.EndsWith("; allowed: true or false."));

    [TestCase("""{"waitSeconds":1,"waitSeconds":2}""", "fanout:parallelMap names \"waitSeconds\" more than once; allowed: each name at most once.")]
    [TestCase("[]", "fanout:parallelMap is []; allowed: an object of settings.")]
    [TestCase("""{"waitSeconds":1""", """fanout:parallelMap is "{\u0022waitSeconds\u0022:1"; allowed: an object of settings.""")]
    [TestCase("""{"tableName":"\ud800abc"}""", """fanout:parallelMap is "{\u0022tableName\u0022:\u0022\\ud800abc\u0022}"; allowed: an object of settings.""")]
    public void A_section_is_an_object_of_JSON(string given, string problem) =>
        Assert.That(ProblemsOf(new() { ["parallelMap"] = given }), Is.EqualTo(new[] { problem }));

    [TestCase("AWS:owner", "me")]
    [TestCase("aws:", "me")]
    [TestCase("owner", "aWs:me")]
    [TestCase("", "me")]
    [TestCase("a b ", "me")]
    [TestCase("owner", " me")]
    [TestCase("owner", "a#b")]
    [TestCase("a*b", "me")]
    [TestCase("a\u00a0b", "me")]
    public void A_tag_that_a_service_would_not_take_is_refused(string name, string value) => Assert.That(
        ProblemsOf(Tags(new() { [name] = value })).Single(),
        Does.EndWith("; allowed: an object whose names are each 1 to 128 letters, digits, spaces and _ . : / = + - @, with no space at an end and not "
            + "beginning with aws: in any case, and whose values are each up to 256 letters, digits, spaces and _ . : / = + - @, with no space at an end "
            + "and not beginning with aws: in any case."));

    [Test]
    public void Tags_are_taken_up_to_their_edges()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ProblemsOf(Tags(new() { [new string('n', 128)] = new string('v', 256), ["awsome"] = "", ["größe"] = "a@b.io" })), Is.Empty);
            Assert.That(ProblemsOf(Tags(new() { [new string('n', 129)] = "" })), Has.Count.EqualTo(1));
            Assert.That(ProblemsOf(Tags(new() { ["n"] = new string('v', 257) })), Has.Count.EqualTo(1));
            Assert.That(ProblemsOf(Tags(Many(47))), Is.Empty);
            Assert.That(ProblemsOf(Tags(Many(48))), Is.EqualTo(new[]
            {
                "fanout:tags is an object of 48 tags; allowed: up to 47, for a resource takes 50, and project, stack, workflow are the program's own.",
            }));
            Assert.That(ProblemsOf(new() { ["tags"] = """{"a":"1","a":"2"}""" }), Is.EqualTo(new[]
            {
                "fanout:tags names \"a\" more than once; allowed: each name at most once.",
            }));
        }
    }

    [Test]
    public void Tags_of_the_provider_count_with_the_settings()
    {
        string Provider(Dictionary<string, string> tags) => JsonSerializer.Serialize(new { tags });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ProblemsOf(Tags(Many(40)), Provider(Many(10))), Is.Empty, "the same names are the same tags");
            Assert.That(ProblemsOf([], Provider(Many(11))), Is.EqualTo(new[]
            {
                "aws:defaultTags.tags is an object of 11 tags; allowed: up to 10, as objects of S3 take.",
            }));
            Assert.That(ProblemsOf(Tags(Many(47)), Provider(new() { ["other"] = "1" })), Is.EqualTo(new[]
            {
                "aws:defaultTags.tags is an object of 1 tags; allowed: with those of the settings up to 47, for a resource takes 50, and project, stack, workflow are the program's own.",
            }));
            Assert.That(ProblemsOf([], Provider(new() { ["Stack"] = "1" })), Is.EqualTo(new[]
            {
                """aws:defaultTags.tags is {"Stack":"1"}; allowed: names that differ in more than case from each other, from the settings' and from the program's own, project, stack, workflow.""",
            }));
            Assert.That(ProblemsOf([], Provider(new() { ["aws:a"] = "1" })), Has.Count.EqualTo(1));
            Assert.That(ProblemsOf([], "none"), Is.EqualTo(new[] { "aws:defaultTags is \"none\"; allowed: an object of settings." }));
        }
    }

    [TestCase("", "errors[0].message")]
    [TestCase(" id", "id")]
    [TestCase("id ", "id")]
    [TestCase("i\td", "id")]
    [TestCase("__proto__", "id")]
    [TestCase("id", "")]
    [TestCase("id", "a..b")]
    [TestCase("id", "a.")]
    [TestCase("id", "[0]")]
    [TestCase("id", "a[]")]
    [TestCase("id", "a[-1]")]
    [TestCase("id", "a[01]")]
    [TestCase("id", "a[10000]")]
    [TestCase("id", "a[0]b")]
    [TestCase("id", "a[b]")]
    [TestCase("id", "a`.$b")]
    [TestCase("id", "a.__proto__.b")]
    [TestCase("id", "__proto__[0]")]
    public void A_column_that_no_file_or_expression_can_have_is_refused(string name, string path) => Assert.That(
        ProblemsOf(Columns(new() { [name] = path })).Single(),
        Does.StartWith("fanout:streamAggregator.columns is ").And.EndWith(
            $"; allowed: an object whose names are each 1 to 128 {Printable}, with no space at an end and not __proto__, and whose values are each names of "
                + "fields and indices of arrays such as errors[0].message, up to 256 characters, with no . [ ] or ` in a name."));

    [Test]
    public void Columns_are_taken_up_to_their_edges()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ProblemsOf(Columns(new() { [new string('n', 128)] = $"{new string('p', 250)}[9999]", ["größe \"x\" %}"] = "%}.$é (a) \"[0][1].and.__proto" })), Is.Empty);
            Assert.That(ProblemsOf(Columns(new() { [new string('n', 129)] = "a" })), Has.Count.EqualTo(1));
            Assert.That(ProblemsOf(Columns(new() { ["n"] = new string('p', 257) })), Has.Count.EqualTo(1));
            Assert.That(ProblemsOf(Columns(Many(50))), Is.Empty);
            Assert.That(ProblemsOf(Columns(Many(51))), Is.EqualTo(new[] { "fanout:streamAggregator.columns is an object of 51 columns; allowed: an object of 1 to 50." }));
            Assert.That(ProblemsOf(Columns([])), Is.EqualTo(new[] { "fanout:streamAggregator.columns is an object of 0 columns; allowed: an object of 1 to 50." }));
            Assert.That(ProblemsOf(Columns(new() { ["Id"] = "a", ["b"] = "b", ["iD"] = "c" })), Is.EqualTo(new[]
            {
                "fanout:streamAggregator.columns is an object that names Id and iD; allowed: names that differ in more than case, as programs that read CSV require.",
            }));
            Assert.That(ProblemsOf(new() { ["streamAggregator"] = """{"columns":["id"]}""" }), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Every_setting_has_its_edges_here()
    {
        var sections = WorkflowNames.All.Select(EnvironmentSettings.KeyOf).ToArray();
        var declared = EnvironmentSettings.Declared.Select(setting => setting.Key).Except([.. sections, "tags"])
            .Concat(WorkflowNames.All.SelectMany(workflow =>
                EnvironmentSettings.DeclaredOf(workflow).Select(setting => $"{EnvironmentSettings.KeyOf(workflow)}.{setting.Key}")));
        string[] tested =
        [
            .. Numbers.Select(edge => edge.Setting), .. Decimals.Select(edge => edge.Setting), .. Taken.Select(edge => edge.Setting), .. Named,
            "parallelMap.waitSeconds", "streamAggregator.columns",
        ];

        Assert.That(tested.Distinct(), Is.EquivalentTo(declared));
    }

    private static TestCaseData Case(string name, params object[] arguments) => new TestCaseData(arguments).SetArgDisplayNames(name);

    private static Dictionary<string, string> Many(int count) =>
        Enumerable.Range(1, count).ToDictionary(number => $"n{number}", number => number.ToString(CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Tags(Dictionary<string, string> tags) => new() { ["tags"] = JsonSerializer.Serialize(tags, Relaxed) };

    private static Dictionary<string, string> Columns(Dictionary<string, string> columns) =>
        new() { ["streamAggregator"] = JsonSerializer.Serialize(new { columns }, Relaxed) };

    private static IReadOnlyList<string> Problems(string setting, string json, string beside = "") => ProblemsOf(
        setting.Split('.') is [var section, var key]
            ? new() { [section] = $"{{{beside}\"{key}\":{json}}}" }
            : new() { [setting] = JsonElement.Parse(json).ToString() });

    private static IReadOnlyList<string> ProblemsOf(Dictionary<string, string> configuration, string? defaultTags = null)
    {
        try
        {
            _ = EnvironmentSettings.Read("fanout", "dev", configuration, defaultTags is null ? null : new Dictionary<string, string> { ["defaultTags"] = defaultTags });
            return [];
        }
        catch (SettingsException exception)
        {
            return exception.Problems;
        }
    }
}
