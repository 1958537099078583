using System.Text.Json;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.StatesLanguage;

/// <summary>What Step Functions itself was seen to take and to refuse, where its documentation leaves it open.</summary>
public class RecordedRulesTests
{
    [TestCase("2016-03-14T01:59:00Z")]
    [TestCase("2016-03-05T21:29:29.243167252Z")]
    [TestCase("2016-03-05T21:29:29+01:00")]
    public void A_timestamp_is_one_of_rfc_3339(string timestamp) => Assert.That(Check(Wait(timestamp)), Is.Empty);

    [TestCase("2016-12-05 21:29:29Z")]
    [TestCase("2016-12-05T21:29:29")]
    [TestCase("2016-13-05T21:29:29Z")]
    [TestCase("2016-12-05T25:29:29Z")]
    [TestCase("05-12-2016T21:29:29Z")]
    public void Any_other_timestamp_is_refused(string timestamp) => Assert.That(Check(Wait(timestamp)), Is.EqualTo(new[]
    {
        $"State \"A\" has \"{timestamp}\" as its Timestamp; allowed: a time such as 2026-01-31T12:00:00Z, or an expression.",
    }));

    [Test]
    public void A_label_may_hold_no_character_that_an_arn_could_not(
        [Values(" ", "?", "*", "<", ">", "{", "}", "[", "]", ":", ";", ",", "\\", "|", "^", "~", "$", "#", "%", "&", "`", "\"", "/", "\u0000", "\t", "\u007f", "\u009f")]
        string character) =>
        Assert.That(Check(Labelled($"label_{character}")).Single(), Does.StartWith("State \"A\" has \"label_").And.Contain(" as its Label; allowed: 1 to 40 characters"));

    [TestCase(1, 0)]
    [TestCase(40, 0)]
    [TestCase(0, 1)]
    [TestCase(41, 1)]
    public void A_label_has_one_to_forty_characters(int length, int problems) =>
        Assert.That(Check(Labelled(new string('x', length))), Has.Count.EqualTo(problems));

    [TestCase("{}")]
    [TestCase("""{"InvalidField":"invalid"}""")]
    public void Credentials_name_a_role(string credentials) => Assert.That(
        Check($$"""{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Credentials":{{credentials}},"End":true}"""),
        Is.EqualTo(new[] { "State \"A\" has an object as its Credentials; it must be an object with a RoleArn." }));

    [TestCase("arn:aws:states:::sqs:sendMessage.waitForTaskToken")]
    [TestCase("arn:aws:states:::states:startExecution.sync")]
    [TestCase("arn:aws:states:::states:startExecution.sync:2")]
    [TestCase("arn:aws:states:us-east-1:123456789012:activity:approve")]
    public void An_express_execution_waits_for_nothing(string resource) => Assert.That(
        Check($$"""{"Type":"Task","Resource":"{{resource}}","End":true}""", isExpress: true),
        Is.EqualTo(new[] { $"State \"A\" calls {resource}; an Express execution cannot wait for a job, a callback or an activity." }));

    [Test]
    public void A_processor_has_no_query_language_of_its_own() => Assert.That(
        Check("""{"Type":"Map","ItemProcessor":{"QueryLanguage":"JSONata","StartAt":"I","States":{"I":{"Type":"Succeed"}}},"End":true}"""),
        Is.EqualTo(new[]
        {
            "State \"A\" has the field QueryLanguage, which an item processor does not have; allowed: Comment, StartAt, States, ProcessorConfig.",
        }));

    [Test]
    public void The_states_within_a_map_use_the_language_of_the_machine() => Assert.That(
        DefinitionRules.Check(JsonElement.Parse("""
            {"StartAt":"A","States":{"A":{"Type":"Map","QueryLanguage":"JSONata","End":true,
              "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"}}}}}}
            """)),
        Is.EqualTo(new[]
        {
            "State \"A\" > \"I\" would be JSONPath; only JSONata is supported here (\"QueryLanguage\": \"JSONata\"), on the machine or on the state.",
        }));

    [TestCase("0")]
    [TestCase("2.0")]
    [TestCase("100000000")]
    [TestCase("\"{% $n %}\"")]
    public void A_reader_may_be_limited_to_any_number_of_items(string limit) => Assert.That(Check(Limited(limit)), Is.Empty);

    [TestCase("-1")]
    [TestCase("1.5")]
    [TestCase("100000001")]
    public void A_reader_is_limited_to_a_number_of_items(string limit) => Assert.That(Check(Limited(limit)), Is.EqualTo(new[]
    {
        $"State \"A\" has {limit} as its MaxItems; allowed: a whole number from 0 to 100000000, or an expression.",
    }));

    [TestCase("$$.name")]
    [TestCase("$count($$)")]
    public void An_expression_has_no_document_of_its_own(string expression) => Assert.That(
        Check(Output(expression)),
        Is.EqualTo(new[] { "State \"A\" uses $$ in its Output; an expression has no document of its own, use $states.input." }));

    [TestCase("'$$ and $states.result'")]
    [TestCase("$x.`$states.result`")]
    [TestCase("/* $$ $states.result */ 1")]
    [TestCase("$replace($x, /\\\"$$/, 'use $states.result')")]
    [TestCase("$states.input.result.errorOutput")]
    public void What_only_looks_like_a_reference_is_none(string expression) => Assert.That(Check(Output(expression)), Is.Empty);

    [TestCase("größe")]
    [TestCase("हिन्दी")]
    [TestCase("a_1")]
    public void A_variable_has_the_name_of_an_identifier(string name) =>
        Assert.That(Check($$"""{"Type":"Pass","Assign":{"{{name}}":1},"End":true}"""), Is.Empty);

    [Test]
    public void A_retry_may_wait_no_longer_than_at_first() => Assert.That(
        Check("""{"Type":"Task","Resource":"arn:x","Retry":[{"ErrorEquals":["E"],"IntervalSeconds":5,"MaxDelaySeconds":5}],"End":true}"""),
        Is.Empty);

    private static string Wait(string timestamp) => $$"""{"Type":"Wait","Timestamp":"{{timestamp}}","End":true}""";

    private static string Output(string expression) => $$"""{"Type":"Pass","Output":"{% {{expression}} %}","End":true}""";

    private static string Labelled(string label) => Distributed($"\"Label\":{JsonSerializer.Serialize(label)}");

    private static string Limited(string limit) => Distributed(
        $$$"""
        "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{},"ReaderConfig":{"InputType":"JSON","MaxItems":{{{limit}}}}}
        """);

    private static string Distributed(string field) =>
        $$"""
        {"Type":"Map",{{field}},"End":true,"ItemProcessor":{
          "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","States":{"I":{"Type":"Succeed"} } }
        }
        """;

    private static IReadOnlyList<string> Check(string state, bool isExpress = false) => DefinitionRules.Check(
        JsonElement.Parse($$$"""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{{{state}}}}}"""), isExpress);
}
