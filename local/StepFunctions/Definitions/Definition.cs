using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.StepFunctions.Definitions;

/// <summary>A state machine's definition, checked and ready to run.</summary>
public sealed class Definition
{
    internal Definition(StateBlock states, TimeSpan? timeout)
    {
        States = states;
        Timeout = timeout;
    }

    /// <summary>The machine's TimeoutSeconds.</summary>
    public TimeSpan? Timeout { get; }

    internal StateBlock States { get; }

    /// <summary>Reads a definition.</summary>
    /// <param name="json">The definition in the Amazon States Language, with JSONata as its query language.</param>
    /// <param name="catalog">What the Resource of a Task can be.</param>
    /// <param name="engine">Checks the syntax of the expressions.</param>
    /// <param name="type">The type of the machine: EXPRESS machines may do less.</param>
    /// <exception cref="DefinitionException">The definition breaks a rule; all problems are listed.</exception>
    public static async Task<Definition> LoadAsync(
        string json, IIntegrationCatalog catalog, Engine engine, StateMachineType type = StateMachineType.Standard)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new DefinitionException([$"The definition is not JSON: {exception.Message}"]);
        }
        var reader = new DefinitionReader(catalog, type);
        var definition = reader.Read(root);
        await reader.CheckExpressionsAsync(engine);
        return reader.Problems.Count == 0 && definition is not null
            ? definition
            : throw new DefinitionException(reader.Problems);
    }
}
