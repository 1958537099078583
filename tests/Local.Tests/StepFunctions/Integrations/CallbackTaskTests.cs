using System.Text.Json;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Time;

namespace Fanout.Tests.Local.StepFunctions.Integrations;

public class CallbackTaskTests
{
    private const string Resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
    private const string Payload = """{"FunctionName": "echo", "Payload": "{% $states.context.Task.Token %}"}""";

    private readonly List<string> _tokens = [];
    private EventLoop _loop = null!;
    private Interpreter _interpreter = null!;
    private TaskCallbacks _callbacks = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _tokens.Clear();
        _loop = new EventLoop(TestMachine.Start);
        _interpreter = new Interpreter(await SharedEngine.GetAsync(), _loop, () => 0.5);
        _callbacks = _interpreter.Callbacks;
    }

    [TearDown]
    public void Stop() => _loop.Dispose();

    [Test]
    public async Task A_task_succeeds_with_what_it_is_called_back_with()
    {
        var outcome = await RunAsync(States(""), token => Later(() => _callbacks.Succeed(token, JsonElement.Parse("""{"a": 1}"""))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("""{"a":1}"""));
            Assert.That(outcome.History.Select(item => item.Type), Is.EqualTo(new[]
            {
                "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded", "TaskStateExited",
                "PassStateEntered", "PassStateExited", "ExecutionSucceeded",
            }));
            Assert.That(TaskToken.ExecutionOf(_tokens.Single()), Is.EqualTo(outcome.ExecutionArn));
        }
    }

    [Test]
    public async Task Who_calls_back_may_be_faster_than_the_answer_to_the_request()
    {
        var outcome = await RunAsync(States(""), token => _callbacks.Succeed(token, JsonElement.Parse("true")));

        Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("true"));
        Assert.That(
            outcome.History.Select(item => item.Type).Where(type => type is "TaskSubmitted" or "TaskSucceeded"),
            Is.EqualTo(new[] { "TaskSubmitted", "TaskSucceeded" }));
    }

    [TestCase("Own", "It says no.")]
    [TestCase(null, null)]
    public async Task A_task_fails_with_what_it_is_called_back_with(string? error, string? cause)
    {
        var outcome = await RunAsync(
            States("""
                , "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "B"}]
                """),
            token => Later(() => _callbacks.Fail(token, error, cause)));

        Assert.That(
            outcome.Output?.GetRawText(),
            Is.EqualTo(JsonSerializer.Serialize(new { Error = error, Cause = cause })));
    }

    [Test]
    public async Task No_timeout_passes_at_once_while_a_callback_may_come_from_outside()
    {
        var outcome = await RunAsync(
            States("""
                , "HeartbeatSeconds": 60, "TimeoutSeconds": 3600
                """),
            token => Later(() => _callbacks.Succeed(token, JsonElement.Parse("1"))));

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Succeeded));
    }

    [Test]
    public async Task Each_attempt_has_a_token_of_its_own()
    {
        var outcome = await RunAsync(
            States("""
                , "Retry": [{"ErrorEquals": ["Own"]}]
                """),
            token => Later(() =>
            {
                if (_tokens.Count == 1)
                {
                    _callbacks.Fail(token, "Own", null);
                    return;
                }
                _callbacks.Succeed(token, JsonElement.Parse("2"));
            }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Output?.GetRawText(), Is.EqualTo("2"));
            Assert.That(_tokens.Distinct().Count(), Is.EqualTo(2));
            Assert.That(_tokens.Select(_callbacks.StateOf), Is.All.EqualTo(TokenState.Closed));
        }
    }

    [Test]
    public async Task A_token_ends_with_its_execution()
    {
        using var stop = new CancellationTokenSource();
        var waiting = TokenState.Invalid;

        var outcome = await RunAsync(
            States(""),
            token => Later(() =>
            {
                waiting = _callbacks.StateOf(token);
                stop.Cancel();
            }),
            stop.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Aborted));
            Assert.That(waiting, Is.EqualTo(TokenState.Waiting));
            Assert.That(_callbacks.StateOf(_tokens.Single()), Is.EqualTo(TokenState.Closed));
            Assert.That(new TaskCallbacks().StateOf(_tokens.Single()), Is.EqualTo(TokenState.Unknown));
            Assert.That(_callbacks.StateOf("no token"), Is.EqualTo(TokenState.Invalid));
            Assert.That(_callbacks.StateOf(Convert.ToBase64String(new byte[100])), Is.EqualTo(TokenState.Invalid));
        }
    }

    [Test]
    public void A_heartbeat_is_told_to_the_task()
    {
        var beats = 0;
        var token = _callbacks.NewToken("arn:aws:states:us-east-1:123456789012:execution:m:e");
        using var waiting = _callbacks.Await(token, () => beats++);

        _callbacks.Beat(token);
        _callbacks.Beat(token);

        Assert.That(beats, Is.EqualTo(2));
    }

    [TestCase("m", "m")]
    [TestCase("m/label", "m")]
    public void A_token_tells_the_state_machine_of_its_task(string name, string machine) => Assert.That(
        TaskToken.MachineOf(_callbacks.NewToken($"arn:aws:states:us-east-1:123456789012:execution:{name}:e")),
        Is.EqualTo($"arn:aws:states:us-east-1:123456789012:stateMachine:{machine}"));

    private static string States(string more) => $$$"""
        {"A": {"Type": "Task", "Resource": "{{{Resource}}}", "Arguments": {{{Payload}}}, "Next": "B"{{{more}}}}, "B": {"Type": "Pass", "End": true}}
        """;

    // From another thread, as whoever got the token does.
    private void Later(Action work) => Task.Run(() => _loop.InvokeAsync(() =>
    {
        work();
        return Task.FromResult(true);
    }));

    private async Task<ExecutionOutcome> RunAsync(string states, Action<string> called, CancellationToken cancellation = default)
    {
        var machine = new TestMachine();
        machine.Functions.Called += () =>
        {
            var token = machine.Functions.Calls[^1].Payload.GetString()!;
            _tokens.Add(token);
            called(token);
        };
        return await _interpreter.RunAsync(
            await machine.LoadAsync(TestMachine.Definition(states)), JsonElement.Parse("{}"), "run-1", cancellation);
    }
}
