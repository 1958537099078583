using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Scheduler;
using Fanout.Local.Services.States;
using Fanout.Local.Stacks;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Local.StepFunctions;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Stacks;

public class SchedulerTests
{
    private const string Machine = "arn:aws:states:us-east-1:123456789012:stateMachine:nightly";
    private const string Scheduling = "arn:aws:iam::123456789012:role/scheduler";
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:missed";

    private readonly List<(string Machine, JsonElement Input, string Name)> _started = [];
    private LocalCloud _cloud = null!;
    private Scheduler _scheduler = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cloud = await TestCloud.StartAsync();
        await MakeAsync("aws:iam/role:Role", ("name", "scheduler"), ("assumeRolePolicy", Documents.Trust("scheduler.amazonaws.com")));
        _cloud.Iam.AllowAll(Scheduling);
        await MakeAsync("aws:iam/role:Role", ("name", "lambda"), ("assumeRolePolicy", Documents.Trust("lambda.amazonaws.com")));
        await MakeAsync("aws:sqs/queue:Queue", ("name", "missed"));
        _cloud.StateMachines.Deploy(new StateMachineDeployment(Machine, "nightly", StateMachineType.Standard, "role", "{}"));
        _scheduler = new Scheduler(_cloud, (machine, input, name, _) =>
        {
            _started.Add((machine, input, name));
            return Task.FromResult(new ExecutionOutcome
            {
                ExecutionArn = name,
                Status = ExecutionStatus.Succeeded,
                StartTime = default,
                StopTime = default,
                Counts = new ExecutionCounts(),
                History = [],
            });
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _cloud.DisposeAsync();

    [SetUp]
    public void Forget()
    {
        _started.Clear();
        _cloud.Schedules.Clear();
    }

    [Test]
    public async Task A_schedule_is_fired_with_its_own_input_though_it_is_disabled()
    {
        var schedule = await ScheduleAsync(("state", "DISABLED"));

        var outcome = await _scheduler.FireAsync(schedule.Name, input: null, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(schedule.Id, Does.Match("^default/resource-[0-9a-f]{7}$"));
            Assert.That(schedule.Arn, Is.EqualTo($"arn:aws:scheduler:us-east-1:123456789012:schedule/{schedule.Id}"));
            Assert.That(_started.Single().Machine, Is.EqualTo(Machine));
            Assert.That(_started.Single().Input.GetRawText(), Is.EqualTo("""{"date_run":"0000/00/00"}"""));
            Assert.That(outcome.ExecutionArn, Is.EqualTo(_started.Single().Name));
        }
    }

    [Test]
    public async Task An_input_given_by_hand_takes_the_place_of_the_schedules_own_and_may_tell_of_the_schedule()
    {
        var schedule = await ScheduleAsync();

        await _scheduler.FireAsync(
            schedule.Name,
            """{"by":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>","n":<aws.scheduler.attempt-number>}""",
            CancellationToken.None);

        var input = _started.Single().Input;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(input.GetProperty("by").GetString(), Is.EqualTo(schedule.Arn));
            Assert.That(input.GetProperty("at").GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));
            Assert.That(input.GetProperty("id").GetString(), Is.EqualTo(_started.Single().Name));
            Assert.That(input.GetProperty("n").GetInt32(), Is.EqualTo(1));
        }
    }

