using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Local.Services.States;

/// <summary>What is wrong with a definition, as ValidateStateMachineDefinition tells it.</summary>
internal static class DefinitionDiagnostics
{
    private const int Default = 100;

    /// <summary>The answer about a definition.</summary>
    /// <param name="problem">What is wrong with it; null where nothing is.</param>
    /// <param name="most">How many problems to tell; 0 for as many as AWS tells.</param>
    public static JsonObject Of(DefinitionException? problem, long most)
    {
        var problems = problem?.Problems ?? [];
        var told = problems.Take(most > 0 ? (int)most : Default).ToArray();
        return new JsonObject
        {
            ["result"] = problem is null ? "OK" : "FAIL",
            ["diagnostics"] = new JsonArray([.. told.Select(text => new JsonObject
            {
                ["severity"] = "ERROR",
                ["code"] = CodeOf(problem!),
                ["message"] = text,
            })]),
            ["truncated"] = told.Length < problems.Count,
        };
    }

    /// <summary>The code of what is wrong.</summary>
    public static string CodeOf(DefinitionException problem) =>
        problem.Problems.Any(text => text.StartsWith("It is not JSON", StringComparison.Ordinal)) ? "INVALID_JSON_DESCRIPTION" : "SCHEMA_VALIDATION_FAILED";
}
