using System.Text.Json;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;

using Fanout.Local.Aws;

namespace Fanout.Local.Runs.Access;

/// <summary>
/// The APIs of an account, for one identity: clients of the SDK where it has them in the feed, signed requests where not.
/// What is throttled, or fails at the service, is repeated.
/// </summary>
internal sealed class AwsAccess : IDisposable
{
    private const int Attempts = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly AWSCredentials _credentials;
    private readonly string _region;
    private readonly Uri? _endpoint;
    private readonly Dictionary<string, SignedHttp> _services = [];
    private readonly Lock _lock = new();

    /// <param name="credentials">The identity.</param>
    /// <param name="region">The region.</param>
    /// <param name="endpoint">Where all services answer; null for AWS.</param>
    public AwsAccess(AWSCredentials credentials, string region, Uri? endpoint)
    {
        (_credentials, _region, _endpoint) = (credentials, region, endpoint);
        S3 = new AmazonS3Client(credentials, Configured(S3Config()));
        DynamoDb = new AmazonDynamoDBClient(credentials, Configured(new AmazonDynamoDBConfig()));
        Sqs = new AmazonSQSClient(credentials, Configured(new AmazonSQSConfig()));
    }

    /// <summary>Objects.</summary>
    public AmazonS3Client S3 { get; }

    /// <summary>Tables.</summary>
    public AmazonDynamoDBClient DynamoDb { get; }

    /// <summary>Queues.</summary>
    public AmazonSQSClient Sqs { get; }

    /// <summary>Calls the API of Step Functions.</summary>
    /// <inheritdoc cref="SnsAsync" />
    public Task<JsonElement> StatesAsync(string operation, object arguments, CancellationToken cancellation) => CallAsync(
        "states", "Step Functions", (http, body) => new AwsJsonClient(http).CallAsync("states", $"AWSStepFunctions.{operation}", body, _credentials, cancellation), arguments, cancellation);

    /// <summary>Calls the API of CloudWatch Logs.</summary>
    /// <inheritdoc cref="SnsAsync" />
    public Task<JsonElement> LogsAsync(string operation, object arguments, CancellationToken cancellation) => CallAsync(
        "logs", "CloudWatch Logs", (http, body) => new AwsJsonClient(http).CallAsync("logs", $"Logs_20140328.{operation}", body, _credentials, cancellation, "1.1"), arguments, cancellation);

    /// <summary>Calls the API of SNS.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="arguments">Its parameters, to be written as JSON.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AwsErrorException">The service answered with an error.</exception>
    /// <exception cref="LocalException">The service cannot be reached.</exception>
    public Task<JsonElement> SnsAsync(string operation, object arguments, CancellationToken cancellation) => CallAsync(
        "sns", "SNS", (http, body) => new SnsClient(http).CallAsync(operation, body, _credentials, cancellation), arguments, cancellation);

    public void Dispose()
    {
        S3.Dispose();
        DynamoDb.Dispose();
        Sqs.Dispose();
        foreach (var service in _services.Values)
        {
            service.Dispose();
        }
    }

    private async Task<JsonElement> CallAsync(
        string service, string name, Func<SignedHttp, JsonElement, Task<JsonElement>> call, object arguments, CancellationToken cancellation)
    {
        var (http, body) = (Of(service), JsonSerializer.SerializeToElement(arguments));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(http, body);
            }
            catch (Exception problem) when (attempt < Attempts && IsWorthARepetition(problem))
            {
                await Task.Delay(FirstPause * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble()), cancellation);
            }
            catch (HttpRequestException problem)
            {
                throw new LocalException($"{name} cannot be reached at {http.Endpoint}: {problem.Message}", problem);
            }
        }
    }

    // Nobody listens at a loopback port later than now.
    private static bool IsWorthARepetition(Exception problem) => problem switch
    {
        AwsErrorException error => error.StatusCode >= 500
            || error.Code.Contains("Throttl", StringComparison.OrdinalIgnoreCase)
            || error.Code is "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => false,
        HttpRequestException => true,
        _ => false,
    };

    private SignedHttp Of(string service)
    {
        lock (_lock)
        {
            return _services.TryGetValue(service, out var http) ? http : _services[service] = new SignedHttp(AddressOf(service), _region);
        }
    }

    private Uri AddressOf(string service) =>
        _endpoint ?? new Uri($"https://{service}.{_region}.{RegionEndpoint.GetBySystemName(_region).PartitionDnsSuffix}/");

    private AmazonS3Config S3Config() => _endpoint is null ? new AmazonS3Config() : new AmazonS3Config
    {
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    };

    private T Configured<T>(T config)
        where T : ClientConfig
    {
        if (_endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(_region);
        }
        else
        {
            config.ServiceURL = _endpoint.AbsoluteUri;
            config.AuthenticationRegion = _region;
        }

        return config;
    }
}
