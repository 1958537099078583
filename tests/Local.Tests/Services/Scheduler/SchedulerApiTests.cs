using System.Net;
using System.Text.Json;

namespace Fanout.Tests.Local.Services.Scheduler;

public sealed class SchedulerApiTests
{
    private const string Machine = "arn:aws:states:us-east-1:123456789012:stateMachine:nightly";

    private string _name = null!;

    [SetUp]
    public void Name() => _name = DataServices.NewName();

    [Test]
    public async Task A_schedule_is_read_as_it_was_given_with_what_it_is_by_default()
    {
        var (status, _, made) = await SendAsync(HttpMethod.Post, $"/schedules/{_name}", Body());
        var (_, _, schedule) = await SendAsync(HttpMethod.Get, $"/schedules/{_name}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(made.GetProperty("ScheduleArn").GetString(), Is.EqualTo($"arn:aws:scheduler:us-east-1:123456789012:schedule/default/{_name}"));
            Assert.That(Text(schedule, "Name"), Is.EqualTo(_name));
            Assert.That(Text(schedule, "GroupName"), Is.EqualTo("default"));
            Assert.That(Text(schedule, "ScheduleExpression"), Is.EqualTo("cron(30 3 * * ? *)"));
            Assert.That(Text(schedule, "ScheduleExpressionTimezone"), Is.EqualTo("UTC"));
            Assert.That(Text(schedule, "State"), Is.EqualTo("ENABLED"));
            Assert.That(Text(schedule, "ActionAfterCompletion"), Is.EqualTo("NONE"));
            Assert.That(
                schedule.GetProperty("Target").GetRawText(),
                Is.EqualTo($$$"""{"Arn":"{{{Machine}}}","RoleArn":"{{{DataServices.SchedulerRole}}}","RetryPolicy":{"MaximumEventAgeInSeconds":86400,"MaximumRetryAttempts":185}}"""));
            Assert.That(schedule.TryGetProperty("ClientToken", out _), Is.False);
            Assert.That((await DataServices.CloudAsync()).Schedules[_name].StateMachineArn, Is.EqualTo(Machine));
        }
    }

    [Test]
    public async Task An_update_overwrites_all_and_a_deletion_ends_it()
    {
        await SendAsync(HttpMethod.Post, $"/schedules/{_name}", Body(more: """ "Description": "first", """));
        await SendAsync(HttpMethod.Put, $"/schedules/{_name}", Body(more: """ "State": "DISABLED", """));
        var (_, _, schedule) = await SendAsync(HttpMethod.Get, $"/schedules/{_name}");
        await SendAsync(HttpMethod.Delete, $"/schedules/{_name}?clientToken=x");
        var (status, error, body) = await SendAsync(HttpMethod.Get, $"/schedules/{_name}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(schedule, "State"), Is.EqualTo("DISABLED"));
            Assert.That(schedule.TryGetProperty("Description", out _), Is.False);
            Assert.That((status, error), Is.EqualTo((HttpStatusCode.NotFound, "ResourceNotFoundException")));
            Assert.That(Text(body, "Message"), Is.EqualTo($"Schedule {_name} does not exist."));
            Assert.That((await DataServices.CloudAsync()).Schedules.ContainsKey(_name), Is.False);
        }
    }

