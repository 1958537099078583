using Fanout.Infra.Settings;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Stacks;

/// <summary>Resources by their URNs: the types from the workflow down to the resource, and its logical name.</summary>
public class LogicalNamesTests
{
    private const string ChangedName =
        "A resource whose name, type or parent changes is deleted and made anew, with all it holds, unless it has an alias "
            + "(CustomResourceOptions.Aliases, ComponentResourceOptions.Aliases). Give it one, then put what was found into "
            + "tests/Local.Tests/Stacks/resources.txt.";

    private DeployedStack _dev = null!;
    private DeployedStack _prod = null!;

    [OneTimeSetUp]
    public async Task PreviewAsync()
    {
        _dev = await RenamedStack.RunAsync("dev", "fanout", "dev");
        _prod = await RenamedStack.RunAsync("prod", "fanout", "prod");
    }

    [Test]
    public void A_resources_urn_changes_with_an_alias_only()
    {
        var dev = UrnsOf(_dev).ToHashSet();
        var prod = UrnsOf(_prod).ToHashSet();
        var found = dev.Union(prod).Order(StringComparer.Ordinal).Select(urn => (dev.Contains(urn), prod.Contains(urn)) switch
        {
            (true, false) => $"{urn} (dev)",
            (false, true) => $"{urn} (prod)",
            _ => urn,
        }).ToArray();
        var golden = File.ReadAllLines(Path.Combine(RepositoryPaths.Root, "tests", "Local.Tests", "Stacks", "resources.txt"));
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "resources.txt");
        File.WriteAllText(file, string.Concat(found.Select(line => $"{line}\n")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(golden.Except(found), Is.Empty, $"These are gone. {ChangedName} Found: {file}");
            Assert.That(found.Except(golden), Is.Empty, $"These are new. {ChangedName} Found: {file}");
            Assert.That(golden, Is.EqualTo(found));
        }
    }

    [Test]
    public void Names_are_unique_by_type()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_dev.Resources.Select(resource => resource.Id), Is.Unique);
            Assert.That(_prod.Resources.Select(resource => resource.Id), Is.Unique);
        }
    }

    [TestCase("atlas", "staging")]
    [TestCase("a", "1")]
    public async Task Names_hold_neither_project_nor_stack(string project, string stack)
    {
        // Were a name made of the project or the stack, others would make another of it.
        Assert.That(UrnsOf(await RenamedStack.RunAsync("dev", project, stack)), Is.EquivalentTo(UrnsOf(_dev)));
    }

    [Test]
    public void No_name_has_a_word_that_is_the_projects_or_a_stacks()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(WordsOf(_dev), Has.None.EqualTo("fanout").And.None.EqualTo("dev").And.None.EqualTo("prod"));
            Assert.That(WordsOf(_prod), Has.None.EqualTo("fanout").And.None.EqualTo("dev").And.None.EqualTo("prod"));
        }
    }

    [Test]
    public void Everything_of_a_workflow_is_below_its_component()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Roots(_dev), Is.EquivalentTo(WorkflowNames.All));
            Assert.That(Roots(_prod), Is.EquivalentTo(WorkflowNames.All.Append("alarms")));
        }
    }

    private static IEnumerable<string> Roots(DeployedStack stack) =>
        stack.Resources.Where(resource => resource.Parent == stack.Stack.Id).Select(resource => resource.Name);

    private static IEnumerable<string> WordsOf(DeployedStack stack) =>
        stack.Resources.SelectMany(resource => resource.Name.ToLowerInvariant().Split('-', '_', '.', '/'));

    private static IEnumerable<string> UrnsOf(DeployedStack stack)
    {
        var resources = stack.Resources.ToDictionary(resource => resource.Id);

        return stack.Resources.Select(resource => $"{TypesOf(resource)}::{resource.Name}");

        // The stack itself is not part of a URN's types.
        string TypesOf(StackResource resource) => resource.Parent is { } parent && resources.TryGetValue(parent, out var found)
            ? $"{TypesOf(found)}${resource.Type}"
            : resource.Type;
    }
}
