using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Blocks;

/// <summary>
/// The states that read what the children of a Map Run gave, from the manifest that is named <c>$states.input.manifest</c>:
/// <c>{summaries}</c>, an array, which is empty where no child succeeded.
/// </summary>
internal sealed record MapRunSummaries
{
    // Of the files of what succeeded the first is all: a second one begins after gigabytes.
    private const string SucceededFile = "$parse($states.result.Body).ResultFiles.SUCCEEDED[0]";

    /// <summary>How many bytes of a file one state reads as a text, which escapes double at most.</summary>
    public const int LargestFile = 100_000;

    /// <summary>The bucket of the results.</summary>
    public required string Bucket { get; init; }

    /// <summary>The name of the state that decides whether there is anything to read.</summary>
    public required string Question { get; init; }

    /// <summary>Whose children they are, at the end of the other states' names, such as <c> of small batches</c>.</summary>
    public string Whose { get; init; } = "";

    /// <summary>Fields of an object that are handed on beside the summaries, an expression that ends with a comma.</summary>
    public string Beside { get; init; } = "";

    /// <summary>
    /// What is done with a file that is larger than <see cref="LargestFile"/>, <c>$states.input.file</c>; null where none can be.
    /// </summary>
    public (string Name, State State)? Larger { get; init; }

    /// <summary>The state that goes on.</summary>
    public required string Next { get; init; }

    /// <summary>The first of the states.</summary>
    public string Start => $"Read manifest{Whose}";

    /// <summary>Adds the states.</summary>
    public void AddTo(OrderedDictionary<string, State> states)
    {
        var readSummaries = $"Read summaries{Whose}";
        List<ChoiceRule> choices =
        [
            new ChoiceRule(Jsonata.Of("$not($exists($states.input.file))"), Next)
            {
                Output = Jsonata.Of($$"""{{{Beside}}'summaries': []}"""),
            },
        ];
        states.Add(Start, Read("$states.input.manifest", $$"""{{{Beside}}'file': {{SucceededFile}}}""", Question));
        states.Add(Question, new ChoiceState { Choices = choices, Default = readSummaries });
        if (Larger is (var name, var state))
        {
            choices.Add(new ChoiceRule(
                Jsonata.Of($"$exists($states.input.file.Size) and $states.input.file.Size > {LargestFile}"), name));
            states.Add(name, state);
        }

        states.Add(readSummaries, Read("$states.input.file.Key", $$"""{{{Beside}}'summaries': $parse($states.result.Body)}""", Next));
    }

    private TaskState Read(string key, string output, string next) => new()
    {
        Resource = Integration.S3GetObject,
        Arguments = new JsonObject { [nameof(Bucket)] = Bucket, ["Key"] = Jsonata.Of(key) },
        Output = Jsonata.Of(output),
        Retry = [Payload.Retry],
        Next = next,
    };
}
