using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Stacks;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.Scheduler;

/// <summary>The groups of schedules, which have tags, as schedules have none.</summary>
/// <param name="account">The account.</param>
/// <param name="time">The clock.</param>
internal sealed class ScheduleGroups(AwsAccount account, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _created = new() { [Schedule.DefaultGroup] = time.GetUtcNow() };
    private readonly ResourceTags _tags = new();

    /// <summary>The groups whose names begin so, in order.</summary>
    public IEnumerable<string> All(string? prefix) =>
        _created.Keys.Where(name => name.StartsWith(prefix ?? "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>A group.</summary>
    /// <exception cref="ServiceException">There is none of that name.</exception>
    public string Find(string name) => _created.ContainsKey(name) ? name : throw NotFound($"Schedule group {name} does not exist.");

    /// <summary>A group as the API describes it.</summary>
    public JsonObject Describe(string name) => new()
    {
        ["Arn"] = Arn(name),
        ["CreationDate"] = ApiTime.Of(_created[name]),
        ["LastModificationDate"] = ApiTime.Of(_created[name]),
        ["Name"] = name,
        ["State"] = "ACTIVE",
    };

    /// <summary>Makes a group.</summary>
    /// <exception cref="ServiceException">There is one of that name.</exception>
    public JsonObject Create(string name, ApiArguments arguments)
    {
        ApiArguments.Checked("Name", name, Schedule.NamePattern);
        if (!_created.TryAdd(name, time.GetUtcNow()))
        {
            throw new ServiceException("ConflictException", $"Schedule group {name} already exists.", StatusCodes.Status409Conflict);
        }

        _tags.Add(Arn(name), ResourceTags.Read(arguments));
        return new JsonObject { ["ScheduleGroupArn"] = Arn(name) };
    }

    /// <summary>Deletes a group.</summary>
    /// <exception cref="ServiceException">There is none of that name, or every account has it.</exception>
    public void Delete(string name)
    {
        if (Find(name) == Schedule.DefaultGroup)
        {
            throw new LocalException("The default schedule group cannot be deleted.");
        }

        _created.TryRemove(name, out _);
        _tags.Forget(Arn(name));
    }

    /// <summary>The tags of a group.</summary>
    public JsonObject Tags(string arn) => new() { ["Tags"] = _tags.List(Checked(arn)) };

    /// <summary>Tags a group.</summary>
    public JsonObject Tag(string arn, ApiArguments arguments)
    {
        _tags.Add(Checked(arn), ResourceTags.Read(arguments));
        return [];
    }

    /// <summary>Takes tags away from a group.</summary>
    public JsonObject Untag(string arn, IEnumerable<string> keys)
    {
        _tags.Remove(Checked(arn), keys);
        return [];
    }

    private static ServiceException NotFound(string message) => new("ResourceNotFoundException", message, StatusCodes.Status404NotFound);

    private string Arn(string name) => account.Arn("scheduler", $"schedule-group/{name}");

    private string Checked(string arn) => _created.Keys.Any(name => Arn(name) == arn) ? arn : throw NotFound($"Schedule group {arn} does not exist.");
}
