using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Services.Athena;
using Fanout.Local.Services.Athena.Api;
using Fanout.Local.Services.Athena.Queries;
using Fanout.Local.Services.CloudWatch;
using Fanout.Local.Services.DynamoDb;
using Fanout.Local.Services.Events;
using Fanout.Local.Services.Glue;
using Fanout.Local.Services.Glue.Api;
using Fanout.Local.Services.Glue.Catalog;
using Fanout.Local.Services.Iam;
using Fanout.Local.Services.Kms;
using Fanout.Local.Services.Lambda;
using Fanout.Local.Services.Lambda.Api;
using Fanout.Local.Services.Logs;
using Fanout.Local.Services.Messaging;
using Fanout.Local.Services.S3;
using Fanout.Local.Services.Scheduler;
using Fanout.Local.Services.States;
using Fanout.Local.Services.Sts;
using Fanout.Stacks;

namespace Fanout.Local.Cloud;

/// <summary>
/// An AWS account on this machine: the emulator, the gateway in front of it, and the services that run here.
/// </summary>
public sealed class LocalCloud : IAsyncDisposable
{
    // The name that sessions of jobs have.
    private const string GlueSession = "GlueJobRunnerSession";

    private readonly MotoServer? _moto;
    private readonly Lazy<Task> _end;
    private readonly AlarmsService _alarms;
    private readonly ManagedKeys _keys;
    private readonly QueuePolicies _queues;
    private readonly Topics _topics;

    private LocalCloud(
        LocalCloudOptions options, MotoServer? moto, Gateway gateway, Authorizer iam, LambdaService lambda, LogGroups logs, MetricStore metrics, Usage usage)
    {
        var (account, notices) = (options.Account, options.Notices);
        _moto = moto;
        _end = new Lazy<Task>(EndAsync);
        Account = account;
        Gateway = gateway;
        Iam = iam;
        Lambda = lambda;
        Logs = logs;
        Metrics = metrics;
        Usage = usage;
        Http = new SignedHttp(gateway.Endpoint, account.Region);
        Json = new AwsJsonClient(Http);
        Root = gateway.Register(Caller.Of(AwsAccount.Root));
        Sns = new SnsClient(Http);
        Messages = new MessageSender(Json, Sns, gateway.Endpoint);
        Invocations = new AsynchronousInvocations(lambda, Messages);
        Notifications = new BucketNotifications(account, gateway.ObserveObjects, iam, Invocations.Start);
        var objects = new S3ObjectStore(new S3Clients(_ => Task.FromResult(this)).OfAsync);
        var catalog = new DataCatalog(Json, role => CredentialsOf(role));
        Athena = new AthenaService(objects, new QuerySources(Http, catalog, role => CredentialsOf(role)), Jobs, usage: usage);
        ServiceRoles = new ServiceRoles(iam, account, logs.Exists);
        Glue = new GlueService(
            objects,
            token => GluePython.FindAsync(Environment.GetEnvironmentVariable("PATH") ?? "", notices, token),
            role => JobProcess.Variables(account.Region, gateway.Endpoint, CredentialsOf(role, GlueSession)),
            run => ServiceRoles.DenialOfRun(run.Job.RoleArn, JobRun.Streams.Select(stream => $"{run.LogGroup}/{stream}")),
            logs,
            Jobs,
            usage: usage);

        // The services that the account has; what none of them answers goes to the emulator.
        gateway.Add(new RolePolicies(iam));
        gateway.Add(new CallerIdentity());
        gateway.Add(new KeyLengths());
        gateway.Add(new BucketConfigurations(iam, Notifications));
        var (tags, ownership) = (new BucketTags(), new BucketOwnership());
        gateway.Add(tags);
        gateway.Add(ownership);
        gateway.Add(new NewBuckets(tags, ownership));
        gateway.Add(new UnansweredOperations());
        var pending = new PendingSubscriptions();
        _topics = new Topics(iam, account, pending);
        _queues = new QueuePolicies(iam, account);
        gateway.Add(new TableSettings(account, TimeProvider.System));
        gateway.Add(new TableTags());
        _keys = new ManagedKeys(account);
        gateway.Add(_keys);
        gateway.Add(pending);
        gateway.Add(_topics);
        gateway.Add(_queues);
        gateway.Add(new MessageTexts());
        gateway.Add(new AthenaApi(Athena, catalog, iam, account, TimeProvider.System));
        gateway.Add(new GlueApi(new GlueCatalog(), Glue, ServiceRoles, account, TimeProvider.System));
        gateway.Add(new SchedulerApi(Schedules, ServiceRoles, account, TimeProvider.System));
        gateway.Add(new ConnectionsApi(Connections, account, TimeProvider.System));
        gateway.Add(new EventRules(account));
        FunctionPolicies = new FunctionPolicies(iam);
        Functions = new FunctionDeployments(account, gateway, ServiceRoles, lambda, Invocations, FunctionPolicies);
        gateway.Add(new FunctionsService(account, lambda, Functions, Invocations, FunctionPolicies, objects));
        gateway.Add(new LogsService(logs, account, TimeProvider.System));
        _alarms = new AlarmsService(
            metrics,
            new QueueDepths(Json, () => Root, metrics),
            new AlarmActions(Sns, () => Root, iam, account, notices),
            TimeProvider.System);
        gateway.Add(_alarms);
    }

