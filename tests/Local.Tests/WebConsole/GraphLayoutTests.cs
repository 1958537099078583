using System.Text.Json;
using System.Xml.Linq;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.WebConsole.Graphs;

namespace Fanout.Tests.Local.WebConsole;

public class GraphLayoutTests
{
    private const string Nested = """
        {"StartAt": "Which?", "States": {
          "Done": {"Type": "Succeed"},
          "Which?": {"Type": "Choice", "Default": "Both", "Choices": [
            {"Condition": "{% $states.input.n = 1 %}", "Next": "Each"}, {"Condition": "{% $states.input.n = 2 %}", "Next": "Each"}]},
          "Each": {"Type": "Map", "Next": "Done", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Both"}],
            "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "Call", "States": {
              "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Again"},
              "Again": {"Type": "Pass", "End": true}}}},
          "Both": {"Type": "Parallel", "Next": "Done", "Branches": [
            {"StartAt": "Left", "States": {"Left": {"Type": "Wait", "Seconds": 1, "End": true}}},
            {"StartAt": "Right", "States": {"Right": {"Type": "Fail", "Error": "</text><script>"}}}]}}}
        """;

    [Test]
    public async Task Each_state_has_a_place_of_its_own_within_what_holds_it()
    {
        var graph = await PlacedAsync(Nested);

        var places = graph.Boxes.Where(box => box.State is not null).ToDictionary(box => box.State!.Name, box => box.Place);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(places.Keys, Is.EquivalentTo(new[] { "Which?", "Each", "Call", "Again", "Both", "Left", "Right", "Done" }));
            Assert.That(Holds(places["Each"], places["Call"]) && Holds(places["Each"], places["Again"]), Is.True);
            Assert.That(Holds(places["Both"], places["Left"]) && Holds(places["Both"], places["Right"]), Is.True);
            Assert.That(places["Call"].Y, Is.LessThan(places["Again"].Y));
            Assert.That(places.Values.All(place => Holds(new Box(0, 0, graph.Width, graph.Height), place)), Is.True);
            foreach (var (one, other) in Pairs(["Which?", "Each", "Both", "Done"]).Concat(Pairs(["Call", "Again"])).Concat(Pairs(["Left", "Right"])))
            {
                Assert.That(Overlap(places[one], places[other]), Is.False, $"{one} and {other}");
            }
        }
    }

    [Test]
    public async Task Ways_between_the_same_states_are_one_line_with_all_labels()
    {
        var graph = await PlacedAsync(Nested);

        Assert.That(
            graph.Lines.Where(line => line.Edge.From.Length > 0).Select(line => $"{line.Edge.From} -> {line.Edge.To}: {string.Join(", ", line.Labels)}"),
            Is.EquivalentTo(new[]
            {
                "Which? -> Each: input.n = 1, input.n = 2", "Which? -> Both: otherwise", "Each -> Done: ", "Each -> Both: any error", "Both -> Done: ", "Call -> Again: ",
            }));
    }

    [Test]
    public async Task The_drawing_is_well_formed_and_says_what_became_of_each_state()
    {
        var counts = new Dictionary<string, StateCounts>
        {
            ["Call"] = Counts(entered: 10_000, left: 9_990, failed: 10),
            ["Right"] = Counts(entered: 1, left: 0, failed: 1),
        };

        var svg = XDocument.Parse(new GraphSvg(await PlacedAsync(Nested), counts, name => $"of-{name.Length}").Draw("A <graph>").ToString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(svg.Root!.Attribute("aria-label")!.Value, Is.EqualTo("A <graph>"));
            Assert.That(
                svg.Descendants("a").Select(node => node.Attribute("aria-label")!.Value),
                Does.Contain("Call, lambda:invoke, ×10\u202f000, 10 failed: partly failed, entered 10\u202f000 times")
                    .And.Contain("Right, Fail, 1 failed: failed, entered 1 time")
                    .And.Contain("Done, Succeed: not entered"));
            Assert.That(svg.Descendants("a").Single(node => node.Attribute("aria-label")!.Value.StartsWith("Right", StringComparison.Ordinal)).Attribute("class")!.Value, Is.EqualTo("node failed fail"));
        }
    }

    private static StateCounts Counts(long entered, long left, long failed)
    {
        var tally = new StateTally();
        for (var i = 0; i < entered; i++)
        {
            tally.Note("s", counts =>
            {
                counts.Entered++;
                counts.Left += i < left ? 1 : 0;
                counts.Failed += i < failed ? 1 : 0;
            });
        }

        return tally.States["s"];
    }

    private static async Task<PlacedGraph> PlacedAsync(string definition) =>
        await GraphLayout.OfAsync(StateGraph.Of(JsonElement.Parse(definition)), await SharedEngine.GetAsync());

    private static IEnumerable<(string One, string Other)> Pairs(string[] names) =>
        from one in names from other in names where string.CompareOrdinal(one, other) < 0 select (one, other);

    private static bool Holds(Box outer, Box inner) =>
        inner.X >= outer.X && inner.Y >= outer.Y && inner.X + inner.Width <= outer.X + outer.Width && inner.Y + inner.Height <= outer.Y + outer.Height;

    private static bool Overlap(Box one, Box other) =>
        one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;
}
