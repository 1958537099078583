using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Requests;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The API of Lambda ("AWS Lambda API Reference").</summary>
internal sealed class FunctionsService : RestService
{
    private const string Refused = FunctionRequest.Invalid;

    /// <param name="account">The account.</param>
    /// <param name="lambda">The functions.</param>
    /// <param name="deployments">Makes and changes them.</param>
    /// <param name="invocations">Events that nobody waits for.</param>
    /// <param name="policies">Who may invoke functions.</param>
    /// <param name="objects">The buckets, which may hold zips.</param>
    public FunctionsService(
        AwsAccount account,
        LambdaService lambda,
        FunctionDeployments deployments,
        AsynchronousInvocations invocations,
        FunctionPolicies policies,
        IObjectStore objects)
        : base("lambda", isWhole: true)
    {
        var packages = new Packages(deployments, objects);
        var (invoke, reading, changing) = (new InvokeOperation(lambda, invocations), new ReadOperations(lambda), new ChangeOperations(lambda, deployments, packages));
        var (concurrency, events) = (new ConcurrencyOperations(lambda, deployments), new EventOperations(lambda, deployments, invocations));
        var (permissions, tags) = (new PermissionOperations(lambda, policies), new TagOperations(lambda, deployments));
        Operations =
        [
            .. new Dictionary<string, Func<FunctionCall, CancellationToken, Task<AwsAnswer>>>
            {
                ["CreateFunction"] = changing.CreateAsync,
                ["Invoke"] = (call, _) => invoke.AnswerAsync(call),
                ["UpdateFunctionCode"] = changing.UpdateCodeAsync,
            }.Concat(new Dictionary<string, Func<FunctionCall, AwsAnswer>>
            {
                ["AddPermission"] = permissions.Add,
                ["DeleteFunction"] = changing.Delete,
                ["DeleteFunctionConcurrency"] = concurrency.Delete,
                ["DeleteFunctionEventInvokeConfig"] = events.Delete,
                ["GetFunction"] = reading.Get,
                ["GetFunctionCodeSigningConfig"] = reading.GetCodeSigning,
                ["GetFunctionConcurrency"] = concurrency.Get,
                ["GetFunctionConfiguration"] = reading.GetConfiguration,
                ["GetFunctionEventInvokeConfig"] = events.Get,
                ["GetFunctionRecursionConfig"] = reading.GetRecursion,
                ["GetPolicy"] = permissions.Get,
                ["GetRuntimeManagementConfig"] = reading.GetRuntimeManagement,
                ["ListAliases"] = reading.ListAliases,
                ["ListEventSourceMappings"] = ReadOperations.ListEventSources,
                ["ListFunctionEventInvokeConfigs"] = events.List,
                ["ListFunctions"] = reading.List,
                ["ListTags"] = tags.List,
                ["ListVersionsByFunction"] = reading.ListVersions,
                ["PutFunctionConcurrency"] = concurrency.Put,
                ["PutFunctionEventInvokeConfig"] = events.Put,
                ["RemovePermission"] = permissions.Remove,
                ["TagResource"] = tags.Tag,
                ["UntagResource"] = tags.Untag,
                ["UpdateFunctionConfiguration"] = changing.UpdateConfiguration,
                ["UpdateFunctionEventInvokeConfig"] = events.Update,
            }.Select(operation => KeyValuePair.Create<string, Func<FunctionCall, CancellationToken, Task<AwsAnswer>>>(
                operation.Key, (call, _) => Task.FromResult(operation.Value(call)))))
            .Select(operation => Operation(FunctionOperations.All[operation.Key], operation.Value, account)),
        ];
    }

    /// <inheritdoc />
    protected override IReadOnlyList<RestOperation> Operations { get; }

    private static RestOperation Operation(
        FunctionOperation operation, Func<FunctionCall, CancellationToken, Task<AwsAnswer>> answer, AwsAccount account) =>
        new(operation.Method, operation.Path, async (call, parameters, cancellation) =>
        {
            try
            {
                return await answer(new FunctionCall(call, parameters, account), cancellation);
            }
            catch (LocalException problem)
            {
                // What the program's resources are refused for is an error of the request here.
                throw new ServiceException(Refused, problem.Message.Replace($"{Refused}: ", "", StringComparison.Ordinal));
            }
        });
}
