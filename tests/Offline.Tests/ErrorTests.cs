using Pulumi;
using Pulumi.Testing;

namespace Fanout.Tests.Offline;

public sealed class ErrorTests
{
    [Test]
    public void An_exception_of_the_program_fails_the_deployment()
        => Assert.That(
            () => new Recorder().RunAsync(() => throw new InvalidOperationException("broken")),
            Throws.TypeOf<RunException>().With.Message.Contains("broken"));

    [Test]
    public void A_RunException_is_shown_by_its_message_alone()
        => Assert.That(
            () => new Recorder().RunAsync(() => throw new RunException("One sentence.")),
            Throws.TypeOf<RunException>().With.Message.EqualTo("One sentence."));

    [Test]
    public void A_ResourceException_can_hide_its_stack()
        => Assert.That(
            () => new Recorder().RunAsync(() => throw new ResourceException("One sentence.", null, hideStack: true)),
            Throws.TypeOf<RunException>().With.Message.EqualTo("One sentence."));

    [Test]
    public void An_exception_of_a_mock_fails_the_deployment_once_however_many_outputs_wait_for_it()
        => Assert.That(
            () => new Recorder { Answer = _ => throw new RunException("No such thing.") }.RunAsync(() =>
            {
                var thing = new Thing("thing");
                _ = thing.Arn.Apply(arn => arn.Length);
                _ = Output.Format($"{thing.Arn} {thing.Id}");
            }),
            Throws.TypeOf<RunException>().With.Message.EqualTo("No such thing."));

    [Test]
    public void An_exception_in_an_Apply_fails_the_deployment()
        => Assert.That(
            () => new Recorder().RunAsync(
                () => Output.Create(1).Apply(int (_) => throw new RunException("Not this number."))),
            Throws.TypeOf<RunException>().With.Message.EqualTo("Not this number."));

    [Test]
    public void Several_logged_errors_come_together_in_their_order()
        => Assert.That(
            () => new Recorder().RunAsync(() =>
            {
                Log.Error("first");
                Log.Warn("not an error");
                Log.Error("second");
            }),
            Throws.TypeOf<AggregateException>()
                .With.Property(nameof(AggregateException.InnerExceptions)).Count.EqualTo(2)
                .And.Message.Match("first.*second"));

    [Test]
    public void A_required_argument_that_was_not_given_is_named()
        => Assert.That(
            () => new Recorder().RunAsync(
                () => _ = new Thing("thing", new ThingArgs { Rule = new RuleArgs { Days = 1 } })),
            Throws.TypeOf<RunException>().With.Message.Contains("RuleArgs.Status is required but was not given a value"));

    [Test]
    public void A_value_that_no_provider_knows_is_refused_with_its_place()
        => Assert.That(
            () => new Recorder().RunAsync(() => _ = new Thing("thing", new ThingArgs { Anything = 1L })),
            Throws.TypeOf<RunException>()
                .With.Message.Contains("error serializing property \"anything\": System.Int64 is not a supported argument type")
                .And.Message.Contains("resource:thing[test:module/thing:Thing].anything"));

    [Test]
    public void A_task_must_be_wrapped_in_an_output()
        => Assert.That(
            () => new Recorder().RunAsync(
                () => _ = new Thing("thing", new ThingArgs { Anything = Task.FromResult(1) })),
            Throws.TypeOf<RunException>().With.Message.Contains("wrap your Task in an Output"));

    [Test]
    public void A_mock_must_answer_with_fields()
        => Assert.That(
            () => new Recorder { Answer = _ => ("id", "text") }.RunAsync(() => _ = new Thing("thing")),
            Throws.TypeOf<RunException>().With.Message.Contains("System.String is not a supported argument type"));

    [Test]
    public void Without_a_deployment_there_is_no_instance()
        => Assert.That(() => Deployment.Instance, Throws.InvalidOperationException);

    [Test]
    public void A_deployment_cannot_start_another_one()
        => Assert.That(
            () => new Recorder().RunAsync(() => new Recorder().RunAsync(() => { }).GetAwaiter().GetResult()),
            Throws.TypeOf<RunException>().With.Message.Contains(nameof(InvalidOperationException)));

    [Test]
    public void Running_with_an_engine_needs_the_Pulumi_CLI()
    {
        Task<int>[] runs =
        [
            Deployment.RunAsync(() => { }),
            Deployment.RunAsync(IDictionary<string, object?> () => new Dictionary<string, object?>()),
            Deployment.RunAsync(() => Task.CompletedTask),
            Deployment.RunAsync(() => Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>())),
            Deployment.RunAsync<PlainStack>(),
            Deployment.RunAsync<Stack>(new NoServices()),
        ];

        foreach (var run in runs)
        {
            Assert.That(
                () => run,
                Throws.InvalidOperationException.With.Message.Contains("`pulumi"));
        }
    }

    private sealed class PlainStack : Stack;

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