    [Test]
    public async Task Schedules_are_of_a_group_which_has_tags_and_takes_them_with_it()
    {
        await SendAsync(HttpMethod.Post, $"/schedule-groups/{_name}", """{"Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}""");
        await SendAsync(HttpMethod.Post, "/schedules/one", Body(more: $""" "GroupName": "{_name}", """));
        await SendAsync(HttpMethod.Post, "/schedules/two", Body(more: $""" "GroupName": "{_name}", "State": "DISABLED", """));
        var arn = Uri.EscapeDataString($"arn:aws:scheduler:us-east-1:123456789012:schedule-group/{_name}");
        await SendAsync(HttpMethod.Post, $"/tags/{arn}", """{"Tags": [{"Key": "c", "Value": "3"}]}""");
        await SendAsync(HttpMethod.Delete, $"/tags/{arn}?TagKeys=a&TagKeys=b");

        var (_, _, tags) = await SendAsync(HttpMethod.Get, $"/tags/{arn}");
        var (_, _, page) = await SendAsync(HttpMethod.Get, $"/schedules?ScheduleGroup={_name}&MaxResults=1");
        var (_, _, disabled) = await SendAsync(HttpMethod.Get, $"/schedules?ScheduleGroup={_name}&State=DISABLED");
        var (_, _, one) = await SendAsync(HttpMethod.Get, $"/schedules/one?groupName={_name}");
        var (_, _, groups) = await SendAsync(HttpMethod.Get, $"/schedule-groups?NamePrefix={_name}");
        await SendAsync(HttpMethod.Delete, $"/schedule-groups/{_name}");
        var (gone, _, _) = await SendAsync(HttpMethod.Get, $"/schedules/one?groupName={_name}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tags.GetProperty("Tags").GetRawText(), Is.EqualTo("""[{"Key":"c","Value":"3"}]"""));
            Assert.That(Names(page, "Schedules"), Is.EqualTo(new[] { "one" }));
            Assert.That(Text(page, "NextToken"), Is.EqualTo("1"));
            Assert.That(Names(disabled, "Schedules"), Is.EqualTo(new[] { "two" }));
            Assert.That(Text(one, "GroupName"), Is.EqualTo(_name));
            Assert.That(Names(groups, "ScheduleGroups"), Is.EqualTo(new[] { _name }));
            Assert.That(gone, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task A_schedule_of_the_program_is_one_of_the_API()
    {
        await DataServices.MakeAsync(
            "aws:scheduler/schedule:Schedule",
            ("name", _name),
            ("scheduleExpression", "rate(1 hour)"),
            ("flexibleTimeWindow", DataServices.Map(("mode", "FLEXIBLE"), ("maximumWindowInMinutes", 15.0))),
            ("target", DataServices.Map(
                ("arn", Machine),
                ("roleArn", DataServices.SchedulerRole),
                ("input", """{"a": 1}"""),
                ("retryPolicy", DataServices.Map(("maximumEventAgeInSeconds", 60.0), ("maximumRetryAttempts", 0.0))))));

        var (_, _, schedule) = await SendAsync(HttpMethod.Get, $"/schedules/{_name}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(schedule.GetProperty("FlexibleTimeWindow").GetRawText(), Is.EqualTo("""{"MaximumWindowInMinutes":15,"Mode":"FLEXIBLE"}"""));
            Assert.That(Text(schedule.GetProperty("Target"), "Input"), Is.EqualTo("""{"a": 1}"""));
            Assert.That(
                schedule.GetProperty("Target").GetProperty("RetryPolicy").GetRawText(),
                Is.EqualTo("""{"MaximumEventAgeInSeconds":60,"MaximumRetryAttempts":0}"""));
        }
    }

    [Test]
    public async Task What_is_wrong_is_refused_as_the_service_does()
    {
        await SendAsync(HttpMethod.Post, $"/schedules/{_name}", Body());
        using (Assert.EnterMultipleScope())
        {
            await RefusedAsync(HttpMethod.Post, $"/schedules/{_name}", Body(), 409, $"ConflictException: Schedule {_name} already exists.");
            await RefusedAsync(HttpMethod.Put, "/schedules/none", Body(), 404, "ResourceNotFoundException: Schedule none does not exist.");
            await RefusedAsync(
                HttpMethod.Post, "/schedules/x", Body(expression: "rate(5 weeks)"), 400,
                "ValidationException: Invalid Schedule Expression rate(5 weeks): a rate is a positive whole number of up to nine digits and minutes, hours "
                    + "or days, such as rate(5 minutes), or rate(1 minute) with the unit in the singular.");
            await RefusedAsync(
                HttpMethod.Post, "/schedules/x", Body(more: """ "GroupName": "none", """), 404, "ResourceNotFoundException: Schedule group none does not exist.");
            await RefusedAsync(
                HttpMethod.Post, "/schedules/x", Body(more: """ "State": "ON", """), 400,
                "ValidationException: 1 validation error detected: Value 'ON' at 'State' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED]");
            await RefusedAsync(
                HttpMethod.Post, "/schedules/a%20b", Body(), 400,
                "ValidationException: 1 validation error detected: Value 'a b' at 'Name' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]{1,64}");
            await RefusedAsync(HttpMethod.Get, "/schedules?MaxResults=101", null, 400, "ValidationException: MaxResults is 101; it must be from 1 to 100.");
            await RefusedAsync(HttpMethod.Delete, "/schedule-groups/default", null, 400, "ValidationException: The default schedule group cannot be deleted.");
            await RefusedAsync(HttpMethod.Get, "/tags/arn", null, 404, "ResourceNotFoundException: Schedule group arn does not exist.");
            await RefusedAsync(HttpMethod.Get, "/else", null, 404, "UnknownOperationException: The local cloud does not know GET /else of scheduler.");
        }
    }

    private static async Task RefusedAsync(HttpMethod method, string path, string? body, int status, string refusal)
    {
        var answer = await SendAsync(method, path, body);
        Assert.That(((int)answer.Status, $"{answer.Error}: {Text(answer.Body, "Message")}"), Is.EqualTo((status, refusal)));
    }

    private static Task<(HttpStatusCode Status, string? Error, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null) =>
        DataServices.SendAsync("scheduler", method, path, body);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static IEnumerable<string?> Names(JsonElement page, string list) => page.GetProperty(list).EnumerateArray().Select(item => Text(item, "Name"));

    private static string Body(string expression = "cron(30 3 * * ? *)", string more = "") => $$$$"""
        {
            "ScheduleExpression": "{{{{expression}}}}", {{{{more}}}} "ClientToken": "x", "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": "{{{{Machine}}}}", "RoleArn": "{{{{DataServices.SchedulerRole}}}}"}
        }
        """;
}
