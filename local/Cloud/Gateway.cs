using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Services.DynamoDb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Fanout.Local.Cloud;

/// <summary>
/// The one way into the local cloud: tells by a request's signature which identity calls, decides by the policies
/// whether it may, counts the call, and hands it to the service that answers it, or else to the emulator.
/// </summary>
public sealed class Gateway : IDoor, IAsyncDisposable
{
    // What belongs to one connection and must not be passed on (RFC 9110, 7.6.1), and what is set anew.
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Host",

        // Answered by the gateway itself, as it reads the body.
        "Expect",
    };

    // A key may hold dots and escapes that a parsed address would tidy up.
    private static readonly UriCreationOptions AsItCame = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // A function's zip, 50 MB in Base64 ("CreateFunction").
    private const int LongestPackage = 70 << 20;

    // A batch of messages is at most 256 KiB, thrice that where each byte is escaped ("PublishBatch").
    private const int LongestForm = 4 << 20;

    // Larger bodies are kept in a file on their way.
    private const int LargestInMemory = 8 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Of the bodies that name resources the largest is a batch of items: 16 MB ("BatchWriteItem").
    private const int LongestBody = 16 << 20;

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, AwsCredentials> _callers = new();
    private readonly ConcurrentDictionary<(string Service, string Operation), int> _requests = new();
    private readonly Callbacks<Func<AwsRequest, AwsAnswer?>> _interceptors = new();
    private readonly Callbacks<Action<AwsRequest, AwsAnswer>> _observers = new();
    private readonly List<IService> _services = [new ExecuteStatement(), new LongPolling(TimeProvider.System)];
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ObjectObservers _objectObservers = new();
    private readonly EmulatorClient _emulator;
    private readonly RequestAuthorizer _authorizer;
    private (string Path, RequestDelegate Answer)? _pages;

    private Gateway(WebApplication application, Uri emulator, RequestAuthorizer authorizer)
    {
        _application = application;
        _emulator = new EmulatorClient(emulator);
        _authorizer = authorizer;
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
    /// <exception cref="LocalException">The port is taken.</exception>
    public static async Task<Gateway> StartAsync(
        Uri emulator, int port, RequestAuthorizer authorizer, Action<WebApplication> map, CancellationToken cancellation)
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
        var gateway = new Gateway(builder.Build(), emulator, authorizer);
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
        if (!IsOwnHost(context.Request.Host))
        {
            await AnswerAsync(context, ErrorAnswer.Of(
                context.Request, StatusCodes.Status403Forbidden, "AccessDenied", $"{context.Request.Host} is not this cloud; it is {Endpoint.Authority}."));
            return;
        }

        if (_pages is { } pages && IsForPages(context.Request, pages.Path))
        {
            await pages.Answer(context);
            return;
        }

        await AnswerAsync(context);
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

    private async Task AnswerAsync(HttpContext context)
    {
        var http = context.Request;
        if (SignatureClaim.Of(http) is not { } claim || !_callers.TryGetValue(claim.AccessKeyId, out var credentials))
        {
            await AnswerAsync(context, ErrorAnswer.OfUnknownKey(http));
            return;
        }

        // Objects may be large: they are passed on as a stream.
        var content = claim.Service != "s3" ? await BodyAsync(context, LongestOf(claim.Service)) : null;
        var form = content is not null && RequestTarget.PathOf(http) == "/" && IsForm(http.ContentType) ? TextOf(content) : null;
        if (AwsRequest.Of(http, claim, form) is not { } request)
        {
            await AnswerAsync(context, ErrorAnswer.OfUnknownKey(http));
            return;
        }

        var service = _services.FirstOrDefault(service => service.Answers(request));
        if (content is null && (service is not null || RequestContent.IsInBody(http, request)))
        {
            content = await BodyAsync(context, LongestBody);
        }

        await using var stream = content is null ? await BodyOfAsync(context) : null;
        if (await claim.ProblemAsync(http, credentials, content, stream, TimeProvider.System, context.RequestAborted) is { } problem)
        {
            await AnswerAsync(context, ErrorAnswer.OfSignature(http, problem));
            return;
        }

        var isCbor = CborProtocol.IsSpoken(http);
        string? body;
        try
        {
            content = isCbor ? CborProtocol.ToJson(http, content!) : content;
            body = form ?? (service is not null || RequestContent.IsInBody(http, request) ? TextOf(content!) : null);
        }
        catch (DecoderFallbackException flaw)
        {
            await AnswerAsync(context, ErrorAnswer.Of(
                http, StatusCodes.Status400BadRequest, "SerializationException", $"The request's body is not UTF-8: {flaw.Message}"));
            return;
        }

        catch (ServiceException refused)
        {
            await AnswerAsync(context, JsonBodies.Error(refused.StatusCode, refused.Code, refused.Message));
            return;
        }

        if (JsonBodies.Refusal(http, body) is { } refusal)
        {
            await AnswerAsync(context, refusal);
            return;
        }

        var caller = credentials.Caller;
        if (_authorizer.Check(caller, request, RequestContent.Of(http, body)) is { } denial)
        {
            await AnswerAsync(context, denial);
            return;
        }

        _requests.AddOrUpdate((request.Service, request.Operation), 1, (_, count) => count + 1);
        RoleRequests.Add(caller, request.Service);
        var answer = _interceptors.All.Select(interceptor => interceptor(request)).FirstOrDefault(answer => answer is not null);
        if (answer is null && service is not null)
        {
            var call = new ServiceCall(caller, request, http, body!, message => AskAsync(context, request, message, content!));
            answer = await AnswerAsync(service, call, http, context.RequestAborted);
        }

        if (answer is null && (form is not null || isCbor))
        {
            answer = await AskAsync(context, request, message: null, content!);
        }

        if (answer is null)
        {
            await ForwardAsync(
                context,
                request,
                caller,
                content is not null && (content.Length > 0 || http.ContentLength is not null) ? new ByteArrayContent(content)
                : stream is not null ? new StreamContent(stream)
                : null);
            return;
        }

        foreach (var observer in _observers.All)
        {
            observer(request, answer);
        }

        await AnswerAsync(context, answer);
    }

    // What a service did not foresee is told to the caller, as a service of AWS would: as its own failure.
    private static async Task<AwsAnswer> AnswerAsync(IService service, ServiceCall call, HttpRequest http, CancellationToken cancellation)
    {
        try
        {
            return await service.AnswerAsync(call, cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return ErrorAnswer.Of(
                http, StatusCodes.Status500InternalServerError, "InternalFailure", $"{call.Request.Operation} of {call.Request.Service} failed here: {problem.Message}");
        }
    }

    private static long LongestOf(string service) => service switch
    {
        "sns" => LongestForm,
        "lambda" => LongestPackage,
        _ => LongestBody,
    };

    private static string TextOf(byte[] body) => Strict.GetString(body);

    private static async Task<byte[]> BodyAsync(HttpContext context, long limit)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = limit;
        using var whole = new MemoryStream();
        await context.Request.Body.CopyToAsync(whole, context.RequestAborted);
        return whole.ToArray();
    }

    private static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType == "application/x-www-form-urlencoded";

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

    private async Task ForwardAsync(HttpContext context, AwsRequest request, Caller caller, HttpContent? content)
    {
        using var answer = await SendAsync(context, request.Service, content);
        if (EmulatorFailure.Of(request.Service, request.Operation, answer) is { } failure)
        {
            await AnswerAsync(context, failure);
            return;
        }

        if (await IsOfNoObjectAsync(answer, context.RequestAborted) && _authorizer.CheckAbsence(caller, request) is { } denial)
        {
            await AnswerAsync(context, denial);
            return;
        }

        await _objectObservers.TellAsync(
            request.Operation, request.Path, RequestTarget.PathOf(context.Request), caller.Identity, answer,
            path => HeadAsync(path, request.Service, context));
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !NotForwarded.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    // An answer to HEAD has no body that says what is not found.
    private static async Task<bool> IsOfNoObjectAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            return false;
        }

        await answer.Content.LoadIntoBufferAsync(cancellation);
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        return body.Length == 0 || body.Contains("<Code>NoSuchKey</Code>", StringComparison.Ordinal);
    }

    // The whole body, so that a caller who stops in the middle holds up nobody. One that is empty but has a length keeps
    // its content headers.
    private static async Task<Stream?> BodyOfAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength is null && !context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
        {
            return null;
        }

        var whole = new FileBufferingReadStream(request.Body, LargestInMemory, bufferLimit: null, TemporaryFolder.Root);
        await whole.DrainAsync(context.RequestAborted);
        whole.Position = 0;
        return whole;
    }

    /// <summary>What the emulator answers to a service: to the request as it came, or to another of the service's own.</summary>
    private async Task<AwsAnswer> AskAsync(HttpContext context, AwsRequest request, HttpRequestMessage? message, byte[] content)
    {
        if (message is not null)
        {
            message.RequestUri = AtEmulator(message.RequestUri!.OriginalString);
            message.Headers.TryAddWithoutValidation(HeaderNames.Authorization, context.Request.Headers.Authorization.AsEnumerable());
        }

        using var answer = message is null
            ? await SendAsync(context, request.Service, new ByteArrayContent(content))
            : await _emulator.SendAsync(request.Service, message, context.RequestAborted);
        return EmulatorFailure.Of(request.Service, request.Operation, answer) ?? await AnswerOfAsync(answer, context.RequestAborted);
    }

    private static async Task<AwsAnswer> AnswerOfAsync(HttpResponseMessage answer, CancellationToken cancellation) => new(
        (int)answer.StatusCode,
        answer.Content.Headers.ContentType?.ToString() ?? JsonBodies.ContentType,
        await answer.Content.ReadAsStringAsync(cancellation));

    private async Task<HttpResponseMessage> SendAsync(HttpContext context, string service, HttpContent? content)
    {
        using var outgoing = new HttpRequestMessage(HttpMethod.Parse(context.Request.Method), AtEmulator(RequestTarget.Of(context.Request)))
        {
            Content = content,
        };
        content?.Headers.Clear();
        outgoing.Headers.Host = context.Request.Host.Value;
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!NotForwarded.Contains(name) && !outgoing.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return await _emulator.SendAsync(service, outgoing, context.RequestAborted);
    }

    private async Task<HttpResponseMessage> HeadAsync(string target, string service, HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, AtEmulator(target));
        request.Headers.Host = context.Request.Host.Value;
        request.Headers.TryAddWithoutValidation(HeaderNames.Authorization, context.Request.Headers.Authorization.AsEnumerable());
        return await _emulator.SendAsync(service, request, context.RequestAborted);
    }

    private Uri AtEmulator(string target) => new($"{_emulator.Base.GetLeftPart(UriPartial.Authority)}{target}", AsItCame);
}
