using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fanout.Tests.Local.Services.States;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>The pages of executions that were run by the API, whatever names and values they have.</summary>
public partial class PagesTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>\u202e\"'&";

    [Test]
    public async Task What_comes_from_data_is_never_markup()
    {
        // State names, errors, causes, inputs, outputs, variables, conditions and a comment.
        var definition = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["QueryLanguage"] = "JSONata",
            ["Comment"] = Hostile,
            ["StartAt"] = $"a{Hostile}",
            ["States"] = new Dictionary<string, object>
            {
                [$"a{Hostile}"] = new { Type = "Choice", Default = $"c{Hostile}", Choices = new[] { new { Condition = "{% $states.input.x = \"</text><script>\" %}", Next = $"b{Hostile}" } } },
                [$"b{Hostile}"] = new { Type = "Succeed" },
                [$"c{Hostile}"] = new { Type = "Pass", Assign = new Dictionary<string, string> { ["v"] = Hostile }, Next = $"d{Hostile}" },
                [$"d{Hostile}"] = new { Type = "Fail", Error = Hostile, Cause = Hostile },
            },
        });
        var machine = await ServedConsole.CreateAsync(StatesCloud.NewName(), definition);
        var execution = await StatesCloud.RunAsync(machine, JsonSerializer.Serialize(new Dictionary<string, string> { [Hostile] = Hostile }));
        using var browser = await ServedConsole.BrowserAsync();

        foreach (var path in new[]
        {
            "/console", $"/console/machines/{machine.Split(':')[^1]}", $"/console/machines/{machine.Split(':')[^1]}?q={Uri.EscapeDataString(Hostile)}&status={Uri.EscapeDataString(Hostile)}",
            ServedConsole.PageOf(execution), $"{ServedConsole.PageOf(execution)}?q={Uri.EscapeDataString(Hostile)}",
        })
        {
            var page = await browser.GetStringAsync(path);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(Tags().Matches(page).Select(tag => tag.Groups[1].Value), Has.None.EqualTo("img"), path);
                Assert.That(page.Split("<script"), Has.Length.EqualTo(2), "its own script alone");
                Assert.That(page.Split("</script"), Has.Length.EqualTo(2));
                Assert.That(EventHandlers().Matches(page), Is.Empty);
                Assert.That(page, Does.Not.Contain('\u202e'));
            }
        }

        Assert.That(
            await browser.GetStringAsync(ServedConsole.PageOf(execution)),
            Does.Contain("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;\\u202e&quot;&#39;&amp;"));
    }

    [Test]
    public async Task An_execution_shows_each_state_with_what_went_in_and_out()
    {
        var machine = await StatesCloud.CreateAsync(StatesCloud.Echo);
        var execution = await StatesCloud.RunAsync(machine, """{"reading": [20.5]}""");
        using var browser = await ServedConsole.BrowserAsync();

        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(ServedConsole.PageOf(execution)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("aria-label=\"Out, Pass: succeeded, entered 1 time\""));
            Assert.That(page, Does.Contain("{\n  \"got\": {\n    \"reading\": [\n      20.5\n    ]\n  }\n}"));
            Assert.That(page, Does.Contain("PassStateEntered").And.Contain("ExecutionSucceeded"));
        }
    }

    [Test]
    public async Task The_children_of_a_map_run_are_numbers_whose_states_are_drawn()
    {
        var machine = await StatesCloud.CreateAsync("""
            {"Each": {"Type": "Map", "Items": "{% [1..40] %}", "ToleratedFailureCount": 10, "End": true,
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "Is it good?", "States": {
                "Is it good?": {"Type": "Choice", "Default": "Good", "Choices": [{"Condition": "{% $states.input % 10 = 0 %}", "Next": "Bad"}]},
                "Good": {"Type": "Succeed"},
                "Bad": {"Type": "Fail", "Error": "TenthItem", "Cause": "every tenth is bad"}}}}}
            """);
        var execution = await StatesCloud.RunAsync(machine);
        using var browser = await ServedConsole.BrowserAsync();

        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(ServedConsole.PageOf(execution)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("aria-label=\"Is it good?, Choice, ×40: succeeded, entered 40 times\""));
            Assert.That(page, Does.Contain("aria-label=\"Good, Succeed, ×36: succeeded, entered 36 times\""));
            Assert.That(page, Does.Contain("aria-label=\"Bad, Fail, ×4, 4 failed: failed, entered 4 times\""));
            Assert.That(page, Does.Contain("36 succeeded").And.Contain("4 failed").And.Contain("every tenth is bad"));
        }
    }

    [Test]
    public async Task An_execution_shows_what_Step_Functions_would_bill_for_it_and_its_children()
    {
        var machine = await StatesCloud.CreateAsync("""
            {"Each": {"Type": "Map", "Items": "{% [1..40] %}", "End": true,
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "One", "States": {"One": {"Type": "Succeed"}}}}}
            """);
        var execution = await StatesCloud.RunAsync(machine);
        using var browser = await ServedConsole.BrowserAsync();

        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(ServedConsole.PageOf(execution)));

        using (Assert.EnterMultipleScope())
        {
            // How long they took differs.
            Assert.That(
                CostLines().Matches(page).Select(line => line.Groups[1].Value == "Express duration" ? "" : $"{line.Groups[1]} {line.Groups[2]}"),
                Is.EquivalentTo(new[] { "Express requests 40", "Standard transitions 1", "" }));
            Assert.That(page, Does.Contain("with its child executions. Not in it is what their tasks called"));
        }
    }

    [Test]
    public async Task Standard_children_have_pages_of_their_own()
    {
        var machine = await StatesCloud.CreateAsync("""
            {"Each": {"Type": "Map", "Items": [1, 2], "Label": "Items", "End": true,
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Inner", "States": {"Inner": {"Type": "Succeed"}}}}}
            """);
        var execution = await StatesCloud.RunAsync(machine);
        using var browser = await ServedConsole.BrowserAsync();

        var page = await browser.GetStringAsync(ServedConsole.PageOf(execution));
        var children = ChildLinks().Matches(page).Select(link => link.Groups[1].Value).Distinct().ToArray();
        Assert.That(children, Has.Length.EqualTo(2));
        var child = WebUtility.HtmlDecode(await browser.GetStringAsync(children[0]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("aria-label=\"Inner, Succeed, ×2: succeeded, entered 2 times\""), "both together");
            Assert.That(child, Does.Contain("aria-label=\"Inner, Succeed: succeeded, entered 1 time\""), "one alone");
            Assert.That(child, Does.Contain($"href=\"{ServedConsole.PageOf(execution)}\""), "the one that started it");
        }
    }

    [Test]
    public async Task Events_are_filtered_and_executions_are_paged()
    {
        var machine = await StatesCloud.CreateAsync(StatesCloud.Echo);
        var arns = new List<string>();
        for (var i = 0; i < 27; i++)
        {
            arns.Add(await StatesCloud.RunAsync(machine));
        }

        using var browser = await ServedConsole.BrowserAsync();
        var address = $"/console/machines/{machine.Split(':')[^1]}";
        var (first, second, none) = (await browser.GetStringAsync(address), await browser.GetStringAsync($"{address}?page=2"), await browser.GetStringAsync($"{address}?status=FAILED"));
        var events = await browser.GetStringAsync($"{ServedConsole.PageOf(arns[0])}?q=exited");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(arns.Count(arn => first.Contains(arn.Split(':')[^1], StringComparison.Ordinal)), Is.EqualTo(25));
            Assert.That(arns.Count(arn => second.Contains(arn.Split(':')[^1], StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(none, Does.Contain("No executions."));
            Assert.That(events, Does.Contain("PassStateExited").And.Not.Contain("PassStateEntered"));
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_page_is_told_when_what_it_shows_changes(CancellationToken cancellation)
    {
        var machine = await StatesCloud.CreateAsync(StatesCloud.Hour);
        var execution = await StatesCloud.StartAsync(machine);
        using var browser = await ServedConsole.BrowserAsync();
        using var stream = new StreamReader(await browser.GetStreamAsync($"/console/changes?execution={Uri.EscapeDataString(execution)}", cancellation));

        var before = await NextAsync();
        await StatesCloud.CallAsync("StopExecution", new { executionArn = execution });
        var after = await NextAsync();

        Assert.That(after, Does.StartWith("data: ").And.Not.EqualTo(before));

        async Task<string> NextAsync()
        {
            while (await stream.ReadLineAsync(cancellation) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return line;
                }
            }

            throw new AssertionException("The stream ended.");
        }
    }

    [Test]
    public async Task What_is_not_there_is_not_found()
    {
        using var browser = await ServedConsole.BrowserAsync();

        using var answer = await browser.GetAsync("/console/executions/none/none");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("There is no such page."));
        }
    }

    [Test]
    public async Task Stores_show_their_first_items()
    {
        using var s3 = StatesCloud.Cloud.S3();
        await s3.PutBucketAsync("shown-bucket");
        await s3.PutObjectAsync(new() { BucketName = "shown-bucket", Key = "a<b>.json", ContentBody = "{}" });
        await StatesCloud.Cloud.CreateQueueAsync("shown-queue");
        using var browser = await ServedConsole.BrowserAsync();

        var (all, bucket, queue) = (
            await browser.GetStringAsync("/console/stores"), await browser.GetStringAsync("/console/stores/buckets/shown-bucket"), await browser.GetStringAsync("/console/stores/queues/shown-queue"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Does.Contain("href=\"/console/stores/buckets/shown-bucket\"").And.Contain("href=\"/console/stores/queues/shown-queue\""));
            Assert.That(bucket, Does.Contain("a&lt;b&gt;.json").And.Contain("2 bytes"));
            Assert.That(queue, Does.Contain("Up to 10 messages, which stay there."));
        }
    }

    [GeneratedRegex("<td class=\"main\">Step Functions: ([^<]*)</td><td class=\"number\">([^<]*)</td>")]
    private static partial Regex CostLines();

    [GeneratedRegex("<([a-z0-9]+)[\\s>]")]
    private static partial Regex Tags();

    [GeneratedRegex("<[^>\"]*(\"[^\"]*\"[^>\"]*)*\\son\\w+=")]
    private static partial Regex EventHandlers();

    [GeneratedRegex("href=\"(/console/executions/[^\"/]*%2FItems/[^\"]*)\"")]
    private static partial Regex ChildLinks();
}
