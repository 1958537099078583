using System.Text.Json;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Cli;

/// <summary>A catalog in which some Tasks have answers of the user's own.</summary>
/// <param name="catalog">What the other Tasks call.</param>
/// <param name="answers">The answers, by the Task's name.</param>
internal sealed class MockedTasks(IIntegrationCatalog catalog, IReadOnlyDictionary<string, JsonElement> answers) : IIntegrationCatalog
{
    private readonly HashSet<string> _found = [];

    /// <inheritdoc />
    public IObjectStore Objects => catalog.Objects;

    /// <inheritdoc />
    public IParquetReader Parquet => catalog.Parquet;

    /// <inheritdoc />
    public IMapRunPermissions MapRuns => catalog.MapRuns;

    /// <inheritdoc />
    public string Supported => $"{catalog.Supported}; any other can be answered with --mock STATE=JSON";

    /// <summary>The names with an answer that no Task of the definition has.</summary>
    public IEnumerable<string> Unused => answers.Keys.Where(name => !_found.Contains(name));

    /// <inheritdoc />
    public IIntegration? Resolve(string resource) => catalog.Resolve(resource);

    /// <inheritdoc />
    public IIntegration? ResolveTask(string resource, string state)
    {
        if (!answers.TryGetValue(state, out var answer))
        {
            return catalog.ResolveTask(resource, state);
        }

        _found.Add(state);
        return new Mock(answer);
    }

    private sealed class Mock(JsonElement answer) : IIntegration
    {
        public IEnumerable<string> CheckArguments(JsonElement arguments) => [];

        public Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation) => Task.FromResult(answer);
    }
}
