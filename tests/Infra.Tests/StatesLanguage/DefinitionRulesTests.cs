using System.Text.Json;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Tests.Infra.StatesLanguage;

public class DefinitionRulesTests
{
    private const string Distributed = """ "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"}, """;
    private const string Inner = """ "StartAt":"I","States":{"I":{"Type":"Pass","End":true}} """;

    // One state "A" that ends its machine; each case breaks one rule.
    [TestCase("""{"Type":"Pass","End":true,"Nxt":"B"}""", """State "A" has the field Nxt, which a Pass state does not have (did you mean "Next"?); allowed: Type, Comment, QueryLanguage, Assign, Output, Next, End.""")]
    [TestCase("""{"Type":"Pass","End":true,"Retry":[]}""", """State "A" has the field Retry, which a Pass state does not have; allowed: Type, Comment, QueryLanguage, Assign, Output, Next, End.""")]
    [TestCase("""{"Type":"Pass","End":true,"ResultPath":"$.x"}""", """State "A" has the field ResultPath, which belongs to JSONPath; only JSONata is supported here ("QueryLanguage": "JSONata").""")]
    [TestCase("""{"Type":"Pass","End":true,"QueryLanguage":"JSONPath"}""", """State "A" would be JSONPath; only JSONata is supported here ("QueryLanguage": "JSONata"), on the machine or on the state.""")]
    [TestCase("""{"End":true}""", """State "A" lacks the field Type; allowed: Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map.""")]
    [TestCase("""{"Type":"Pas","End":true}""", """State "A" has "Pas" as its Type (did you mean "Pass"?); allowed: Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map.""")]
    [TestCase("""{"Type":"Task","End":true}""", """State "A" lacks the field Resource, which a Task state needs.""")]
    [TestCase("""{"Type":"Task","Resource":"{% $x %}","End":true}""", """State "A" has "{% $x %}" as its Resource; it must be an ARN, and no expression.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Credentials":{"Role":1},"End":true}""", """State "A" has an object as its Credentials; it must be an object with a RoleArn.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Credentials":"me","End":true}""", """State "A" has "me" as its Credentials; it must be an object with a RoleArn.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","TimeoutSeconds":0,"End":true}""", """State "A" has 0 as its TimeoutSeconds; allowed: a whole number from 1 to 99999999, or an expression.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","TimeoutSeconds":5,"HeartbeatSeconds":5,"End":true}""", """State "A" has a HeartbeatSeconds that is not smaller than its TimeoutSeconds.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Retry":[{"ErrorEquals":[]}],"End":true}""", """State "A" has an empty ErrorEquals; at least one entry is needed.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Retry":[{"ErrorEquals":["E"],"BackoffRate":0.5}],"End":true}""", """State "A" has 0.5 as its BackoffRate; allowed: a number, at least 1.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Retry":[{"ErrorEquals":["E"],"MaxAttempts":"{% 1 %}"}],"End":true}""", """State "A" has "{% 1 %}" as its MaxAttempts; allowed: a whole number from 0 to 99999999.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Retry":[{"ErrorEquals":["E"],"JitterStrategy":"SOMETIMES"}],"End":true}""", """State "A" has "SOMETIMES" as its JitterStrategy; allowed: FULL, NONE.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Retry":[{"ErrorEquals":["States.ALL","E"]}],"End":true}""", """State "A" has States.ALL in its Retry; it must stand alone, in the last entry.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Retry":[{"ErrorEquals":["States.ALL"]},{"ErrorEquals":["E"]}],"End":true}""", """State "A" has States.ALL in its Retry; it must stand alone, in the last entry.""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Catch":[{"ErrorEquals":["E"],"Next":"B"}],"End":true}""", """State "A" goes on to "B", which does not exist; states beside it: "A".""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Catch":[{"ErrorEquals":["E"],"Next":"A","Output":"{% $states.result %}"}],"End":true}""", """State "A" uses $states.result in its Catch[0]/Output, where there is none.""")]
    [TestCase("""{"Type":"Pass","Output":"{% $states.errorOutput.Cause %}","End":true}""", """State "A" uses $states.errorOutput in its Output, where there is none.""")]
    [TestCase("""{"Type":"Pass","Output":{"deep":["{% 1 "]},"End":true}""", """State "A" has "{% 1 " in its Output; an expression begins with {% and ends with %}, with nothing around them.""")]
    [TestCase("""{"Type":"Pass","Assign":{"states":1},"End":true}""", """State "A" assigns the variable "states"; a name begins with a letter,""")]
    [TestCase("""{"Type":"Pass","Assign":{"1st":1},"End":true}""", """State "A" assigns the variable "1st"; a name begins with a letter,""")]
    [TestCase("""{"Type":"Pass","Assign":[],"End":true}""", """State "A" has an array as its Assign; it must be an object.""")]
    [TestCase("""{"Type":"Pass","End":"yes"}""", """State "A" has "yes" as its End; allowed: true, false.""")]
    [TestCase("""{"Type":"Pass","Next":"A","End":true}""", """State "A" has both Next and End; it needs exactly one of them.""")]
    [TestCase("""{"Type":"Choice","Choices":[]}""", """State "A" has an empty Choices; at least one entry is needed.""")]
    [TestCase("""{"Type":"Choice","Choices":[{"Condition":"$x","Next":"A"}]}""", """State "A" has "$x" as a Condition; allowed: an expression, true, false.""")]
    [TestCase("""{"Type":"Choice","Choices":[{"Variable":"$.x","Next":"A"}]}""", """State "A" has the field Variable, which belongs to JSONPath; only JSONata is supported here ("QueryLanguage": "JSONata").""")]
    [TestCase("""{"Type":"Wait","End":true}""", """State "A" needs exactly one of Seconds and Timestamp.""")]
    [TestCase("""{"Type":"Wait","Seconds":1,"Timestamp":"2026-01-01T00:00:00Z","End":true}""", """State "A" needs exactly one of Seconds and Timestamp.""")]
    [TestCase("""{"Type":"Wait","Timestamp":"tomorrow","End":true}""", """State "A" has "tomorrow" as its Timestamp; allowed: a time such as 2026-01-31T12:00:00Z, or an expression.""")]
    [TestCase("""{"Type":"Parallel","Branches":[],"End":true}""", """State "A" has an empty Branches; at least one entry is needed.""")]
    [TestCase("""{"Type":"Parallel","Branches":[{"StartAt":"X","States":{}}],"End":true}""", """State "A" has no states; at least one is needed.""")]
    [TestCase("""{"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}],"End":true}""", """State "A" has two states named "A"; names must differ within the whole machine.""")]
    [TestCase("""{"Type":"Map","Iterator":{},"End":true}""", """State "A" has the field Iterator, which is deprecated; use ItemProcessor.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{INNER},"MaxConcurrency":-1,"End":true}""", """State "A" has -1 as its MaxConcurrency; allowed: a whole number from 0 to 99999999, or an expression.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{INNER},"Items":"list","End":true}""", """State "A" has "list" as its Items; allowed: an array, an object, or an expression.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{INNER},"Label":"x","End":true}""", """State "A" is an inline Map with Label, which only a distributed one has ("Mode": "DISTRIBUTED").""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{INNER},"ToleratedFailureCount":1,"End":true}""", """State "A" is an inline Map with ToleratedFailureCount, which only a distributed one has ("Mode": "DISTRIBUTED").""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{INNER},"ToleratedFailurePercentage":1,"End":true}""", """State "A" is an inline Map with ToleratedFailurePercentage, which only a distributed one has ("Mode": "DISTRIBUTED").""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},INNER},"End":true}""", """State "A" is a distributed Map without ExecutionType; allowed: STANDARD, EXPRESS.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"ExecutionType":"EXPRESS"},INNER},"End":true}""", """State "A" is an inline Map with ExecutionType, which only a distributed one has.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"Items":[],"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{}},"End":true}""", """State "A" has both Items and ItemReader; allowed is one of them.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{}},"End":true}""", """State "A" reads an object without ReaderConfig; it needs InputType or ManifestType.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{},"ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"GIVEN"}},"End":true}""", """State "A" reads CSV with GIVEN headers without CSVHeaders; name the columns.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{},"ReaderConfig":{"ManifestType":"S3_INVENTORY","InputType":"CSV"}},"End":true}""", """State "A" reads an S3_INVENTORY with InputType; an inventory's files are always CSV, leave it out.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{},"ReaderConfig":{"InputType":"JSON","CSVDelimiter":"TAB"}},"End":true}""", """State "A" has CSVDelimiter in its ReaderConfig, which only InputType CSV has.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemBatcher":{},"End":true}""", """State "A" has an ItemBatcher without a limit; it needs MaxItemsPerBatch, MaxInputBytesPerBatch or both.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemBatcher":{"MaxInputBytesPerBatch":262145},"End":true}""", """State "A" has 262145 as its MaxInputBytesPerBatch; allowed: a whole number from 1 to 262144, or an expression.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ToleratedFailurePercentage":101,"End":true}""", """State "A" has 101 as its ToleratedFailurePercentage; allowed: a number from 0 to 100, or an expression.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"Label":"a b","End":true}""", """State "A" has "a b" as its Label; allowed: 1 to 40 characters,""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{"Bucket":"b","Key":"k","VersionId":"v"},"ReaderConfig":{"InputType":"PARQUET"}},"End":true}""", """State "A" reads Parquet with a VersionId, which only other InputTypes can have; leave it out.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ResultWriter":{},"End":true}""", """State "A" has an empty ResultWriter; it needs Resource and Arguments, WriterConfig, or all three.""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject"},"End":true}""", """State "A" has a ResultWriter with one of Resource and Arguments; it needs both, or neither.""")]
    public void A_state_that_breaks_a_rule_is_named(string state, string problem)
    {
        var problems = Check(MachineOf(state));

        Assert.That(problems, Has.Some.StartsWith(problem), string.Join('\n', problems));
    }

