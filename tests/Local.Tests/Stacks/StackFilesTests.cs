using Fanout.Local;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Stacks;

public class StackFilesTests
{
    private TemporaryFolder _temporary = null!;
    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _temporary = new TemporaryFolder("stacks");
        _folder = _temporary.Path;
    }

    [TearDown]
    public void DeleteFolder() => _temporary.Dispose();

    [Test]
    public async Task Defaults_of_the_project_hold_where_the_stack_says_nothing()
    {
        Write("Pulumi.yaml", """
            name: demo
            runtime: dotnet
            config:
              aws:region:
                value: eu-central-1
              size:
                type: integer
                default: 3
              names:
                type: array
                items: { type: string }
                default: [a, b]
              nothing:
                type: string
                description: No default
              short: text
            """);
        Write("Pulumi.dev.yaml", """
            config:
              demo:size: 5
              demo:flag: true
              demo:quoted: "5"
              demo:deep: { a: 1, b: [x, 2.5, null, false] }
              demo:password:
                secure: v1:abc
            """);

        var config = await StackFiles.ReadAsync(_folder, "dev", CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(config.Project, Is.EqualTo("demo"));
            Assert.That(config.Region, Is.EqualTo("eu-central-1"));
            Assert.That(config.Secrets, Is.EqualTo(new[] { "demo:password" }));
            Assert.That(config.OfProject(), Is.EquivalentTo(new Dictionary<string, string>
            {
                ["size"] = "5",
                ["names"] = """["a","b"]""",
                ["short"] = "text",
                ["flag"] = "true",
                ["quoted"] = "5",
                ["deep"] = """{"a":1,"b":["x",2.5,null,false]}""",
                ["password"] = "local-stand-in-for-demo-password",
            }));
        }
    }

    [TestCase("config: {}", null, "us-east-1")]
    [TestCase("config: { aws:region: eu-west-1 }", "eu-west-1", "eu-west-1")]
    public async Task A_region_that_no_file_sets_is_left_to_the_environment(string stack, string? region, string localRegion)
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", stack);

        var config = await StackFiles.ReadAsync(_folder, "dev", CancellationToken.None);

        Assert.That((config.Region, config.LocalRegion), Is.EqualTo((region, localRegion)));
    }

    [Test]
    public void A_stack_without_a_file_is_named_beside_those_that_have_one()
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", "config: {}");
        Write("Pulumi.prod.yaml", "config: {}");

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "pord", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.EqualTo(
                $"There is no stack \"pord\" (did you mean \"prod\"?): {_folder}/Pulumi.pord.yaml does not exist. Stacks: dev, prod."));
    }

    [TestCase("config: [", " cannot be read as YAML (line 2): ")]
    [TestCase("config:\n\tdemo:a: b", " cannot be read as YAML (line 1): While scanning a mapping, found invalid tab")]
    [TestCase("config:\n  demo:a: b\n  demo:a: c", " cannot be read as YAML (line 3): Duplicate key")]
    [TestCase("config: *unknown", " cannot be read as YAML (line 1): ")]
    [TestCase("- a\n- b", " must hold a mapping.")]
    [TestCase("text", " must hold a mapping.")]
    [TestCase("config: text", ", line 1: config must be a mapping of keys to values.")]
    [TestCase("config:\n- a", ", line 2: config must be a mapping of keys to values.")]
    [TestCase("config:\n  demo:a: .nan", ", line 2: .nan is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: .inf }", ", line 2: .inf is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: -.Inf }", ", line 2: -.Inf is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: NaN }", ", line 2: NaN is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: infinity }", ", line 2: infinity is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: 1e999 }", ", line 2: 1e999 is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: 010 }", ", line 2: 010 is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: 0x1F }", ", line 2: 0x1F is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: 1_000 }", ", line 2: 1_000 is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: 2026-01-31 }", ", line 2: 2026-01-31 is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  demo:a: { b: yes }", ", line 2: yes is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes.")]
    [TestCase("config:\n  ? [a, b]\n  : c", ", line 2: a key must be a text, not empty, no list, no mapping and no alias.")]
    [TestCase("config:\n  ? { a: b }\n  : c", ", line 2: a key must be a text, not empty, no list, no mapping and no alias.")]
    [TestCase("config:\n  demo:a: &a { b: c }\n  demo:d: *a", ", line 2: anchors and aliases, such as &a, are not read; write the value in each place.")]
    [TestCase("config:\n  demo:a: { <<: { b: c } }", ", line 2: the merge key << is not read; write the keys in each place.")]
    [TestCase("config:\n  demo:a: !!str 5", ", line 2: tags, such as tag:yaml.org,2002:str, are not read; write a text in quotes.")]
    [TestCase("config:\n  demo:a: b\n---\nconfig: {}", ", line 4: a second document begins; the file may have one.")]
    [TestCase("config:\n  demo:a:", ", line 2: demo:a has no value; write one, \"\" for an empty text, or leave the key out.")]
    [TestCase("config:\n  demo:a: b\n  a: c", ", line 3: demo:a is set twice, with and without its project; leave one of them.")]
    public void A_stack_file_that_is_malformed_is_named_with_the_line(string content, string sentence)
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", content);

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "dev", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.StartsWith($"{_folder}/Pulumi.dev.yaml{sentence}"));
    }

    [TestCase("[", 65)]
    [TestCase("[", 1_001)]
    [TestCase("{a: ", 3_000)]
    [TestCase("- ", 100_000)]
    [TestCase("[", 100_000)]
    public void A_stack_file_that_is_nested_too_deep_is_named_with_the_line(string opening, int times)
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", $"config:\n  demo:a:\n    {string.Concat(Enumerable.Repeat(opening, times))}");

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "dev", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.EqualTo(
                $"{_folder}/Pulumi.dev.yaml cannot be read as YAML (line 3): lists and mappings are nested more than 64 deep"));
    }

    [Test]
    public async Task A_value_may_be_nested_as_deep_as_JSON_is_read()
    {
        var value = $"{new string('[', 62)}{new string(']', 62)}";
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", $"config:\n  demo:a: {value}");

        Assert.That((await StackFiles.ReadAsync(_folder, "dev", CancellationToken.None)).OfProject()["a"], Is.EqualTo(value));
    }

    [TestCase("")]
    [TestCase("# nothing\n")]
    [TestCase("---\n")]
    [TestCase("config:\n")]
    [TestCase("encryptionsalt: v1:abc=\nsecretsprovider: passphrase\nenvironment:\n- shared\n")]
    public async Task A_stack_file_may_say_nothing(string content)
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", content);

        Assert.That((await StackFiles.ReadAsync(_folder, "dev", CancellationToken.None)).Values, Is.Empty);
    }

    [Test]
    public async Task Line_ends_and_a_byte_order_mark_change_nothing()
    {
        Write("Pulumi.yaml", "\ufeffname: demo\r\nruntime: dotnet\r\n");
        Write("Pulumi.dev.yaml", "\ufeffconfig:\r\n  demo:a: b\r\n  demo:c:\r\n    d: 1\r\n");

        Assert.That(
            (await StackFiles.ReadAsync(_folder, "dev", CancellationToken.None)).OfProject(),
            Is.EquivalentTo(new Dictionary<string, string> { ["a"] = "b", ["c"] = """{"d":1}""" }));
    }

    [Test]
    public async Task A_value_of_its_own_is_the_text_that_stands_there_and_one_within_an_object_is_JSON()
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", """
            config:
              demo:a: 1e3
              demo:b: 5.0
              demo:c: True
              demo:d: 99999999999999999999
              demo:e: { a: 1e3, b: 5.0, c: True, d: -5, e: "5", f: 'true', g: ~, h: 3am }
            """);

        Assert.That((await StackFiles.ReadAsync(_folder, "dev", CancellationToken.None)).OfProject(), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["a"] = "1e3",
            ["b"] = "5.0",
            ["c"] = "True",
            ["d"] = "99999999999999999999",
            ["e"] = """{"a":1000,"b":5,"c":true,"d":-5,"e":"5","f":"true","g":null,"h":"3am"}""",
        }));
    }

    [Test]
    public async Task A_secret_may_stand_within_an_object()
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", """
            config:
              demo:a: { b: { secure: v1:abc }, c: [d, { secure: v1:def }] }
              demo:e: { secure: 5 }
              demo:f: { secure: v1:abc, g: h }
            """);

        var config = await StackFiles.ReadAsync(_folder, "dev", CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(config.Secrets, Is.EqualTo(new[] { "demo:a" }));
            Assert.That(config.OfProject(), Is.EquivalentTo(new Dictionary<string, string>
            {
                ["a"] = """{"b":"local-stand-in-for-demo-a","c":["d","local-stand-in-for-demo-a"]}""",
                ["e"] = """{"secure":5}""",
                ["f"] = """{"secure":"v1:abc","g":"h"}""",
            }));
        }
    }

    [Test]
    public void A_file_in_another_encoding_is_refused()
    {
        Write("Pulumi.yaml", "name: demo");
        File.WriteAllBytes(Path.Combine(_folder, "Pulumi.dev.yaml"), [.. "config: { demo:a: "u8, 0xE9, .. " }"u8]);

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "dev", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.StartsWith($"{_folder}/Pulumi.dev.yaml is no text in UTF-8: "));
    }

    [TestCase("name: [demo]")]
    [TestCase("name: ''")]
    public void A_name_that_is_no_text_is_refused(string project)
    {
        Write("Pulumi.yaml", project);
        Write("Pulumi.dev.yaml", "config: {}");

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "dev", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.EqualTo($"{_folder}/Pulumi.yaml, line 1: name must be a text, not empty."));
    }

    [TestCase("runtime: dotnet")]
    [TestCase("name:")]
    [TestCase("")]
    public void A_project_without_a_name_is_refused(string project)
    {
        Write("Pulumi.yaml", project);
        Write("Pulumi.dev.yaml", "config: {}");

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "dev", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.EqualTo($"{_folder}/Pulumi.yaml has no name."));
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);
}