    /// <summary>The account.</summary>
    public AwsAccount Account { get; }

    /// <summary>The policies, by which every call is decided.</summary>
    public Authorizer Iam { get; }

    /// <summary>Whether services can act with the roles that resources give them.</summary>
    public ServiceRoles ServiceRoles { get; }

    /// <summary>The way in.</summary>
    public Gateway Gateway { get; }

    /// <summary>How many requests roles made of each service.</summary>
    public RequestCounts Requests => Gateway.RoleRequests;

    /// <summary>What AWS would bill for what roles do.</summary>
    public Usage Usage { get; }

    /// <summary>Signed requests to the gateway.</summary>
    public SignedHttp Http { get; }

    /// <summary>Calls to the JSON APIs behind the gateway.</summary>
    public AwsJsonClient Json { get; }

    /// <summary>The deployed functions.</summary>
    public LambdaService Lambda { get; }

    /// <summary>Makes, changes and takes away functions.</summary>
    public FunctionDeployments Functions { get; }

    /// <summary>Who may invoke functions.</summary>
    public FunctionPolicies FunctionPolicies { get; }

    /// <summary>Events that functions are invoked with and nobody waits for.</summary>
    public AsynchronousInvocations Invocations { get; }

    /// <summary>The events of buckets.</summary>
    public BucketNotifications Notifications { get; }

    /// <summary>The state machines.</summary>
    public StateMachineStore StateMachines { get; } = new();

    /// <summary>The schedules, by <see cref="Schedule.Key"/>.</summary>
    public ConcurrentDictionary<string, Schedule> Schedules { get; } = new();

    /// <summary>The log groups, and what was logged to them.</summary>
    public LogGroups Logs { get; }

    /// <summary>What services count, which alarms are raised by.</summary>
    public MetricStore Metrics { get; }

    /// <summary>Queries over the tables of the Glue Data Catalog.</summary>
    public AthenaService Athena { get; }

    /// <summary>Jobs and their runs.</summary>
    public GlueService Glue { get; }

    /// <summary>Tells of queries and job runs that have ended.</summary>
    public JobEvents Jobs { get; } = new();

    /// <summary>The third-party APIs that are served on this machine.</summary>
    public ApiDirectory Apis { get; } = new();

    /// <summary>The connections that HTTP Tasks call them with, by ARN.</summary>
    public ConcurrentDictionary<string, Connection> Connections { get; } = new();

    /// <summary>Calls to the SNS API.</summary>
    public SnsClient Sns { get; }

    /// <summary>Messages that services send to queues and topics.</summary>
    public MessageSender Messages { get; }

