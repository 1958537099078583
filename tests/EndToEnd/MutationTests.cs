using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Iam;
using Fanout.Local.Runs;

namespace Fanout.Tests.EndToEnd;

/// <summary>
/// Every permission of every role of the stack dev is needed: without it a run, or the deployment, fails. What only AWS
/// exercises is not, and is listed in <see cref="ExercisedByAws"/>.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class MutationTests : IAsyncDisposable
{
    private static readonly RunOptions Small = RunOptions.Default with { Objects = 20, Devices = 5, Locations = 2, Rows = 60, Date = new DateOnly(2022, 1, 1) };

    private static readonly Task<IReadOnlyList<Mutation>> All = Mutation.AllAsync();

    private readonly EmulatorPool _emulators = new();

    public async ValueTask DisposeAsync() => await _emulators.DisposeAsync();

    [TestCaseSource(nameof(OfRunsAsync))]
    public async Task Without_a_permission_a_run_fails_with_a_denial_that_names_role_action_and_resource(Mutation mutation)
    {
        var (isGood, denials) = await RunAsync(mutation.Workflow, mutation.Permission);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(isGood, Is.False, "the run is good");
            Assert.That(denials, Has.Some.Matches<string>(mutation.IsNamedIn));
        }
    }

    [TestCaseSource(nameof(Workflows))]
    public async Task Without_what_only_AWS_exercises_runs_are_good_and_nothing_is_denied(string workflow)
    {
        var exercisedByAws = from mutation in await All
                             where mutation.Workflow == workflow && ExercisedByAws.Holds(mutation.Permission)
                             select mutation.Permission;

        var (isGood, denials) = await RunAsync(workflow, [.. exercisedByAws]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(isGood, Is.True, "the run is good");
            Assert.That(denials, Is.Empty);
        }
    }

    [Test]
    public async Task All_that_only_AWS_exercises_is_granted()
    {
        var granted = await All;

        Assert.That(ExercisedByAws.All.Where(exercised => !granted.Any(mutation => exercised.IsOf(mutation.Permission))), Is.Empty);
    }

    private static async Task<IEnumerable<Mutation>> OfRunsAsync() =>
        (await All).Where(mutation => !ExercisedByAws.Holds(mutation.Permission));

    private static IEnumerable<string> Workflows => WorkflowRuns.All.Keys;

    /// <summary>Runs a workflow in a cloud of its own, whose roles lack some permissions.</summary>
    /// <returns>Whether all its runs are good, and what was denied.</returns>
    private Task<(bool IsGood, IReadOnlyList<string> Denials)> RunAsync(string workflow, params UnusedPermission[] missing) =>
        _emulators.UseAsync<(bool, IReadOnlyList<string>)>(async emulator =>
        {
            var settings = new Dictionary<string, string> { ["workflows"] = JsonSerializer.Serialize(new[] { workflow }) };
            try
            {
                await using var deployment = await Deployments.StartAsync(settings, Amendments.Without(missing), emulator);
                var isGood = true;
                await foreach (var report in LocalRuns.RunAsync(deployment, workflow, Small, new ProgressLines(TextWriter.Null, TimeProvider.System), CancellationToken.None))
                {
                    isGood &= report.IsGood;
                }
                return (isGood, [.. deployment.Cloud.Iam.Denials.Select(denial => denial.Message)]);
            }
            catch (LocalException refusal)
            {
                return (false, [refusal.Message]);
            }
        });
}
