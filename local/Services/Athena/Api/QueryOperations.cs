using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Services.Athena.Queries;

namespace Fanout.Local.Services.Athena.Api;

/// <summary>Queries: started with the permissions of whom starts them, asked for, stopped.</summary>
/// <param name="athena">The engine.</param>
/// <param name="iam">Decides what a caller may do with a query.</param>
/// <param name="account">The account.</param>
internal sealed class QueryOperations(AthenaService athena, Authorizer iam, AwsAccount account)
{
    private const string Id = "QueryExecutionId";
    private const int MostOfBatch = 50;
    private const int LargestPage = 50;
    private const int LargestResultPage = 1000;

    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
    [
        new("BatchGetQueryExecution", (call, _) => Task.FromResult(BatchGet(call))),
        new("GetQueryExecution", (call, _) => Task.FromResult(new JsonObject { ["QueryExecution"] = Find(call).Describe() })),
        new("GetQueryResults", ResultsAsync),
        new("ListQueryExecutions", (call, _) => Task.FromResult(List(new ApiArguments(call.Json)))),
        new("StartQueryExecution", StartAsync),
        new("StopQueryExecution", StopAsync),
    ];

    private async Task<JsonObject> StartAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = new ApiArguments(call.Json);
        CatalogOperations.Check(arguments.OptionalObject("QueryExecutionContext")?.OptionalText("Catalog"));
        return new JsonObject { [Id] = await athena.StartAsync(QueryRequest.Read(arguments), call.Caller.Identity, cancellation) };
    }

    private async Task<JsonObject> StopAsync(ServiceCall call, CancellationToken cancellation)
    {
        await athena.StopAsync(Find(call).Id);
        return [];
    }

    private Task<JsonObject> ResultsAsync(ServiceCall call, CancellationToken cancellation)
    {
        var arguments = new ApiArguments(call.Json);
        if (arguments.Choice("QueryResultType", "DATA_MANIFEST", "DATA_ROWS") == "DATA_MANIFEST")
        {
            throw new LocalException("The local cloud answers DATA_ROWS only; the manifest of an UNLOAD is the object at Statistics.DataManifestLocation.");
        }

        return athena.ResultsAsync(
            Find(call).Id,
            arguments.OptionalText("NextToken"),
            (int?)arguments.Whole("MaxResults", 1, LargestResultPage),
            call.Caller.Identity,
            cancellation);
    }

    private JsonObject BatchGet(ServiceCall call)
    {
        var ids = new ApiArguments(call.Json).Texts("QueryExecutionIds");
        if (ids.Count is 0 or > MostOfBatch)
        {
            throw new LocalException($"QueryExecutionIds has {ids.Count} items; from 1 to {MostOfBatch} are allowed.");
        }

        var known = athena.Executions.ToDictionary(execution => execution.Id);
        var found = ids.Where(known.ContainsKey).Select(id => known[id]).ToList();
        foreach (var execution in found)
        {
            Authorize(call, execution);
        }

        return new JsonObject
        {
            ["QueryExecutions"] = new JsonArray([.. found.Select(execution => execution.Describe())]),
            ["UnprocessedQueryExecutionIds"] = new JsonArray([.. ids.Where(id => !known.ContainsKey(id)).Select(id => new JsonObject
            {
                [Id] = id,
                ["ErrorCode"] = "INTERNAL_FAILURE",
                ["ErrorMessage"] = $"QueryExecution {id} was not found",
            })]),
        };
    }

    private JsonObject List(ApiArguments arguments)
    {
        var workgroup = athena.FindWorkgroup(arguments.OptionalText("WorkGroup") ?? Workgroup.Primary.Name).Name;
        var all = athena.Executions.Where(execution => execution.Workgroup.Name == workgroup);
        return ApiPage.Of("QueryExecutionIds", all, arguments, LargestPage, execution => execution.Id);
    }

    private QueryExecution Find(ServiceCall call)
    {
        var execution = athena.Get(new ApiArguments(call.Json).Text(Id));
        Authorize(call, execution);
        return execution;
    }

    // A query belongs to a workgroup, which its id does not tell.
    private void Authorize(ServiceCall call, QueryExecution execution)
    {
        var needed = new RequestedAction($"athena:{call.Request.Operation}", account.Arn("athena", $"workgroup/{execution.Workgroup.Name}"));
        if (!call.Caller.IsRoot && iam.Decide(call.Caller, needed).Denial is { } denial)
        {
            throw new ServiceException("AccessDeniedException", denial.Message);
        }
    }
}
