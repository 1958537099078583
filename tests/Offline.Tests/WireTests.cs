using System.Collections;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

/// <summary>What travels between a program and its providers, and what cannot.</summary>
public sealed class WireTests
{
    [Test]
    public async Task Null_stays_in_a_list_and_goes_from_a_dictionary()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() => _ = new Thing("thing", new ThingArgs
        {
            Anything = new object?[] { null, "a", new Dictionary<string, object?> { ["n"] = null, ["__own"] = 1, ["k"] = true } },
        }));

        var list = (ImmutableArray<object?>)mocks["thing"].Inputs["anything"];
        Assert.That(list.Take(2), Is.EqualTo(new object?[] { null, "a" }));
        Assert.That(((ImmutableDictionary<string, object?>)list[2]!).Keys, Is.EqualTo(new[] { "k" }));
    }

    [Test]
    public async Task Of_an_output_type_the_fields_that_are_read_only_are_given()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() => _ = new Thing("thing", new ThingArgs { Anything = new Measured(3) }));

        var fields = (ImmutableDictionary<string, object?>)mocks["thing"].Inputs["anything"];
        Assert.That(fields, Is.EquivalentTo(new Dictionary<string, object?> { ["size"] = 3.0 }));
    }

    [Test]
    public async Task Json_is_escaped_and_spaced_as_protobuf_does_it()
    {
        var mocks = new Recorder();
        await mocks.RunAsync(() => _ = new Noted("noted", new NotedArgs
        {
            Note = new Dictionary<string, object?>
            {
                ["text"] = "a\"\\\n<b>&'\u001f\u2028\u00e9\U0001F600",
                ["numbers"] = new object?[] { 1, -2, 0.5, null },
                ["none"] = new Dictionary<string, object?>(),
                ["empty"] = Array.Empty<object?>(),
                ["yes"] = true,
            },
        }));

        Assert.That(mocks["noted"].Inputs["note"], Is.EqualTo(
            """{ "empty": [ ], "none": { }, "numbers": [ 1, -2, 0.5, null ], "text": "a\"\\\n\u003cb\u003e&'\u001f\u2028é\ud83d\ude00", "yes": true }"""));
    }

    [Test]
    public void What_no_provider_knows_is_no_part_of_an_input_of_JSON_either()
        => Assert.That(
            () => new Recorder().RunAsync(() => _ = new Noted("noted", new NotedArgs { Note = new InvalidKind() })),
            Throws.Exception.With.Message.Contains(nameof(InvalidKind)));

    [TestCaseSource(nameof(Unsupported))]
    public void What_no_provider_knows_is_refused(object value, string named)
        => Assert.That(
            () => new Recorder().RunAsync(() => _ = new Thing("thing", new ThingArgs { Anything = value })),
            Throws.TypeOf<RunException>().With.Message.Contains(named).And.Message.Contains("anything"));

    [TestCaseSource(nameof(WrongAnswers))]
    public void A_mock_answers_with_a_dictionary_of_texts(object state)
        => Assert.That(
            () => new Recorder { Answer = _ => ("id", state) }.RunAsync(() => _ = new Thing("thing")),
            Throws.TypeOf<RunException>());

    [Test]
    public async Task An_answer_that_is_no_archive_cannot_be_given_on()
    {
        var mocks = new Recorder { Answer = _ => ("id", new Dictionary<string, object> { ["code"] = "text" }) };
        Thing? thing = null;
        await mocks.RunAsync(() => thing = new Thing("thing"));

        var archive = await OutputUtilities.GetValueAsync(thing!.Code);
        Assert.That(archive, Is.InstanceOf<Archive>());
        Assert.That(
            () => new Recorder().RunAsync(() => _ = new Thing("next", new ThingArgs { Code = (AssetOrArchive)archive! })),
            Throws.TypeOf<RunException>().With.Message.Contains("code"));
    }

    [Test]
    public void An_output_property_is_of_a_type_that_a_provider_can_answer()
        => Assert.That(
            () => new Recorder().RunAsync(() => _ = new Listed("listed")),
            Throws.TypeOf<RunException>().With.Message.Contains(nameof(Listed.Names)));

    [Test]
    public async Task A_failure_is_not_hidden_by_those_that_follow_from_it()
    {
        // Which of them the deployment had seen when it ended depends on the order in which they came.
        var failure = await FailureAsync(() =>
        {
            var failed = new Thing("failed");
            _ = new Thing("next", new ThingArgs { Text = failed.Arn });
            _ = new Thing("other", new ThingArgs { Text = failed.Arn });
        });

        var problems = failure is AggregateException several ? several.InnerExceptions : new[] { failure! }.AsReadOnly();
        Assert.That(problems, Is.Not.Empty.And.All.TypeOf<RunException>());
        Assert.That(problems.Select(problem => problem.Message), Is.All.Contains("No such thing."));
    }

    private static async Task<Exception?> FailureAsync(Action program)
    {
        try
        {
            await new Recorder
            {
                Answer = args => args.Name == "failed"
                    ? throw new RunException("No such thing.")
                    : ("id", args.Inputs),
            }.RunAsync(program);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static IEnumerable<TestCaseData> Unsupported() =>
    [
        new(1L, "System.Int64"),
        new(1.5f, "System.Single"),
        new(1m, "System.Decimal"),
        new(DateTime.UnixEpoch, "System.DateTime"),
        new(new Dictionary<int, string> { [1] = "a" }, "string"),
        new(new HashSet<string> { "a" }, "HashSet"),
        new(Task.FromResult(1), "Output"),
    ];

    private static IEnumerable<TestCaseData> WrongAnswers() =>
    [
        new("text"),
        new(new[] { "a" }),
        new(new Hashtable { [1] = "a" }),
        new(new[] { KeyValuePair.Create("a", (object?)"b") }),
        new(new Dictionary<string, object> { ["count"] = 1L }),
    ];

    private sealed class InvalidKind;

    private sealed class Noted(string name, NotedArgs args) : CustomResource("test:module/noted:Noted", name, args, options: null);

    private sealed class NotedArgs : ResourceArgs
    {
        [Input("note", json: true)]
        public object? Note { get; set; }
    }

    [OutputType]
    private sealed class Measured(int size)
    {
        public readonly int Size = size;

        public int Changed = size;
    }

    private sealed class Listed(string name) : CustomResource("test:module/listed:Listed", name, ResourceArgs.Empty, options: null)
    {
        [Output("names")]
        public Output<List<string>> Names { get; private set; } = null!;
    }
}
