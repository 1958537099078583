using System.Text.Json;
using Fanout.Local.Diagrams;

namespace Fanout.Tests.Local.Diagrams;

public class StateDiagramTests
{
    [Test]
    public void Each_type_of_state_has_its_shape_and_a_task_names_its_integration() => AssertDrawn(
        """
        {"StartAt": "Call", "States": {
          "Prepare": {"Type": "Pass", "Next": "Rest"},
          "Rest": {"Type": "Wait", "Seconds": 1, "Next": "Done"},
          "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Read", "Retry": [{"ErrorEquals": ["States.ALL"]}]},
          "Read": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject", "Next": "Prepare"},
          "Done": {"Type": "Succeed"}}}
        """,
        """
            n5["Call<br>lambda:invoke"]
            n3["Prepare"]
            n4[/"Rest"/]
            n6["Read<br>s3:getObject"]
            n7(["Done"])
            n3 --> n4
            n4 --> n7
            n5 --> n6
            n6 --> n3
            n2 --> n5
        """);

    [Test]
    public void A_choice_has_an_edge_for_each_next_state_with_its_conditions() => AssertDrawn(
        """
        {"StartAt": "Which?", "States": {
          "Which?": {"Type": "Choice", "Default": "No", "Choices": [
            {"Condition": "{% $states.input.n =\n   1 %}", "Next": "Yes"},
            {"Condition": "{% $states.input.n > 2 %}", "Next": "Yes"},
            {"Condition": "{% $exists($states.input.some.name.that.is.far.too.long.to.be.read) %}", "Next": "No"}]},
          "Yes": {"Type": "Succeed"},
          "No": {"Type": "Fail"}}}
        """,
        """
            n3{"Which?"}
            n4(["Yes"])
            n5(["No"])
            n3 -->|"input.n = 1<br>input.n #62; 2"| n4
            n3 -->|"$exists(input.some.name.that.is.far.too.long.to…<br>otherwise"| n5
            n2 --> n3
        """);

    [Test]
    public void A_caught_error_is_a_dashed_edge() => AssertDrawn(
        """
        {"StartAt": "Call", "States": {
          "Call": {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Next": "Done", "Catch": [
            {"ErrorEquals": ["States.Timeout", "Busy"], "Next": "Failed"},
            {"ErrorEquals": ["States.ALL"], "Next": "Failed"}]},
          "Done": {"Type": "Succeed"},
          "Failed": {"Type": "Fail"}}}
        """,
        """
            n3["Call<br>http:invoke"]
            n4(["Done"])
            n5(["Failed"])
            n3 --> n4
            n3 -.->|"States.Timeout, Busy<br>any error"| n5
            n2 --> n3
        """);

    [Test]
    public void A_map_is_a_subgraph_within_which_another_may_be() => AssertDrawn(
        """
        {"StartAt": "Each batch", "States": {
          "Each batch": {"Type": "Map", "End": true,
            "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "Each item", "States": {
              "Each item": {"Type": "Map", "Next": "Done",
                "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Leaf", "States": {"Leaf": {"Type": "Pass", "End": true}}}},
              "Done": {"Type": "Succeed"}}}}}}
        """,
        """
            subgraph n3["Each batch (Distributed Map, EXPRESS)"]
                subgraph n4["Each item (Map)"]
                    n6["Leaf"]
                end
                n5(["Done"])
                n4 --> n5
            end
            n2 --> n3
        """);

    [Test]
    public void A_parallel_state_has_a_subgraph_for_each_branch() => AssertDrawn(
        """
        {"StartAt": "Both", "States": {
          "Both": {"Type": "Parallel", "Next": "Done", "Branches": [
            {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": true}}},
            {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "End": true}}}]},
          "Done": {"Type": "Succeed"}}}
        """,
        """
            subgraph n3["Both (in parallel)"]
                subgraph n5[" "]
                    n6["Left"]
                end
                subgraph n7[" "]
                    n8["Right"]
                end
            end
            n4(["Done"])
            n3 --> n4
            n2 --> n3
        """);

    [Test]
    public void A_machine_that_starts_another_points_at_it()
    {
        var diagram = StateDiagram.Of([
            MachineOf("main", """
                {"StartAt": "Run", "States": {"Run": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
                  "Arguments": {"StateMachineArn": "arn:child"}, "End": true}}}
                """),
            MachineOf("child", """{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}""", isExpress: true),
        ]);

        Assert.That(diagram, Is.EqualTo("""
            flowchart TD
                subgraph n1["main"]
                    n2(( ))
                    n3["Run<br>states:startExecution.sync:2"]
                    n2 --> n3
                end
                subgraph n4["child (Express)"]
                    n5(( ))
                    n6(["End"])
                    n5 --> n6
                end
                n3 ==> n4

            """));
    }

    [TestCase("say \"hi\" #1;", "say #34;hi#34; #35;1#59;")]
    [TestCase("a < b & c > *d* _e_ `f` | g", "a #60; b #38; c #62; #42;d#42; #95;e#95; #96;f#96; #124; g")]
    [TestCase("1. first", "1#46; first")]
    [TestCase("a - 1.5", "a #45; 1.5")]
    [TestCase("Größe (é) [x] {y}", "Größe (é) [x] {y}")]
    public void What_mermaid_would_read_otherwise_is_escaped(string name, string label) => AssertDrawn(
        $$"""{"StartAt": {{JsonSerializer.Serialize(name)}}, "States": { {{JsonSerializer.Serialize(name)}}: {"Type": "Pass", "End": true} } }""",
        $"""
            n3["{label}"]
            n2 --> n3
        """);

    private static void AssertDrawn(string definition, string states)
    {
        var lines = new[] { "flowchart TD", "    subgraph n1[\"machine\"]", "        n2(( ))" }
            .Concat(states.Split('\n').Select(line => $"    {line}"))
            .Append("    end");

        Assert.That(StateDiagram.Of([MachineOf("machine", definition)]), Is.EqualTo(string.Concat(lines.Select(line => $"{line}\n"))));
    }

    private static Machine MachineOf(string name, string definition, bool isExpress = false) =>
        new(name, $"arn:{name}", isExpress, JsonElement.Parse(definition));
}