    [TestCase(Machine, "{", "InvalidExecutionInput", "Invalid State Machine Execution Input: ")]
    [TestCase(Machine + "-2", "{}", "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + Machine + "-2'")]
    public async Task What_cannot_be_started_is_a_dead_letter(string machine, string input, string code, string message)
    {
        var schedule = await ScheduleAsync(("target", Target(arn: machine, queue: Queue)));

        var problem = await Assert.ThrowsAsync<LocalException>(() => _scheduler.FireAsync(schedule.Name, input, CancellationToken.None));

        var letter = (await ReceiveAsync()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem!.Message, Does.StartWith($"The schedule {schedule.Name} could not start {machine}: {message}"));
            Assert.That(problem.Message, Does.EndWith($"; the input is in {Queue}."));
            Assert.That(letter.GetProperty("Body").GetString(), Is.EqualTo(input));
            Assert.That(Attribute(letter, "ERROR_CODE"), Is.EqualTo(code));
            Assert.That(Attribute(letter, "ERROR_MESSAGE"), Does.StartWith(message));
            Assert.That(Attribute(letter, "SCHEDULE_ARN"), Is.EqualTo(schedule.Arn));
            Assert.That(Attribute(letter, "TARGET_ARN"), Is.EqualTo(machine));
            Assert.That(Attribute(letter, "RETRY_ATTEMPTS"), Is.EqualTo("0"));
            Assert.That(_started, Is.Empty);
        }
    }

    [Test]
    public async Task An_input_that_is_too_large_without_a_dead_letter_queue_is_lost()
    {
        var schedule = await ScheduleAsync();

        Assert.That(
            () => _scheduler.FireAsync(schedule.Name, $"\"{new string('x', 262_143)}\"", CancellationToken.None),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(
                $"The schedule {schedule.Name} could not start {Machine}: Invalid State Machine Execution Input: at most 262144 bytes are "
                    + "allowed; the input is lost, as the schedule has no dead-letter queue."));
    }

    [Test]
    public async Task A_schedule_that_is_not_deployed_is_named_with_those_that_are()
    {
        var schedule = await ScheduleAsync();

        Assert.That(
            () => _scheduler.FireAsync("other", null, CancellationToken.None),
            Throws.TypeOf<LocalException>().With.Message.EqualTo($"No schedule other is deployed; deployed are: {schedule.Name}."));
    }

    [TestCase("cron(30 3 * * ? *)")]
    [TestCase("cron(0/15 8-18 ? JAN-MAR,12 MON-FRI 2022-2025)")]
    [TestCase("cron(0 0 L * ? *)")]
    [TestCase("cron(0 0 15W * ? *)")]
    [TestCase("cron(0 0 ? * 6#3 *)")]
    [TestCase("cron(0 0 ? * FRIL *)")]
    [TestCase("rate(1 minute)")]
    [TestCase("rate(12 hours)")]
    [TestCase("at(2022-01-31T03:30:00)")]
    public void An_expression_that_the_service_takes_is_taken(string expression) =>
        Assert.That(() => ScheduleAsync(("scheduleExpression", expression)), Throws.Nothing);

    [TestCase("30 3 * * ? *", "allowed: rate(value unit), cron(fields) and at(yyyy-mm-ddThh:mm:ss)")]
    [TestCase("cron(30 3 * * ?)", "cron has 5 fields and needs six, with one space between them: minutes hours day-of-month month day-of-week year")]
    [TestCase("cron(30 3 * * * *)", "exactly one of day-of-month and day-of-week must be ?")]
    [TestCase("cron(30 3 ? * ? *)", "exactly one of day-of-month and day-of-week must be ?")]
    [TestCase("cron(60 3 * * ? *)", "the field minutes is \"60\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(30 3-25 * * ? *)", "the field hours is \"3-25\"; allowed: * or values from 0 to 23")]
    [TestCase("cron(0/0 3 * * ? *)", "the field minutes is \"0/0\"; allowed: * or values from 0 to 59")]
    [TestCase("cron(30 3 * JANUARY ? *)", "the field month is \"JANUARY\"; allowed: * or values from 1 to 12, JAN to DEC")]
    [TestCase("cron(30 3 ? * 6#6 *)", "the field day-of-week is \"6#6\"; allowed: * or values from 1 to 7, SUN to SAT")]
    [TestCase("rate(0 minutes)", "a rate is a positive whole number of up to nine digits and minutes, hours or days, such as rate(5 minutes), or rate(1 minute) with the unit in the singular")]
    [TestCase("rate(5 weeks)", "a rate is a positive whole number of up to nine digits and minutes, hours or days, such as rate(5 minutes), or rate(1 minute) with the unit in the singular")]
    [TestCase("at(2022-02-30T03:30:00)", "a time is written as at(2022-01-31T03:30:00)")]
    public void An_expression_that_the_service_refuses_is_refused(string expression, string why) => Assert.That(
        () => ScheduleAsync(("scheduleExpression", expression)),
        Throws.TypeOf<LocalException>().With.Message.EqualTo($"Invalid Schedule Expression {expression}: {why}."));

    [Test]
    public void Settings_that_the_service_refuses_are_refused()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => ScheduleAsync(("target", Target(role: "arn:aws:iam::123456789012:role/lambda"))),
                Throws.TypeOf<LocalException>().With.Message.EqualTo(
                    "The execution role you provide must allow AWS EventBridge Scheduler to assume the role. User: scheduler.amazonaws.com is not "
                        + "authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/lambda because no role trust policy "
                        + "allows the sts:AssumeRole action"));
            Assert.That(
                () => ScheduleAsync(("target", Target(arn: "arn:aws:lambda:us-east-1:123456789012:function:f"))),
                Throws.TypeOf<LocalException>().With.Message.EqualTo(
                    "Target.Arn is \"arn:aws:lambda:us-east-1:123456789012:function:f\"; the local cloud starts state machines only."));
            Assert.That(
                () => ScheduleAsync(("target", Target(queue: $"{Queue}.fifo"))),
                Throws.TypeOf<LocalException>().With.Message.EqualTo($"Target.DeadLetterConfig.Arn is \"{Queue}.fifo\"; allowed: the ARN of a standard queue."));
            Assert.That(
                () => ScheduleAsync(("scheduleExpressionTimezone", "Berlin")),
                Throws.TypeOf<LocalException>().With.Message.EqualTo(
                    "ScheduleExpressionTimezone is \"Berlin\"; allowed: a name of the time zone database, such as Europe/Berlin."));
            Assert.That(
                () => ScheduleAsync(("flexibleTimeWindow", Map(("mode", "FLEXIBLE")))),
                Throws.TypeOf<LocalException>().With.Message.EqualTo(
                    "FlexibleTimeWindow must have the Mode OFF, or FLEXIBLE and MaximumWindowInMinutes from 1 to 1440."));
        }
    }

    private Task<CloudResource> ScheduleAsync(params (string Name, object Value)[] inputs) => MakeAsync(
        "aws:scheduler/schedule:Schedule",
        [
            .. new (string Name, object Value)[]
            {
                ("scheduleExpression", "cron(30 3 * * ? *)"), ("flexibleTimeWindow", Map(("mode", "OFF"))), ("target", Target()),
            }.ExceptBy(inputs.Select(input => input.Name), input => input.Name),
            .. inputs,
        ]);

    private static ImmutableDictionary<string, object> Target(
        string arn = Machine, string role = Scheduling, string? queue = null)
    {
        var target = Map(("arn", arn), ("roleArn", role), ("input", """{"date_run":"0000/00/00"}"""));
        return queue is null ? target : target.Add("deadLetterConfig", Map(("arn", queue)));
    }

    private static ImmutableDictionary<string, object> Map(params (string Name, object Value)[] members) =>
        members.ToImmutableDictionary(member => member.Name, member => member.Value);

    private Task<CloudResource> MakeAsync(string type, params (string Name, object Value)[] inputs) =>
        new Provisioner(_cloud, CancellationToken.None).CreateAsync(CloudResource.Of(_cloud.Account, type, "resource", Map(inputs)));

    private async Task<JsonElement[]> ReceiveAsync()
    {
        var url = new Uri(_cloud.Gateway.Endpoint, $"{AwsAccount.Id}/missed").AbsoluteUri;
        var answer = await _cloud.Json.CallAsync(
            "sqs",
            "AmazonSQS.ReceiveMessage",
            JsonSerializer.SerializeToElement(new { QueueUrl = url, MaxNumberOfMessages = 10, MessageAttributeNames = new[] { "All" } }),
            _cloud.Root,
            CancellationToken.None);
        return [.. answer.GetProperty("Messages").EnumerateArray()];
    }

    private static string? Attribute(JsonElement letter, string name) =>
        letter.GetProperty("MessageAttributes").GetProperty(name).GetProperty("StringValue").GetString();
}
