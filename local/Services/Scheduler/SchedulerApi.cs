using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Stacks;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.Scheduler;

/// <summary>The API of EventBridge Scheduler; whole, as a schedule that only the emulator had could not be fired.</summary>
/// <param name="schedules">The schedules.</param>
/// <param name="roles">Says which roles they can act for.</param>
/// <param name="account">The account.</param>
/// <param name="time">The clock.</param>
internal sealed partial class SchedulerApi(
    ConcurrentDictionary<string, Schedule> schedules, ServiceRoles roles, AwsAccount account, TimeProvider time)
    : RestService("scheduler", isWhole: true)
{
    private const int LargestPage = 100;

    private static readonly string[] Summarized = ["Arn", "CreationDate", "GroupName", "LastModificationDate", "Name", "State"];

    private readonly ScheduleGroups _groups = new(account, time);

    /// <inheritdoc />
    protected override IReadOnlyList<RestOperation> Operations =>
    [
        Operation("GET", SchedulesPath, (call, _) => List(call)),
        Operation("POST", SchedulePath, (call, path) => Create(call, path["name"])),
        Operation("GET", SchedulePath, (call, path) => Describe(Find(call, path["name"]))),
        Operation("PUT", SchedulePath, (call, path) => Update(call, path["name"])),
        Operation("DELETE", SchedulePath, (call, path) => Delete(call, path["name"])),
        Operation("GET", GroupsPath, (call, _) => ApiPage.Of(
            "ScheduleGroups", _groups.All(call.Query("NamePrefix")), Size(call), call.Query("NextToken"), group => _groups.Describe(group))),
        Operation("POST", GroupPath, (call, path) => _groups.Create(path["name"], new ApiArguments(call.Json))),
        Operation("GET", GroupPath, (_, path) => _groups.Describe(_groups.Find(path["name"]))),
        Operation("DELETE", GroupPath, (_, path) => DeleteGroup(path["name"])),
        Operation("GET", TagsPath, (_, path) => _groups.Tags(path["arn"])),
        Operation("POST", TagsPath, (call, path) => _groups.Tag(path["arn"], new ApiArguments(call.Json))),
        Operation("DELETE", TagsPath, (call, path) => _groups.Untag(path["arn"], call.Query("TagKeys")?.Split(',') ?? [])),
    ];

    private static RestOperation Operation(string method, Regex path, Func<ServiceCall, IReadOnlyDictionary<string, string>, JsonObject> answer) =>
        new(method, path, (call, parameters, _) => Task.FromResult(RestOperation.Result(answer(call, parameters))));

    private JsonObject Create(ServiceCall call, string name)
    {
        var now = ApiTime.Of(time.GetUtcNow());
        var schedule = Read(call, name, created: now);
        return schedules.TryAdd(schedule.Key, schedule)
            ? new JsonObject { ["ScheduleArn"] = schedule.Arn }
            : throw new ServiceException("ConflictException", $"Schedule {name} already exists.", StatusCodes.Status409Conflict);
    }

    // "UpdateSchedule uses all values, including empty values, and overrides the existing schedule."
    private JsonObject Update(ServiceCall call, string name)
    {
        var earlier = Find(name, new ApiArguments(call.Json).OptionalText("GroupName"));
        var schedule = Read(call, name, created: JsonNode.Parse(earlier.Definition.GetProperty("CreationDate").GetRawText())!);
        schedules[schedule.Key] = schedule;
        return new JsonObject { ["ScheduleArn"] = schedule.Arn };
    }

    private JsonObject Delete(ServiceCall call, string name)
    {
        schedules.TryRemove(Find(call, name).Key, out _);
        return [];
    }

    private JsonObject DeleteGroup(string name)
    {
        _groups.Delete(name);
        foreach (var schedule in schedules.Values.Where(schedule => schedule.Group == name))
        {
            schedules.TryRemove(schedule.Key, out _);
        }

        return [];
    }

    private JsonObject List(ServiceCall call)
    {
        var group = call.Query("ScheduleGroup") is { } name ? _groups.Find(name) : null;
        var (prefix, state) = (call.Query("NamePrefix") ?? "", call.Query("State"));
        var all = schedules.Values
            .Where(schedule => (group is null || schedule.Group == group) && schedule.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(schedule => schedule.Key, StringComparer.Ordinal)
            .Select(Describe)
            .Where(schedule => state is null || (string?)schedule["State"] == state);
        return ApiPage.Of("Schedules", all, Size(call), call.Query("NextToken"), Summarize);
    }

    private static long Size(ServiceCall call) => call.Query("MaxResults") is not { } text ? LargestPage
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= LargestPage ? size
        : throw new LocalException($"MaxResults is {text}; it must be from 1 to {LargestPage}.");

    private Schedule Read(ServiceCall call, string name, JsonNode created)
    {
        var given = new ApiArguments(call.Json);
        _groups.Find(given.OptionalText("GroupName") ?? Schedule.DefaultGroup);
        var definition = given.Copy();
        definition.Remove("ClientToken");
        definition["CreationDate"] = created;
        definition["LastModificationDate"] = ApiTime.Of(time.GetUtcNow());
        var schedule = Schedule.Of(account, name, new ApiArguments(JsonSerializer.SerializeToElement(definition)));
        roles.CheckSchedule(schedule.RoleArn, schedule.Group);
        return schedule;
    }

    private Schedule Find(ServiceCall call, string name) => Find(name, call.Query("groupName"));

    private Schedule Find(string name, string? group) => schedules.GetValueOrDefault(Schedule.KeyOf(group ?? Schedule.DefaultGroup, name))
        ?? throw new ServiceException("ResourceNotFoundException", $"Schedule {name} does not exist.", StatusCodes.Status404NotFound);

    private static JsonObject Describe(Schedule schedule)
    {
        var description = JsonObject.Create(schedule.Definition)!;
        description["Name"] = schedule.Name;
        description["Arn"] = schedule.Arn;
        description["GroupName"] = schedule.Group;
        description.TryAdd("State", "ENABLED");
        description.TryAdd("ActionAfterCompletion", "NONE");
        description.TryAdd("ScheduleExpressionTimezone", "UTC");
        var target = description["Target"]!.AsObject();
        target.TryAdd("RetryPolicy", new JsonObject());
        target["RetryPolicy"]!.AsObject().TryAdd("MaximumEventAgeInSeconds", Schedule.LongestAge);
        target["RetryPolicy"]!.AsObject().TryAdd("MaximumRetryAttempts", Schedule.MostRetries);
        return description;
    }

    private static JsonObject Summarize(JsonObject description) =>
        new(Summarized.Select(name => KeyValuePair.Create(name, description[name]?.DeepClone())))
        {
            ["Target"] = new JsonObject { ["Arn"] = description["Target"]!["Arn"]!.DeepClone() },
        };

    [GeneratedRegex(@"\A/schedules/?\z")]
    private static partial Regex SchedulesPath { get; }

    [GeneratedRegex(@"\A/schedules/(?<name>[^/]+)\z")]
    private static partial Regex SchedulePath { get; }

    [GeneratedRegex(@"\A/schedule-groups/?\z")]
    private static partial Regex GroupsPath { get; }

    [GeneratedRegex(@"\A/schedule-groups/(?<name>[^/]+)\z")]
    private static partial Regex GroupPath { get; }

    [GeneratedRegex(@"\A/tags/(?<arn>.+)\z")]
    private static partial Regex TagsPath { get; }
}
