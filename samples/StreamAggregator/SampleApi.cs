using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fanout.Samples.StreamAggregator;

/// <summary>
/// A third-party API on loopback, as stream-aggregator calls it: <c>GET /{location}/get-summary</c> answers
/// <c>{"states": {"failed": n, "rejected": n}}</c>, <c>GET /{location}/get-data?state=&amp;limit=&amp;offset=</c> a page,
/// <c>{"count": n, "results": [{"resourceKey", "errors": [{"message"}], "state"}]}</c>. Every call needs the API key.
/// </summary>
public sealed class SampleApi : IAsyncDisposable
{
    /// <summary>The most rows of one page.</summary>
    public const int MostRows = 1_000;

    private readonly WebApplication _application;
    private readonly SampleLocations _locations;
    private readonly Func<IEnumerable<KeyValuePair<string, string>>> _keys;
    private readonly ConcurrentQueue<ApiFault> _faults = new();
    private readonly ConcurrentQueue<ApiCall> _calls = new();
    private readonly ConcurrentDictionary<string, int> _callsByLocation = new();
    private int _number;

    private SampleApi(WebApplication application, SampleLocations locations, Func<IEnumerable<KeyValuePair<string, string>>> keys)
    {
        (_application, _locations, _keys) = (application, locations, keys);
        application.MapGet("/{location}/get-summary", (HttpContext context, string location) => AnswerAsync(context, location, Summary));
        application.MapGet("/{location}/get-data", (HttpContext context, string location) => AnswerAsync(context, location, Data));
    }

    /// <summary>Where it answers.</summary>
    public Uri Endpoint => new(_application.Urls.Single());

    /// <summary>The calls that it got, those without a key too.</summary>
    public IReadOnlyCollection<ApiCall> Calls => _calls;

    /// <summary>Starts the API on a free loopback port.</summary>
    /// <param name="locations">What it holds.</param>
    /// <param name="keys">The keys that open it at the time of a call, by the headers that carry them: a call must have one.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<SampleApi> StartAsync(
        SampleLocations locations, Func<IEnumerable<KeyValuePair<string, string>>> keys, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var api = new SampleApi(builder.Build(), locations, keys);
        await api._application.StartAsync(cancellation);
        return api;
    }

    /// <summary>Lets something go wrong; of several faults that hit a call, the first one counts.</summary>
    public void Inject(ApiFault fault) => _faults.Enqueue(fault);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpContext context, string location, Func<HttpRequest, string, IResult> answer)
    {
        var call = Note(context.Request, location);
        if (!HasKey(context.Request))
        {
            return Refusal(HttpStatusCode.Unauthorized, $"the API key is missing or wrong; it goes into the header {string.Join(" or ", _keys().Select(key => key.Key).Distinct())}");
        }
        if (_faults.FirstOrDefault(fault => fault.Hits(call)) is { } fault)
        {
            await Task.Delay(fault.Delay, context.RequestAborted);
            if (fault.Status is { } status)
            {
                return Refusal(status, $"call {call.Number} fails");
            }
            if (fault.Answer is { } instead)
            {
                return instead;
            }
        }
        return _locations.RowsOf(location) is null
            ? Refusal(HttpStatusCode.NotFound, $"there is no location {location}")
            : answer(context.Request, location);
    }

    private ApiCall Note(HttpRequest request, string location)
    {
        var call = new ApiCall(
            Interlocked.Increment(ref _number),
            _callsByLocation.AddOrUpdate(location, 1, (_, calls) => calls + 1),
            location,
            request.Path.Value!.Split('/')[^1],
            request.Query["state"],
            request.Query["offset"]);
        _calls.Enqueue(call);
        return call;
    }

    private bool HasKey(HttpRequest request) => _keys().Any(key => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers[key.Key].ToString()), Encoding.UTF8.GetBytes(key.Value)));

    private IResult Summary(HttpRequest request, string location) => Results.Json(new
    {
        states = SampleStates.All.ToDictionary(state => state, _ => _locations.CountedOf(location)),
    });

    private IResult Data(HttpRequest request, string location)
    {
        var state = request.Query["state"].ToString();
        if (!SampleStates.All.Contains(state))
        {
            return Refusal(HttpStatusCode.BadRequest, $"state is \"{state}\"; allowed: {string.Join(", ", SampleStates.All)}");
        }
        if (Number(request, "limit", 1, MostRows) is not { } limit)
        {
            return Refusal(HttpStatusCode.BadRequest, $"limit is \"{request.Query["limit"]}\"; allowed: 1 to {MostRows}");
        }
        if (Number(request, "offset", 0, int.MaxValue) is not { } offset)
        {
            return Refusal(HttpStatusCode.BadRequest, $"offset is \"{request.Query["offset"]}\"; allowed: a number from 0");
        }
        var rows = _locations.Rows(location, state, offset, limit).ToArray();
        return Results.Json(new
        {
            count = rows.Length,
            results = rows.Select(row => new
            {
                resourceKey = row.DiscountCode,
                errors = new[] { new { message = row.ErrorMessage } },
                state = row.Status,
            }),
        });
    }

    private static int? Number(HttpRequest request, string name, int minimum, int maximum) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum
            ? number
            : null;

    private static IResult Refusal(HttpStatusCode status, string message) => Results.Json(new { message }, statusCode: (int)status);
}
