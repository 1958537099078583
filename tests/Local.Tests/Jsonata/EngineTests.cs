using System.Text.Json;
using Fanout.Local.Jsonata;

namespace Fanout.Tests.Local.Jsonata;

public sealed class EngineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static async Task<string> EvaluateAsync(string expression, string input = "null", string variables = "{}")
    {
        var template = new Template(JsonSerializer.SerializeToElement($"{{% {expression} %}}"));
        var bindings = new Bindings(
            new Dictionary<string, JsonElement> { ["input"] = JsonElement.Parse(input) },
            JsonElement.Parse(variables).EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value),
            Now);
        return (await (await SharedEngine.GetAsync()).EvaluateAsync(template, bindings)).GetRawText();
    }

    private static async Task<string> FailureAsync(string expression) =>
        (await Assert.ThrowsAsync<EvaluationException>(() => EvaluateAsync(expression)))!.Message;

    [Test]
    public async Task What_is_nested_as_deep_as_is_read_is_a_value_and_what_is_deeper_is_none()
    {
        var deepest = new string('[', 64) + new string(']', 64);

        Assert.That(await EvaluateAsync("$states.input", deepest), Is.EqualTo(deepest));
        var failure = await Assert.ThrowsAsync<EvaluationException>(() => EvaluateAsync("{'in': $states.input}", deepest));
        Assert.That(failure!.Message, Does.EndWith(": the result is nested deeper than the 64 levels that are read here"));
        Assert.That(await EvaluateAsync("1 + 1"), Is.EqualTo("2"), "the next expression");
    }

    [TestCase("$partition([1,2,3,4,5], 2)", "[[1,2],[3,4],[5]]")]
    [TestCase("$partition([1,2,3], 2.9)", "[[1,2],[3]]")]
    [TestCase("$partition([1], 5)", "[[1]]")]
    [TestCase("$partition([1,2,3])", "[[1,2,3]]")]
    [TestCase("$range(0, 10, 3)", "[0,3,6,9]")]
    [TestCase("$range(0, 9, 3)", "[0,3,6,9]")]
    [TestCase("$range(10, 0, -5)", "[10,5,0]")]
    [TestCase("$range(1.7, 3, 1)", "[1,2,3]")]
    [TestCase("$range(-1.7, 1, 1)", "[-1,0,1]")]
    [TestCase("$range(3, 3, 1)", "3")]
    [TestCase("$hash('input', 'SHA-1')", "\"140f86aae51ab9e1cda9b4254fe98a74eb54c1a1\"")]
    [TestCase("$hash('Hello', 'MD5')", "\"8b1a9953c4611296a827abf8c47804d7\"")]
    [TestCase("$hash('Hello', 'SHA-256')", "\"185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969\"")]
    [TestCase("$length($hash('Hello', 'SHA-384'))", "96")]
    [TestCase("$length($hash('Hello', 'SHA-512'))", "128")]
    [TestCase("$random(42)", "0.7275636800328681")]
    [TestCase("$random(0)", "0.730967787376657")]
    [TestCase("$random(0.9)", "0.730967787376657")]
    [TestCase("$random() < 1 and $random() >= 0 and $random() != $random()", "true")]
    [TestCase("$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) ~> $count()", "1")]
    [TestCase("$uuid() = $uuid()", "false")]
    [TestCase("$parse('{\"a\": [1, null]}').a", "[1,null]")]
    [TestCase("$parse('-0')", "0")]
    [TestCase("$exists($parse('null'))", "true")]
    [TestCase("$map(['1', '2'], $parse)", "[1,2]")]
    public async Task The_functions_that_Step_Functions_adds(string expression, string result)
    {
        Assert.That(await EvaluateAsync(expression), Is.EqualTo(result));
    }

    [TestCase("$partition([], 2)")]
    [TestCase("$partition([1], 0)")]
    [TestCase("$partition($missing, 2)")]
    [TestCase("$range(5, 1, 1)")]
    [TestCase("$range(1, 5, 0)")]
    [TestCase("$range(1, 5)")]
    [TestCase("$hash('Hello')")]
    [TestCase("$parse()")]
    [TestCase("$")]
    [TestCase("$$")]
    [TestCase("input")]
    public async Task What_has_no_result_is_undefined(string expression)
    {
        Assert.That(await FailureAsync(expression), Does.EndWith("returned nothing (undefined)."));
    }

    [TestCase("$partition([1], -1)", ". D3137: Second argument must be zero or greater")]
    [TestCase("$range(1)", ". T0410: Argument 2 of function \"range\" does not match function signature")]
    [TestCase("$range(0, 1e9, 1)", ". D3137: The array that function \"range\" makes")]
    [TestCase("$hash('Hello', 'md5')", ". D3137: The second argument of function \"hash\" must be one of MD5, SHA-1")]
    [TestCase("$hash(42, 'MD5')", ". T0410: Argument 1 of function \"hash\"")]
    [TestCase("$parse('{')", ". D3137: The argument of function \"parse\" is not valid JSON")]
    [TestCase("$parse('[1, {\"a\": 1e400}]')", ". D3137: The argument of function \"parse\" is not valid JSON")]
    [TestCase("$parse('-1e400')", ". D3137: The argument of function \"parse\" is not valid JSON")]
    [TestCase("$parse(null)", ". T0410: Argument 1 of function \"parse\"")]
    [TestCase("$uuid('x')", ". T0410: Argument 1 of function \"uuid\"")]
    [TestCase("$eval('1')", ". T1006: Attempted to invoke a non-function")]
    [TestCase("$sum(['a'])", ". T0412: Argument 1 of function \"sum\" must be an array of \"numbers\"")]
    [TestCase("$error('mine')", ". D3137: mine")]
    [TestCase("($f := function($n) { $f($n + 1) }; $f(1))", ": Expression evaluation timeout: Check for infinite loop")]
    [TestCase("($f := function($n) { $n <= 0 ? 0 : 1 + $f($n - 1) }; $f(40))", ": Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.")]
    [TestCase("[1..900000] ~> $count()", ": Expression evaluation memory limit exceeded: Check for excessive memory usage")]
    public async Task What_throws_says_why(string expression, string why)
    {
        Assert.That(await FailureAsync(expression), Does.Contain("threw an error during evaluation" + why));
    }

    [TestCase("$sum")]
    [TestCase("function($x) { $x }")]
    [TestCase("{'f': $sum}")]
    [TestCase("/a/")]
    public async Task What_is_no_JSON_is_unsupported(string expression)
    {
        Assert.That(await FailureAsync(expression), Does.EndWith("returned an unsupported result type."));
    }

    [TestCase("$now()", "\"2026-01-02T03:04:05.000Z\"")]
    [TestCase("$millis()", "1767323045000")]
    [TestCase("$now('[Y]-[M01]')", "\"2026-01\"")]
    public async Task The_time_is_that_of_the_bindings(string expression, string result)
    {
        Assert.That(await EvaluateAsync(expression), Is.EqualTo(result));
    }

    [Test]
    public async Task A_template_is_evaluated_as_a_whole()
    {
        var template = new Template(JsonElement.Parse("""{ "a": "{% $states.input.x %}", "b": [1, {"c": "{% $v %}"}], "d": "plain", "e": null }"""));
        var bindings = new Bindings(
            new Dictionary<string, JsonElement> { ["input"] = JsonElement.Parse("""{"x": "é😀\n"}""") },
            new Dictionary<string, JsonElement> { ["v"] = JsonElement.Parse("[1.50, {}]") }, Now);

        var value = await (await SharedEngine.GetAsync()).EvaluateAsync(template, bindings);

        Assert.That(JsonElement.DeepEquals(value, JsonElement.Parse("""{"a": "é😀\n", "b": [1, {"c": [1.5, {}]}], "d": "plain", "e": null}""")), Is.True, value.GetRawText());
    }

    // What Step Functions was measured to give.
    [TestCase("1234567890123456", "1234567890123456")]
    [TestCase("5890840712243077", "5890840712243077")]
    [TestCase("-9007199254740991", "-9007199254740991")]
    [TestCase("9007199254740992", "9007199254740992")]
    [TestCase("9223372036854775808", "9223372036854776000")]
    [TestCase("100000000000000000000", "100000000000000000000")]
    [TestCase("999999999999999868928", "999999999999999900000")]
    [TestCase("-999999999999999868928", "-999999999999999900000")]
    [TestCase("1e21", "1e+21")]
    [TestCase("1.50", "1.5")]
    [TestCase("-0", "0")]
    [TestCase("1e-7", "1e-7")]
    [TestCase("0.30000000000000004", "0.3")]
    [TestCase("123456789012.3456", "123456789012.346")]
    public async Task Whole_numbers_become_text_with_all_their_digits_and_others_with_fifteen(string number, string text)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await EvaluateAsync("$string($states.input)", number), Is.EqualTo($"\"{text}\""));
            Assert.That(await EvaluateAsync("'' & $states.input", number), Is.EqualTo($"\"{text}\""));
            Assert.That(await EvaluateAsync("$string({'a': [$states.input]})", number), Is.EqualTo($"\"{{\\\"a\\\":[{text}]}}\""));
        }
    }

    [TestCase("1234567890123456")]
    [TestCase("5890840712243077")]
    [TestCase("-9007199254740991")]
    [TestCase("9007199254740992")]
    [TestCase("0.1")]
    [TestCase("0.30000000000000004")]
    [TestCase("-123456789012.3456")]
    [TestCase("5e-324")]
    [TestCase("1.7976931348623157e+308")]
    public async Task A_number_that_a_double_holds_stays_as_it_was_written(string number)
    {
        Assert.That(await EvaluateAsync("$states.input.a", $$"""{"a": {{number}}}"""), Is.EqualTo(number));
        Assert.That(await EvaluateAsync("$parse('[' & $states.input & ']')[0]", $"\"{number}\""), Is.EqualTo(number));
    }

    // What docs/numbers.md says.
    [TestCase("1.50", "1.5")]
    [TestCase("1.0", "1")]
    [TestCase("1e2", "100")]
    [TestCase("-0", "0")]
    [TestCase("9007199254740993", "9007199254740992")]
    [TestCase("12345678901234567890123456789012345678", "1.2345678901234568e+37")]
    public async Task Any_other_number_is_the_nearest_double_in_its_shortest_text(string number, string text)
    {
        Assert.That(await EvaluateAsync("$states.input.a", $$"""{"a": {{number}}}"""), Is.EqualTo(text));
    }

    [TestCase("1e400")]
    [TestCase("-1E+309")]
    [TestCase("1000000000000000000000000000000000000000000000000e270")]
    [TestCase("1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890e99")]
    public async Task A_number_that_no_double_holds_fails_the_expression_that_could_see_it(string number)
    {
        Assert.That(
            (await Assert.ThrowsAsync<EvaluationException>(() => EvaluateAsync("$states.input[0]", $$"""[1, {"a": {{number}}}]""")))!.Message,
            Does.EndWith("threw an error during evaluation: A number is larger than those of JSONata, which end at 1.7976931348623157e308"));
    }

    [TestCase("\"1e400\"")]
    [TestCase("1e308")]
    [TestCase("1e-400")]
    public async Task What_only_looks_like_such_a_number_is_read(string value)
    {
        Assert.That(await EvaluateAsync("[$states.input[0]]", $"[1, {value}]"), Is.EqualTo("[1]"));
    }

    [Test]
    public async Task Every_integer_of_53_bits_becomes_the_text_that_it_was([Values(1, -1)] long sign)
    {
        var numbers = Enumerable.Range(0, 54).SelectMany(bits => new[] { (1L << bits) - 1, 1L << bits }).Select(number => sign * number);

        var texts = await EvaluateAsync("$states.input.$string()", $"[{string.Join(',', numbers)}]");

        Assert.That(texts, Is.EqualTo($"[{string.Join(',', numbers.Select(number => $"\"{number}\""))}]"));
    }

    [TestCase("$states.input", """{"__proto__":{"a":1},"b":2}""")]
    [TestCase("$states.input.`__proto__`.a", "1")]
    [TestCase("$merge([$states.input, {'c': 3}])", """{"__proto__":{"a":1},"b":2,"c":3}""")]
    [TestCase("$sift($states.input, function($value) { true })", """{"__proto__":{"a":1},"b":2}""")]
    [TestCase("$spread($states.input)", """[{"__proto__":{"a":1}},{"b":2}]""")]
    [TestCase("$states.input ~> |$|{'c': 3}|", """{"__proto__":{"a":1},"b":2,"c":3}""")]
    [TestCase("{'__proto__': {'a': 1}}", """{"__proto__":{"a":1}}""")]
    [TestCase("$states.input{'__proto__': b}", """{"__proto__":2}""")]
    [TestCase("$parse($string($states.input))", """{"__proto__":{"a":1},"b":2}""")]
    public async Task A_member_named_proto_is_one_like_any_other(string expression, string result)
    {
        Assert.That(await EvaluateAsync(expression, """{"__proto__": {"a": 1}, "b": 2}"""), Is.EqualTo(result));
    }

    [TestCase("1/0", "\"Infinity\"")]
    [TestCase("[-1/0, {'a': 0/0}]", "[\"-Infinity\",{\"a\":\"NaN\"}]")]
    public async Task Numbers_that_are_not_finite_become_texts(string expression, string result)
    {
        Assert.That(await EvaluateAsync(expression), Is.EqualTo(result));
    }

    [Test]
    public async Task Singleton_sequences_are_values()
    {
        Assert.That(await EvaluateAsync("$states.input.list[n > 1].n", """{"list": [{"n": 1}, {"n": 2}]}"""), Is.EqualTo("2"));
    }

    [Test]
    public async Task Many_requests_are_answered_each_with_its_own()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => EvaluateAsync("$v * 2", variables: $$$"""{"v": {{{number}}}}""")));

        Assert.That(answers, Is.EqualTo(Enumerable.Range(0, 500).Select(number => $"{number * 2}")));
    }

    [Test]
    public async Task A_long_value_goes_there_and_back()
    {
        var text = string.Concat(Enumerable.Repeat("ü😀 ", 40_000));

        Assert.That(await EvaluateAsync("$states.input & 'x'", $"\"{text}\""), Is.EqualTo($"\"{text}x\""));
    }

    [Test]
    public async Task The_syntax_can_be_checked()
    {
        var problems = await (await SharedEngine.GetAsync()).CheckAsync(["1 + 1", "1 +", "$f("]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems[0], Is.Null);
            Assert.That(problems[1], Is.EqualTo("is no JSONata: Unexpected end of expression (at character 3)"));
            Assert.That(problems[2], Is.Not.Null);
        }
    }

    [Test]
    public void A_missing_Node_is_named_with_what_to_do()
    {
        Assert.That(
            () => Engine.StartAsync(TextWriter.Null, CancellationToken.None, node: "no-such-node"),
            Throws.TypeOf<EngineException>().With.Message.Contains("'no-such-node' was not found: install Node 20 or newer"));
    }

    [Test]
    public async Task A_stopped_engine_refuses_requests()
    {
        var engine = await Engine.StartAsync(TextWriter.Null, CancellationToken.None);
        await engine.DisposeAsync();

        Assert.That(
            () => engine.EvaluateAsync(new Template(JsonElement.Parse("\"{% 1 %}\"")), Bindings.Nothing(Now)),
            Throws.TypeOf<EngineException>());
    }
}
