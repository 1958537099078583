using Fanout.Stacks;

namespace Fanout.Tests.Local.Stacks;

public class StackFilesTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("fanout-stacks-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

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

    [TestCase("config: [", "is not YAML (line 2)")]
    [TestCase("- a\n- b", "must hold a mapping.")]
    [TestCase("config: text", "config must be a mapping of keys to values.")]
    public void A_stack_file_that_is_malformed_is_named(string content, string sentence)
    {
        Write("Pulumi.yaml", "name: demo");
        Write("Pulumi.dev.yaml", content);

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "dev", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.StartsWith($"{_folder}/Pulumi.dev.yaml").And.Message.Contains(sentence));
    }

    [Test]
    public void A_project_without_a_name_is_refused()
    {
        Write("Pulumi.yaml", "runtime: dotnet");
        Write("Pulumi.dev.yaml", "config: {}");

        Assert.That(
            () => StackFiles.ReadAsync(_folder, "dev", CancellationToken.None),
            Throws.TypeOf<StackFileException>().With.Message.EqualTo($"{_folder}/Pulumi.yaml has no name."));
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);
}
