using System.Text.Json;
using Fanout.Infra.StatesLanguage;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Samples.Cli;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>A state machine's definition, checked and ready to run.</summary>
public sealed class Definition
{
    private Definition(StateBlock states, TimeSpan? timeout)
    {
        States = states;
        Timeout = timeout;
    }

    /// <summary>The machine's TimeoutSeconds.</summary>
    public TimeSpan? Timeout { get; }

    internal StateBlock States { get; }

    /// <summary>What the child executions of a distributed Map do.</summary>
    internal static Definition OfProcessor(StateBlock states) => new(states, timeout: null);

    /// <summary>Reads a definition.</summary>
    /// <param name="json">The definition in the Amazon States Language, with JSONata as its query language.</param>
    /// <param name="catalog">What the Resource of a Task can be.</param>
    /// <param name="engine">Checks the syntax of the expressions.</param>
    /// <param name="type">The type of the machine: EXPRESS machines may do less.</param>
    /// <exception cref="DefinitionException">The definition breaks a rule; all problems are listed.</exception>
    public static async Task<Definition> LoadAsync(
        string json, IIntegrationCatalog catalog, Engine engine, StateMachineType type = StateMachineType.Standard)
    {
        var root = Parse(json);
        Refuse(DefinitionRules.Check(root, isExpress: type == StateMachineType.Express));
        var reader = new DefinitionReader(catalog);
        var states = reader.Block(root);
        await reader.CheckExpressionsAsync(engine);
        Refuse(reader.Problems);
        return new Definition(
            states, root.TryGetProperty("TimeoutSeconds", out var seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : null);
    }

    private static JsonElement Parse(string json)
    {
        try
        {
            var definition = JsonElement.Parse(json);
            return JsonFlaw.Of(definition) is { } flaw ? throw new DefinitionException([$"It {flaw}."]) : definition;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // The latter where the text itself holds half of a character.
            throw new DefinitionException([$"It is not JSON: {problem.Message}"]);
        }
    }

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new DefinitionException(problems);
        }
    }
}
