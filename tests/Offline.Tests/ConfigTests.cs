using System.Text.Json;
using Pulumi;
using Pulumi.Testing;

namespace Fanout.Tests.Offline;

[NonParallelizable]
public sealed class ConfigTests
{
    private const string Variable = "PULUMI_CONFIG";

    [TearDown]
    public void Forget() => Environment.SetEnvironmentVariable(Variable, null);

    [Test]
    public async Task Values_are_read_by_type_under_the_projects_name()
    {
        var values = await ReadAsync(
            """{"demo:text":"t","demo:yes":"true","demo:number":"7","demo:ratio":"0.5","demo:list":"[1,2]"}""",
            config => (
                config.Require("text"),
                config.RequireBoolean("yes"),
                config.RequireInt32("number"),
                config.RequireDouble("ratio"),
                string.Join(' ', config.RequireObject<int[]>("list"))));

        Assert.That(values, Is.EqualTo(("t", true, 7, 0.5, "1 2")));
    }

    [Test]
    public async Task What_is_not_there_is_null()
    {
        var values = await ReadAsync<object?[]>("""{"aws:region":"eu-west-1"}""", config =>
        [
            config.Get("region"), config.GetBoolean("no"), config.GetInt32("no"), config.GetDouble("no"),
            config.GetObject<int[]>("no"), config.GetSecret("no"), config.GetSecretBoolean("no"),
            config.GetSecretInt32("no"), config.GetSecretDouble("no"), config.GetSecretObject<int>("no"),
        ]);

        Assert.That(values, Is.All.Null);
    }

    [Test]
    public async Task Structured_values_and_old_keys_are_read_too()
    {
        var status = await ReadAsync(
            """{"demo:config:rule":{"status":"on"}}""",
            config => config.RequireObject<Dictionary<string, string>>("rule")["status"]);

        Assert.That(status, Is.EqualTo("on"));
    }

    [Test]
    public async Task The_serializer_options_hold()
    {
        var options = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };

        var statuses = await ReadAsync("""{"demo:rule":"{\"status\":\"on\"}"}""", config => (
            config.RequireObject<Setting>("rule", options).Status,
            config.GetObject<Setting>("rule", options)?.Status,
            config.RequireObject<Setting>("rule").Status));

        Assert.That(statuses, Is.EqualTo(("on", "on", default(string))));
    }

    [Test]
    public async Task Secret_variants_give_secrets()
    {
        var (key, number, list) = await ReadAsync(
            """{"demo:key":"k","demo:number":"7","demo:list":"[1]"}""",
            config => (
                config.RequireSecret("key"), config.RequireSecretInt32("number"),
                config.GetSecretObject<int[]>("list")));

        Assert.That(await Output.IsSecretAsync(key), Is.True);
        Assert.That(await Output.IsSecretAsync(number), Is.True);
        Assert.That(await Output.IsSecretAsync(list!), Is.True);
    }

    [TestCase("seven")]
    [TestCase("2147483648")]
    [TestCase("")]
    public void A_value_of_another_type_is_named_with_its_key(string value)
        => Assert.That(
            () => ReadAsync($$"""{"demo:number":"{{value}}"}""", config => config.GetInt32("number")),
            Throws.TypeOf<RunException>().With.Message.EqualTo(
                $"Configuration 'demo:number' value '{value}' is not a valid Int32"));

    [Test]
    public void Only_lower_case_words_are_truth_values_and_only_JSON_is_an_object()
    {
        Assert.That(
            () => ReadAsync("""{"demo:yes":"True"}""", config => config.GetBoolean("yes")),
            Throws.TypeOf<RunException>().With.Message.Contains("'True' is not a valid Boolean"));
        Assert.That(
            () => ReadAsync("""{"demo:rule":"{"}""", config => config.GetObject<int[]>("rule")),
            Throws.TypeOf<RunException>().With.Message.Contains("is not a valid System.Int32[]"));
    }

    [Test]
    public void A_missing_value_says_how_to_set_it()
        => Assert.That(
            () => ReadAsync("{}", config => config.RequireInt32("number")),
            Throws.TypeOf<RunException>().With.Message.Contains("pulumi config set demo:number <value>"));

    [Test]
    public async Task Another_namespace_is_read_by_its_name()
    {
        var region = await ReadAsync("""{"aws:region":"eu-west-1"}""", _ => new Config("aws").Get("region"));

        Assert.That(region, Is.EqualTo("eu-west-1"));
    }

    [Test]
    public void Configuration_can_be_read_in_a_deployment_only()
        => Assert.That(() => new Config("demo").Get("key"), Throws.InvalidOperationException);

    private static async Task<T> ReadAsync<T>(string json, Func<Config, T> read)
    {
        Environment.SetEnvironmentVariable(Variable, json);
        T result = default!;
        await Deployment.TestAsync(
            new Recorder(), new TestOptions { ProjectName = "demo" }, () => { result = read(new Config()); });
        return result;
    }

    internal sealed record Setting(string? Status);
}
