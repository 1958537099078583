using System.Net;
using Fanout.Tests.Local.Services.States;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>Who may see the console, who may change anything in it, and that it hides no bucket.</summary>
public class AccessTests
{
    [TestCase("/console")]
    [TestCase("/console?token=0")]
    [TestCase("/console/stores")]
    [TestCase("/console/changes")]
    [TestCase("/console/executions/a/b")]
    public async Task Without_the_token_nothing_is_shown(string path)
    {
        using var stranger = ServedConsole.Stranger(await ServedConsole.AddressAsync());

        using var answer = await stranger.GetAsync(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("This console is closed"));
            Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        }
    }

    [Test]
    public async Task The_token_is_changed_for_a_cookie_that_no_script_and_no_other_site_can_use()
    {
        var address = await ServedConsole.AddressAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await http.GetAsync(address);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(answer.Headers.Location!.OriginalString, Is.EqualTo("/console"));
            Assert.That(cookie, Does.Match($"^fanout-console-{address.Port}=[0-9a-f]{{48}}; path=/console; samesite=strict; httponly$"));
            Assert.That(cookie, Does.Not.Contain(address.Query[7..]), "the cookie is another secret than the address");
        }
    }

    [Test]
    public async Task A_page_runs_its_own_script_only_and_stands_in_no_frame()
    {
        var address = await ServedConsole.AddressAsync();
        using var browser = await ServedConsole.BrowserAsync();

        using var answer = await browser.GetAsync("/console");

        var own = $"{address.GetLeftPart(UriPartial.Authority)}/console";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers.GetValues("Content-Security-Policy"), Is.EqualTo(new[]
            {
                $"default-src 'none'; script-src {own}/assets/console.js; style-src {own}/assets/console.css; connect-src {own} {own}/; "
                    + $"form-action {own} {own}/; img-src data:; base-uri 'none'; frame-ancestors 'none'",
            }));
            Assert.That(answer.Headers.GetValues("Cache-Control"), Is.EqualTo(new[] { "no-store" }));
            Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(new[] { "same-origin" }));
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        }
    }

    [TestCase("http://evil.example", null)]
    [TestCase(null, null)]
    [TestCase("own", "cross-site")]
    public async Task Another_sites_form_changes_nothing(string? origin, string? site)
    {
        var machine = await StatesCloud.CreateAsync(StatesCloud.Echo);
        using var browser = await ServedConsole.BrowserAsync();

        using var answer = await PostAsync(browser, $"/console/machines/{NameOf(machine)}/start", await FormTokenAsync(browser, machine), origin, site);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await ExecutionsAsync(machine), Is.Empty);
        }
    }

    [Test]
    public async Task A_form_without_its_secret_changes_nothing()
    {
        var machine = await StatesCloud.CreateAsync(StatesCloud.Echo);
        using var browser = await ServedConsole.BrowserAsync();

        using var answer = await PostAsync(browser, $"/console/machines/{NameOf(machine)}/start", "0", "own", "same-origin");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(await ExecutionsAsync(machine), Is.Empty);
        }
    }

    [Test]
    public async Task An_execution_is_started_with_an_input_and_stopped()
    {
        var machine = await StatesCloud.CreateAsync(StatesCloud.Hour);
        using var browser = await ServedConsole.BrowserAsync();
        var token = await FormTokenAsync(browser, machine);

        using var started = await PostAsync(browser, $"/console/machines/{NameOf(machine)}/start", token, "own", "same-origin", """{"n": 1}""");
        var page = await started.Content.ReadAsStringAsync();
        var arn = (await ExecutionsAsync(machine)).Single();
        var input = StatesCloud.Text(await StatesCloud.DescribeAsync(arn), "input");
        using var stopped = await PostAsync(browser, $"{ServedConsole.PageOf(arn)}/stop", token, "own", "same-origin");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(started.StatusCode, Is.EqualTo(HttpStatusCode.OK), page);
            Assert.That(page, Does.Contain("Stop this execution").And.Contain("running"));
            Assert.That(input, Is.EqualTo("""{"n":1}"""));
            Assert.That(StatesCloud.Text(await StatesCloud.DescribeAsync(arn), "status"), Is.EqualTo("ABORTED"));
            Assert.That(await stopped.Content.ReadAsStringAsync(), Does.Contain("It was stopped").And.Contain("Stopped in the console."));
        }
    }

    [Test]
    public async Task What_the_API_refuses_is_said_in_its_words()
    {
        var machine = await StatesCloud.CreateAsync(StatesCloud.Echo);
        using var browser = await ServedConsole.BrowserAsync();

        using var answer = await PostAsync(
            browser, $"/console/machines/{NameOf(machine)}/start", await FormTokenAsync(browser, machine), "own", "same-origin", "<no JSON>");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("InvalidExecutionInput: Invalid State Machine Execution Input"));
        }
    }

    [TestCase("evil.example")]
    [TestCase("bucket.localhost")]
    [TestCase("console.s3.amazonaws.com")]
    public async Task It_is_shown_by_no_other_name(string host)
    {
        var address = await ServedConsole.AddressAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Host = $"{host}:{address.Port}";

        using var answer = await http.SendAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        }
    }

    [Test]
    public async Task A_bucket_of_that_name_is_used_as_any_other()
    {
        await ServedConsole.AddressAsync();
        using var s3 = StatesCloud.Cloud.S3();
        await s3.PutBucketAsync("console");
        await s3.PutObjectAsync(new() { BucketName = "console", Key = "assets/console.js", ContentBody = "an object" });

        using var got = await s3.GetObjectAsync("console", "assets/console.js");
        using var reader = new StreamReader(got.ResponseStream);

        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("an object"));
    }

    private static string NameOf(string machineArn) => machineArn.Split(':')[^1];

    private static async Task<string> FormTokenAsync(HttpClient browser, string machineArn)
    {
        var page = await browser.GetStringAsync($"/console/machines/{NameOf(machineArn)}");
        return page.Split("name=\"form\" value=\"")[1].Split('"')[0];
    }

    private static async Task<string[]> ExecutionsAsync(string machineArn) =>
        StatesCloud.Texts(await StatesCloud.CallAsync("ListExecutions", new { stateMachineArn = machineArn }), "executions", "executionArn");

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient browser, string path, string token, string? origin, string? site, string input = "{}")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["form"] = token, ["input"] = input }),
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? browser.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return await browser.SendAsync(request);
    }
}
