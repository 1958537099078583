using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam;

namespace Fanout.Local.Services.Glue.Api;

/// <summary>Jobs.</summary>
/// <param name="jobs">The jobs.</param>
/// <param name="roles">Says which roles they can have.</param>
/// <param name="tags">Their tags.</param>
/// <param name="time">The clock.</param>
internal sealed class JobOperations(GlueService jobs, ServiceRoles roles, GlueTags tags, TimeProvider time)
{
    private const int LargestPage = 1000;

    private static readonly string[] Unsupported =
        ["CodeGenConfigurationNodes", "Connections", "MaintenanceWindow", "SecurityConfiguration", "SourceControlDetails"];

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("BatchGetJobs", JsonOperations.Of(BatchGet)),
        new("CreateJob", JsonOperations.Of(Create)),
        new("DeleteJob", JsonOperations.Of(Delete)),
        new("GetJob", JsonOperations.Of(arguments => new JsonObject { ["Job"] = Describe(jobs.Job(arguments.Text("JobName"))) })),
        new("GetJobs", JsonOperations.Of(arguments => ApiPage.Of("Jobs", jobs.Jobs, arguments, LargestPage, Describe))),
        new("ListJobs", JsonOperations.Of(List)),
        new("UpdateJob", JsonOperations.Of(Update)),
    ];

    private JsonObject Create(ApiArguments arguments)
    {
        var now = ApiTime.Of(time.GetUtcNow());
        var definition = arguments.Copy();
        definition.Remove("Tags");
        var job = Read(definition, created: now);
        jobs.Deploy(job);
        tags.Add($"job/{job.Name}", arguments);
        return new JsonObject { ["Name"] = job.Name };
    }

    // "The previous job definition is completely overwritten by this information."
    private JsonObject Update(ApiArguments arguments)
    {
        var earlier = jobs.Job(arguments.Text("JobName"));
        var definition = arguments.Object("JobUpdate").Copy();
        definition["Name"] = earlier.Name;
        jobs.Replace(Read(definition, created: JsonNode.Parse(earlier.Definition.GetProperty("CreatedOn").GetRawText())!));
        return new JsonObject { ["JobName"] = earlier.Name };
    }

    // "If the job definition is not found, no exception is thrown."
    private JsonObject Delete(ApiArguments arguments)
    {
        var name = arguments.Text("JobName");
        jobs.Delete(name);
        tags.Forget($"job/{name}");
        return new JsonObject { ["JobName"] = name };
    }

    private JsonObject List(ApiArguments arguments)
    {
        var wanted = arguments.Map("Tags");
        var all = jobs.Jobs.Where(job => wanted.All(tag => tags.Of($"job/{job.Name}").GetValueOrDefault(tag.Key) == tag.Value));
        return ApiPage.Of("JobNames", all, arguments, LargestPage, job => job.Name);
    }

    private JsonObject BatchGet(ApiArguments arguments)
    {
        var known = jobs.Jobs.ToDictionary(job => job.Name);
        var names = arguments.Texts("JobNames");
        return new JsonObject
        {
            ["Jobs"] = new JsonArray([.. names.Where(known.ContainsKey).Select(name => Describe(known[name]))]),
            ["JobsNotFound"] = new JsonArray([.. names.Where(name => !known.ContainsKey(name))]),
        };
    }

    private GlueJob Read(JsonObject definition, JsonNode created)
    {
        GlueNames.Refuse(definition, Unsupported);
        definition["CreatedOn"] = created;
        definition["LastModifiedOn"] = ApiTime.Of(time.GetUtcNow());
        var job = GlueJob.Of(new ApiArguments(JsonSerializer.SerializeToElement(definition)));
        roles.CheckJob(job.RoleArn);
        return job;
    }

    private static JsonObject Describe(GlueJob job)
    {
        var description = JsonObject.Create(job.Definition)!;
        description.TryAdd("ExecutionProperty", new JsonObject { ["MaxConcurrentRuns"] = job.MaxConcurrentRuns });
        description.TryAdd("JobMode", "SCRIPT");
        description.TryAdd("MaxRetries", 0);
        description.TryAdd("Timeout", (int)job.Timeout.TotalMinutes);
        description["AllocatedCapacity"] = (int)job.Capacity.Units;
        description["MaxCapacity"] = job.Capacity.Units;
        return description;
    }
}