    /// <summary>The credentials that may do everything.</summary>
    public AwsCredentials Root { get; }

    /// <summary>Ends, with a sentence that names it, where a process that the cloud needs ends in the middle.</summary>
    public Task<string> Lost => _moto?.Lost ?? Gateway.Lost;

    /// <summary>Starts the emulator, unless one is named, and the gateway.</summary>
    /// <exception cref="LocalException">A part could not be started.</exception>
    public static async Task<LocalCloud> StartAsync(LocalCloudOptions options, CancellationToken cancellation)
    {
        MotoServer? moto = null;
        var usage = new Usage();
        var logs = new LogGroups(options.Clock, usage);
        var metrics = new MetricStore(TimeProvider.System);
        var lambda = new LambdaService(logs, options.Clock, metrics.Count, usage);
        var iam = new Authorizer();
        try
        {
            if (options.Emulator is { } emulator)
            {
                await EmulatorAddress.CheckAnswersAsync(emulator, cancellation);
            }
            else
            {
                var command = await PythonEnvironment.FindMotoServerAsync(
                    RepositoryPaths.Root, Environment.GetEnvironmentVariable("PATH") ?? "", options.Notices, cancellation);
                moto = await MotoServer.StartAsync(command, [], cancellation, EmulatorAddress.NewSocket());
            }

            var gateway = await Gateway.StartAsync(
                options.Emulator ?? moto!.Endpoint, options.Port, new RequestAuthorizer(iam, options.Account), lambda.Map, cancellation, usage);
            return new LocalCloud(options, moto, gateway, iam, lambda, logs, metrics, usage);
        }
        catch
        {
            await lambda.DisposeAsync();
            await (moto?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>The credentials that stand for a role.</summary>
    /// <param name="roleArn">The role's ARN.</param>
    /// <param name="session">The session's name.</param>
    public AwsCredentials CredentialsOf(string roleArn, string session = Caller.ServiceSession) =>
        Gateway.Register(Caller.Of(roleArn, session));

    /// <summary>Looks at the alarms from now on, so that their topics are told; without it they are looked at when somebody asks.</summary>
    public AlarmWatch WatchAlarms() => new(
        Metrics,
        cancellation => Json.CallAsync(
            "monitoring", "GraniteServiceVersion20100801.DescribeAlarms", JsonElement.Parse("{}"), Root, cancellation),
        TimeProvider.System);

    /// <summary>An SDK client with all permissions.</summary>
    public AmazonDynamoDBClient DynamoDb() => new(
        Root.AccessKeyId,
        Root.SecretAccessKey,
        new AmazonDynamoDBConfig { ServiceURL = Gateway.Endpoint.AbsoluteUri, AuthenticationRegion = Account.Region });

    /// <summary>An SDK client with all permissions.</summary>
    public AmazonS3Client S3() => S3(Root, new AmazonS3Config().MaxErrorRetry);

    /// <summary>An SDK client of one identity.</summary>
    /// <param name="caller">The identity's credentials.</param>
    /// <param name="retries">How often the client repeats a call that failed.</param>
    public AmazonS3Client S3(AwsCredentials caller, int retries) => new(
        caller.AccessKeyId,
        caller.SecretAccessKey,
        new AmazonS3Config
        {
            ServiceURL = Gateway.Endpoint.AbsoluteUri,
            AuthenticationRegion = Account.Region,
            ForcePathStyle = true,
            MaxErrorRetry = retries,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <summary>Ends every process that was started here; a second call waits for the first.</summary>
    public ValueTask DisposeAsync() => new(_end.Value);

    private async Task EndAsync()
    {
        await Glue.DisposeAsync();
        await Athena.DisposeAsync();
        await Invocations.DisposeAsync();
        await Lambda.DisposeAsync();
        Functions.Dispose();
        Http.Dispose();
        await Gateway.DisposeAsync();
        _alarms.Dispose();
        _topics.Dispose();
        _queues.Dispose();
        _keys.Dispose();
        await (_moto?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
