using System.Text.Json.Nodes;

namespace Fanout.Bench;

/// <summary>Definitions of machines that call nothing, in JSONata and, for engines that know no other language, in JSONPath.</summary>
/// <param name="isJsonPath">Whether they are in JSONPath.</param>
internal sealed class PureMachines(bool isJsonPath)
{
    /// <summary>Pass states, one after the other, without expressions.</summary>
    public string Row(int states)
    {
        var row = new JsonObject();
        for (var state = 1; state <= states; state++)
        {
            row[$"Pass {state}"] = new JsonObject { ["Type"] = "Pass", ["Next"] = state < states ? $"Pass {state + 1}" : "Done" };
        }

        row["Done"] = new JsonObject { ["Type"] = "Succeed" };
        return Definition("Pass 1", row);
    }

    /// <summary>A Pass state that counts and a Choice state that compares, in turn: an expression for each transition.</summary>
    public string Loop(int transitions) => Definition("Start", JsonNode.Parse(isJsonPath
        ? $$"""
        {
          "Start": {"Type": "Pass", "Result": {"count": 0}, "Next": "Count"},
          "Count": {"Type": "Pass", "Parameters": {"count.$": "States.MathAdd($.count, 1)"}, "Next": "Again?"},
          "Again?": {"Type": "Choice", "Choices": [{"Variable": "$.count", "NumericLessThan": {{transitions / 2}}, "Next": "Count"}], "Default": "Done"},
          "Done": {"Type": "Succeed"}
        }
        """
        : $$"""
        {
          "Start": {"Type": "Pass", "Output": {"count": 0}, "Next": "Count"},
          "Count": {"Type": "Pass", "Output": {"count": "{% $states.input.count + 1 %}"}, "Next": "Again?"},
          "Again?": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.count < {{transitions / 2}} %}", "Next": "Count"}], "Default": "Done"},
          "Done": {"Type": "Succeed"}
        }
        """)!);

    /// <summary>A Distributed Map over a list that is in the definition, whose children pass their item on.</summary>
    /// <param name="children">How many children there are.</param>
    /// <param name="type">Their type, <c>STANDARD</c> or <c>EXPRESS</c>.</param>
    public string Map(int children, string type)
    {
        var items = $"[{string.Join(',', Enumerable.Range(0, children))}]";
        return Definition("Items", JsonNode.Parse($$$"""
            {
              "Items": {"Type": "Pass", "{{{(isJsonPath ? "Result" : "Output")}}}": {{{items}}}, "Next": "Map"},
              "Map": {
                "Type": "Map",
                "{{{(isJsonPath ? "ItemsPath" : "Items")}}}": "{{{(isJsonPath ? "$" : "{% $states.input %}")}}}",
                "ItemProcessor": {
                  "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "{{{type}}}"},
                  "StartAt": "Item",
                  "States": {"Item": {"Type": "Pass", "End": true}}
                },
                "End": true
              }
            }
            """)!);
    }

    private string Definition(string start, JsonNode states) => new JsonObject
    {
        ["QueryLanguage"] = isJsonPath ? "JSONPath" : "JSONata",
        ["StartAt"] = start,
        ["States"] = states,
    }.ToJsonString();
}
