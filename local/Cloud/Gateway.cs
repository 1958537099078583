using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Fanout.Local.Aws;
using Fanout.Local.Cost;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Services.DynamoDb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fanout.Local.Cloud;

/// <summary>
/// The one way into the local cloud: tells by a request's signature which identity calls, decides by the policies
/// whether it may, counts the call, and hands it to the service that answers it, or else to the emulator.
/// </summary>
public sealed class Gateway : IDoor, IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, AwsCredentials> _callers = new();
    private readonly ConcurrentDictionary<(string Service, string Operation), int> _requests = new();
    private readonly Callbacks<Func<AwsRequest, AwsAnswer?>> _interceptors = new();
    private readonly Callbacks<Action<AwsRequest, AwsAnswer>> _observers = new();
    private readonly List<IService> _services = [new ExecuteStatement(), new ItemOperations(), new LongPolling(TimeProvider.System)];
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ObjectObservers _objectObservers = new();
    private readonly EmulatorClient _emulator;
    private readonly EmulatorProxy _proxy;
    private readonly RequestAuthorizer _authorizer;
    private readonly Usage? _usage;
    private (string Path, RequestDelegate Answer)? _pages;

    private Gateway(WebApplication application, Uri emulator, RequestAuthorizer authorizer, Usage? usage)
    {
        _application = application;
        _emulator = new EmulatorClient(emulator);
        _proxy = new EmulatorProxy(_emulator);
        _authorizer = authorizer;
        _usage = usage;
    }

    /// <summary>Where the gateway answers; an SDK's endpoint URL.</summary>
    public Uri Endpoint => new(_application.Urls.Single());

    /// <summary>The emulator behind the gateway.</summary>
    public Uri Emulator => _emulator.Address;

    /// <summary>Ends, with a sentence, where the emulator does not answer any longer.</summary>
    public Task<string> Lost => _emulator.Lost;

    /// <summary>How often each operation was called and allowed, by service and operation.</summary>
    public IReadOnlyDictionary<(string Service, string Operation), int> Requests => _requests;

    /// <summary>How many requests roles made; tasks whose calls do not come this way add theirs.</summary>
    public RequestCounts RoleRequests { get; } = new();

    /// <summary>Starts the gateway on a loopback port.</summary>
    /// <param name="emulator">The emulator behind it.</param>
    /// <param name="port">The port, or 0 for a free one.</param>
    /// <param name="authorizer">Decides who may call what.</param>
    /// <param name="map">Adds further routes, of the Lambda runtime API.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <param name="usage">Where what requests of roles are billed as is counted; nowhere by default.</param>
    /// <exception cref="LocalException">The port is taken.</exception>
    public static async Task<Gateway> StartAsync(
        Uri emulator, int port, RequestAuthorizer authorizer, Action<WebApplication> map, CancellationToken cancellation, Usage? usage = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.Limits.MaxRequestBodySize = null;
            // A busy machine is no attack.
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
        });
        var gateway = new Gateway(builder.Build(), emulator, authorizer, usage);
        map(gateway._application);
        gateway._application.MapFallback("{**path}", gateway.HandleAsync);
        try
        {
            await gateway._application.StartAsync(cancellation);
            return gateway;
        }
        catch (IOException problem)
        {
            await gateway.DisposeAsync();
            throw new LocalException(
                $"Port {port} on 127.0.0.1 is taken; choose another with --port, or leave it out for a free one.", problem);
        }
    }

    /// <summary>Makes a caller known and returns its credentials.</summary>
    public AwsCredentials Register(Caller caller)
    {
        var credentials = AwsCredentials.Of(caller, _key);
        _callers[credentials.AccessKeyId] = credentials;
        return credentials;
    }

    /// <summary>Opens the way to a service; to be called before anybody calls it.</summary>
    public void Add(IService service) => _services.Add(service);

    /// <summary>Shows pages to who asks for them without a signature: a signed request is one of AWS's, whatever its path.</summary>
    /// <param name="path">What the pages' paths begin with, such as <c>/console</c>.</param>
    /// <param name="answer">Answers the requests; says who may see what.</param>
    public void Show(string path, RequestDelegate answer) => _pages = (path, answer);

    /// <summary>Lets requests be answered in the emulator's place, as services that fail would.</summary>
    /// <param name="answer">Gives the answer to a request, or null to let it through; called by any thread.</param>
    /// <returns>What ends it when disposed.</returns>
    public IDisposable Intercept(Func<AwsRequest, AwsAnswer?> answer) => _interceptors.Add(answer);

    /// <summary>Tells of every message that a topic accepted.</summary>
    /// <param name="topicArn">The topic.</param>
    /// <param name="message">Gets each message's text; called by any thread.</param>
    /// <returns>What ends it when disposed.</returns>
    public IDisposable ObserveMessages(string topicArn, Action<string> message) => _observers.Add((request, answer) =>
    {
        foreach (var accepted in SnsMessages.Accepted(request, answer, topicArn))
        {
            message(accepted);
        }
    });

    /// <summary>Tells of every object that is made in a bucket, before its maker gets the answer.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="created">Gets each object; called by any thread.</param>
    /// <returns>What ends it when disposed.</returns>
    public IDisposable ObserveObjects(string bucket, Action<CreatedObject> created) => _objectObservers.Add(bucket, created);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _emulator.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var http = context.Request;
        if (!IsOwnHost(http.Host))
        {
            await AnswerAsync(context, ErrorAnswer.Of(
                http, StatusCodes.Status403Forbidden, "AccessDenied", $"{http.Host} is not this cloud; it is {Endpoint.Authority}."));
            return;
        }

        if (_pages is { } pages && IsForPages(http, pages.Path))
        {
            await pages.Answer(context);
            return;
        }

        await ExpectedContinue.SendAsync(context);
        var (request, refusal) = await IncomingRequest.ReadAsync(
            context, key => _callers.GetValueOrDefault(key), asked => _services.Find(service => service.Answers(asked)));
        await (request is null ? AnswerAsync(context, refusal!) : HandleAsync(request));
    }

    private bool IsForPages(HttpRequest request, string path) =>
        request.Headers.Authorization.Count == 0
        && IsOwnName(request.Host)
        && RequestTarget.PathOf(request) is var target
        && (target == path || target.StartsWith($"{path}/", StringComparison.Ordinal));

    // A page of another site must not reach the cloud by a name that it lets point here.
    private bool IsOwnHost(HostString host) =>
        host.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal)
        || IsOwnName(host)
        || ((host.Port ?? 80) == Endpoint.Port && host.Host.EndsWith(".localhost", StringComparison.Ordinal));

    private bool IsOwnName(HostString host) => (host.Port ?? 80) == Endpoint.Port && (host.Host is "127.0.0.1" or "localhost");

    private async Task HandleAsync(IncomingRequest request)
    {
        var (context, caller, asked) = (request.Context, request.Caller, request.Asked);
        if (_authorizer.Check(caller, asked, RequestContent.Of(context.Request, request.Text)) is { } denial)
        {
            await AnswerAsync(context, denial);
            return;
        }

        _requests.AddOrUpdate((asked.Service, asked.Operation), 1, (_, count) => count + 1);
        RoleRequests.Add(caller, asked.Service);
        var answer = _interceptors.All.Select(interceptor => interceptor(asked)).FirstOrDefault(answer => answer is not null)
            ?? (request.Service is { } service ? await AskAsync(service, request)
            : request.IsAnsweredWhole ? await _proxy.AskAsync(context, asked, request.Content!)
            : null);
        if (answer is null)
        {
            await ForwardAsync(request);
            return;
        }

        foreach (var observer in _observers.All)
        {
            observer(asked, answer);
        }

        if (answer.IsSuccess)
        {
            Bill(request, answer.Body);
        }

        await AnswerAsync(context, answer);
    }

    // What a service did not foresee is told to the caller, as a service of AWS would: as its own failure.
    private async Task<AwsAnswer> AskAsync(IService service, IncomingRequest request)
    {
        var (context, asked) = (request.Context, request.Asked);
        var call = new ServiceCall(
            request.Caller,
            asked,
            context.Request,
            request.Content!,
            message => message is null ? _proxy.AskAsync(context, asked, request.Content!) : _proxy.AskAsync(context, asked, message));
        try
        {
            return await service.AnswerAsync(call, context.RequestAborted);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return ErrorAnswer.Of(
                context.Request, StatusCodes.Status500InternalServerError, "InternalFailure", $"{asked.Operation} of {asked.Service} failed here: {problem.Message}");
        }
    }

    private async Task ForwardAsync(IncomingRequest request)
    {
        var (context, caller, asked) = (request.Context, request.Caller, request.Asked);
        using var answer = await _proxy.SendAsync(context, asked.Service, request.ToContent());
        if (await _proxy.IsOfNoUploadAsync(context, asked, answer))
        {
            await AnswerAsync(context, AwsAnswer.S3Error(
                StatusCodes.Status404NotFound,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."));
            return;
        }

        if (EmulatorFailure.Of(context.Request, asked, answer) is { } failure)
        {
            await AnswerAsync(context, failure);
            return;
        }

        if (await EmulatorProxy.IsOfNoObjectAsync(answer, context.RequestAborted) && _authorizer.CheckAbsence(caller, asked) is { } denial)
        {
            await AnswerAsync(context, denial);
            return;
        }

        await _objectObservers.TellAsync(
            asked.Operation, asked.Path, RequestTarget.PathOf(context.Request), caller.Identity, answer,
            path => _proxy.HeadAsync(context, asked.Service, path));
        if (answer.IsSuccessStatusCode)
        {
            Bill(request, RequestCharges.IsInAnswer(asked) ? await answer.Content.ReadAsStringAsync(context.RequestAborted) : "");
        }

        await EmulatorProxy.PassOnAsync(answer, context);
    }

    private void Bill(IncomingRequest request, string answer)
    {
        if (_usage is null || request.Caller.Role is not { } role)
        {
            return;
        }

        foreach (var (price, quantity) in RequestCharges.Of(request.Asked, request.Body, answer))
        {
            _usage.Add(role, price, quantity);
        }
    }

    private static async Task AnswerAsync(HttpContext context, AwsAnswer answer)
    {
        context.Response.StatusCode = answer.StatusCode;
        context.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await (CborProtocol.IsSpoken(context.Request)
            ? CborProtocol.AnswerAsync(context.Response, answer, context.RequestAborted)
            : context.Response.WriteAsync(answer.Body, context.RequestAborted));
    }
}
