using System.Net;
using System.Text.Json;
using Fanout.Samples.StreamAggregator;

namespace Fanout.Tests.Samples.StreamAggregator;

public sealed class SampleApiTests
{
    private const string Key = "Bearer key";

    private readonly HttpClient _http = new();
    private SampleApi _api = null!;
    private SampleLocations _locations = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _locations = new SampleLocations(Count: 3, RowsPerState: 7) { WithoutRows = new HashSet<int> { 2 } };
        _api = await SampleApi.StartAsync(_locations, () => [new("Authorization", Key)], CancellationToken.None);
    }

    [TearDown]
    public ValueTask StopAsync() => _api.DisposeAsync();

    [OneTimeTearDown]
    public void Dispose() => _http.Dispose();

    [Test]
    public async Task A_summary_counts_the_rows_of_each_state()
    {
        var (status, body) = await GetAsync("/location-0003/get-summary");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body.GetRawText(), Is.EqualTo("""{"states":{"failed":7,"rejected":7}}"""));
    }

    [Test]
    public async Task A_location_without_rows_says_so_in_its_summary() => Assert.That(
        (await GetAsync("/location-0002/get-summary")).Body.GetRawText(), Is.EqualTo("""{"states":{"failed":0,"rejected":0}}"""));

    [Test]
    public void An_incomplete_location_counts_one_row_more_than_it_gives()
    {
        var location = new SampleLocations(2, 7) { Incomplete = new HashSet<int> { 2 } };

        Assert.That(
            location.Ids.Select(id => (location.CountedOf(id), location.Rows(id, "failed", 0, 10).Count())),
            Is.EqualTo(new (int?, int)[] { (7, 7), (8, 7) }));
    }

    [Test]
    public async Task The_pages_of_all_locations_give_every_expected_row_once_and_in_order()
    {
        var rows = new List<SampleRow>();
        foreach (var location in _locations.Ids)
        {
            foreach (var state in SampleStates.All)
            {
                int count;
                var offset = 0;
                do
                {
                    var (_, page) = await GetAsync($"/{location}/get-data?state={state}&limit=3&offset={offset}");
                    count = page.GetProperty("count").GetInt32();
                    Assert.That(page.GetProperty("results").GetArrayLength(), Is.EqualTo(count));
                    offset += count;
                    rows.AddRange(page.GetProperty("results").EnumerateArray().Select(row => new SampleRow(
                        row.GetProperty("resourceKey").GetString()!,
                        row.GetProperty("errors")[0].GetProperty("message").GetString()!,
                        row.GetProperty("state").GetString()!)));
                }
                while (count == 3);
            }
        }

        Assert.That(rows, Is.EqualTo(_locations.Expected()));
        Assert.That(rows, Has.Count.EqualTo(28));
        Assert.That(rows.DistinctBy(row => row.DiscountCode).Count(), Is.EqualTo(28));
    }

    [Test]
    public void Another_seed_gives_other_rows() => Assert.That(
        (_locations with { Seed = 2 }).Expected().Select(row => row.DiscountCode),
        Has.Exactly(28).Items.And.None.AnyOf([.. _locations.Expected().Select(row => row.DiscountCode)]));

    [TestCase("/location-0001/get-data?state=odd&limit=1&offset=0", "state is \"odd\"; allowed: failed, rejected")]
    [TestCase("/location-0001/get-data?state=failed&limit=0&offset=0", "limit is \"0\"; allowed: 1 to 1000")]
    [TestCase("/location-0001/get-data?state=failed&limit=1", "offset is \"\"; allowed: a number from 0")]
    public async Task A_page_that_cannot_be_asked_for_is_refused(string path, string message)
    {
        var (status, body) = await GetAsync(path);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body.GetProperty("message").GetString(), Is.EqualTo(message));
    }

    [TestCase("location-0004")]
    [TestCase("location-1")]
    public async Task An_unknown_location_is_not_found(string location) => Assert.That(
        (await GetAsync($"/{location}/get-summary")).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [TestCase(null)]
    [TestCase("Bearer other")]
    public async Task A_call_without_the_key_is_refused_and_noted(string? key)
    {
        var (status, body) = await GetAsync("/location-0001/get-summary", key);

        Assert.That(status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(body.GetRawText(), Does.Not.Contain("Bearer"));
        Assert.That(_api.Calls.Single(), Is.EqualTo(new ApiCall(1, 1, "location-0001", "get-summary", null, null)));
    }

    [Test]
    public async Task Faults_hit_the_calls_that_they_are_for()
    {
        _api.Inject(new ApiFault(call => call.Number <= 2, HttpStatusCode.InternalServerError));
        _api.Inject(new ApiFault(call => call is { Location: "location-0003", NumberAtLocation: 1 }, HttpStatusCode.TooManyRequests));

        var statuses = new List<HttpStatusCode>();
        foreach (var location in new[] { 1, 1, 1, 3, 3 })
        {
            statuses.Add((await GetAsync($"/location-{location:D4}/get-summary")).Status);
        }

        Assert.That(statuses, Is.EqualTo(new[]
        {
            HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError, HttpStatusCode.OK,
            HttpStatusCode.TooManyRequests, HttpStatusCode.OK,
        }));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path, string? key = Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_api.Endpoint, path));
        request.Headers.TryAddWithoutValidation("Authorization", key);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}