    [TestCase("[]", "The definition must be a JSON object, not an array.")]
    [TestCase("""{"QueryLanguage":"JSONata"}""", "The definition lacks the field StartAt, which a state machine needs.")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{}}""", "The definition has no states; at least one is needed.")]
    [TestCase("""{"QueryLanguage":"SQL","StartAt":"A","States":{"A":{"Type":"Succeed","QueryLanguage":"JSONata"}}}""", "The definition has \"SQL\" as its QueryLanguage; allowed: JSONata, JSONPath.")]
    [TestCase("""{"QueryLanguage":"JSONata","TimeoutSeconds":"{% 1 %}","StartAt":"A","States":{"A":{"Type":"Succeed"}}}""", "The definition has \"{% 1 %}\" as its TimeoutSeconds; allowed: a whole number from 1 to 99999999.")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"},"B":{"Type":"Succeed"}}}""", "State \"B\" is never reached; let a state go on to it, or remove it.")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"}}}""", "The definition never ends; at least one state must be a Succeed or Fail state or have \"End\": true.")]
    [TestCase("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":7}}""", "State \"A\" is 7; it must be an object.")]
    public void A_machine_that_breaks_a_rule_is_told_so(string definition, string problem) =>
        Assert.That(Check(definition), Does.Contain(problem));

    [Test]
    public void A_name_has_at_most_eighty_characters()
    {
        var name = new string('n', 81);

        Assert.That(
            Check("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"}}}""".Replace("\"A\"", $"\"{name}\"")),
            Is.EqualTo(new[] { $"The definition has a state with a name of 81 characters, \"{name}\"; allowed: 1 to 80." }));
    }

    [Test]
    public void A_definition_has_at_most_one_mebibyte()
    {
        var comment = new string('c', 1_048_576);

        Assert.That(
            Check("""{"QueryLanguage":"JSONata","Comment":"C","StartAt":"A","States":{"A":{"Type":"Succeed"}}}""".Replace("\"C\"", $"\"{comment}\"")).Single(),
            Does.Match(@"^The definition has 1,048,\d{3} bytes; allowed are 1,048,576\.$"));
    }

    [TestCase("""{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","End":true}""", "State \"A\" calls arn:aws:states:::glue:startJobRun.sync; an Express execution cannot wait for a job, a callback or an activity.")]
    [TestCase("""{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true}""", "State \"A\" is a distributed Map within an Express execution, which cannot start one.")]
    public void An_express_machine_may_do_less(string state, string problem)
    {
        var definition = MachineOf(state);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Check(definition), Is.Empty);
            Assert.That(Check(definition, isExpress: true), Is.EqualTo(new[] { problem }));
        }
    }

    [Test]
    public void Express_children_may_do_less_too()
    {
        var problems = Check("""
            {"QueryLanguage":"JSONata","StartAt":"Outer","States":{"Outer":{"Type":"Map","End":true,"ItemProcessor":{
              "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
              "StartAt":"Job","States":{"Job":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","End":true}}}}}}
            """);

        Assert.That(problems, Is.EqualTo(new[]
        {
            "State \"Outer\" > \"Job\" calls arn:aws:states:::glue:startJobRun.sync; an Express execution cannot wait for a job, a callback or an activity.",
        }));
    }

    [TestCase("""{"Type":"Pass","Output":"{% 'mentions $states.result and $states.errorOutput' %}","End":true}""")]
    [TestCase("""{"Type":"Task","Resource":"arn:x","Output":"{% $states.result %}","Assign":{"r":"{% $states.result.x %}"},"End":true}""")]
    [TestCase("""{"Type":"Wait","Timestamp":"2026-01-31T12:00:00+01:00","End":true}""")]
    [TestCase("""{"Type":"Wait","Seconds":"{% $states.input.s %}","End":true}""")]
    [TestCase("""{"Type":"Map","Items":{"a":1},"MaxConcurrency":"{% 2 %}","ItemProcessor":{INNER},"End":true}""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Arguments":{},"ReaderConfig":{"ManifestType":"ATHENA_DATA","InputType":"PARQUET"}},"End":true}""")]
    [TestCase("""{"Type":"Map","ItemProcessor":{DISTRIBUTED INNER},"ResultWriter":{"WriterConfig":{"Transformation":"FLATTEN"}},"End":true}""")]
    public void What_step_functions_takes_is_taken(string state) => Assert.That(Check(MachineOf(state)), Is.Empty);

    private static string MachineOf(string state) => """{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":STATE}}"""
        .Replace("STATE", state)
        .Replace("DISTRIBUTED INNER", Distributed + Inner)
        .Replace("INNER", Inner);

    private static IReadOnlyList<string> Check(string definition, bool isExpress = false) =>
        DefinitionRules.Check(JsonElement.Parse(definition), isExpress);
}
