using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.States;

namespace Fanout.Local.StepFunctions.Running;

/// <summary>A state that is being run, with its input.</summary>
internal sealed class Visit(Branch branch, State state, JsonElement input, long before, long entered)
{
    private readonly DateTimeOffset _enteredTime = branch.Execution.Loop.Now;

    public Branch Branch => branch;

    public Execution Execution => branch.Execution;

    public State State => state;

    public JsonElement Input => input;

    /// <summary>How often the state was retried.</summary>
    public int RetryCount { get; set; }

    /// <summary>What <c>$states.context.Task.Token</c> gives.</summary>
    public string? TaskToken { get; set; }

    /// <summary>Evaluates a template with the values at the state's entry and one more member of <c>$states</c>.</summary>
    /// <exception cref="StateException">An expression has no usable result; the history says so.</exception>
    public async Task<JsonElement> EvaluateAsync(
        Template template, (string Name, JsonElement Value)? extra = null, MapItem? item = null)
    {
        try
        {
            return await ComputeAsync(template, extra, item);
        }
        catch (EvaluationException failure)
        {
            throw EvaluationFailed(failure.Message, failure.Location);
        }
    }

    /// <summary>Evaluates a template as <see cref="EvaluateAsync"/> does, and leaves the failure to the caller.</summary>
    /// <exception cref="EvaluationException">An expression has no usable result.</exception>
    public async Task<JsonElement> ComputeAsync(
        Template template, (string Name, JsonElement Value)? extra = null, MapItem? item = null)
    {
        if (template.Expressions.Count == 0)
        {
            return template.Value;
        }
        var bindings = new Bindings(States(template, extra, item), branch.Scope.Read(template.Variables), Execution.Loop.Now);
        var value = await Execution.Loop.OutsideAsync(Execution.Engine.EvaluateAsync(template, bindings));
        branch.Cancellation.ThrowIfCancellationRequested();
        return value;
    }

    /// <summary>Records that an evaluation failed, and gives the failure of the state.</summary>
    public StateException EvaluationFailed(string problem, string? location, bool afterEntry = false)
    {
        var cause = Describe(problem);
        if (branch.Previous == entered && !afterEntry)
        {
            // What is evaluated on entry follows from what came before the state.
            branch.Previous = before;
        }
        branch.Add("EvaluationFailed", new EvaluationFailedEventDetails(ErrorNames.QueryEvaluationError, cause, location, state.Name));
        return new StateException(ErrorNames.QueryEvaluationError, cause);
    }

    /// <summary>The state fails in a way that no Retry or Catch handles.</summary>
    public StateException RuntimeError(string problem) =>
        new(ErrorNames.Runtime, Describe(problem)) { IsTerminal = true };

    private string Describe(string problem) =>
        $"An error occurred while executing the state '{state.Name}' (entered at the event id #{entered}). {problem}";

    private Dictionary<string, JsonElement> States(Template template, (string Name, JsonElement Value)? extra, MapItem? item)
    {
        var states = new Dictionary<string, JsonElement>();
        if (template.States.Contains("input"))
        {
            states["input"] = input;
        }
        if (template.States.Contains("context"))
        {
            states["context"] = ContextObject.Create(this, _enteredTime, item ?? branch.Item, template.ReadsExecutionInput);
        }
        if (extra is { } more && template.States.Contains(more.Name))
        {
            states[more.Name] = more.Value;
        }
        return states;
    }
}
