using Fanout.Infra.Settings;
using Fanout.Local.Checks;
using Fanout.Local.Stacks;

namespace Fanout.Tests.Local.Stacks;

/// <summary>Names in AWS, which stacks of an account have in common.</summary>
public class PhysicalNamesTests
{
    [Test]
    public async Task No_two_resources_of_dev_and_prod_have_the_same_name()
    {
        var dev = NamesOf(await RenamedStack.RunAsync("dev", "fanout", "dev")).ToArray();
        var prod = NamesOf(await RenamedStack.RunAsync("prod", "fanout", "prod")).ToArray();

        // In any case: IAM takes names for the same that differ in case only.
        Assert.That(
            dev.Concat(prod).Select(resource => $"{resource.Type} {resource.Name.ToLowerInvariant()}"),
            Is.Unique.And.Exactly(dev.Length + prod.Length).Items);
        Assert.That(dev, Has.Length.GreaterThan(80));
    }

    [Test]
    public async Task No_two_stacks_of_a_project_whose_names_begin_alike_have_the_same_name()
    {
        // One stack's names would be another's where what follows the stack ended in a hyphen and what follows the other.
        var ends = NamesOf(await RenamedStack.RunAsync("prod", "fanout", "prod"))
            .Select(resource => (resource.Type, End: resource.Name.Replace('_', '-').Split("fanout-prod-")[^1])).ToArray();

        Assert.That(
            from one in ends
            from other in ends
            where one.Type == other.Type && one.End.EndsWith($"-{other.End}", StringComparison.OrdinalIgnoreCase)
            select $"{one.End} {other.End}",
            Is.Empty);
    }

    [TestCase("dev")]
    [TestCase("prod")]
    public async Task The_longest_names_of_project_and_stack_fit_and_leave_no_room(string settings)
    {
        const string project = "a-long-project";
        const string stack = "a-longer-stack";
        var names = NamesOf(await RenamedStack.RunAsync(settings, project, stack)).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new StackNames(project, stack).Of(""), Has.Length.EqualTo(StackNames.LongestTogether + "--".Length));
            Assert.That(names.Min(resource => NameForms.Forms[resource.Type].Longest - resource.Name.Length), Is.Zero);
        }
    }

    [Test]
    public void One_character_more_is_refused_before_anything_is_made() => Assert.That(
        () => RenamedStack.RunAsync("dev", "a-long-project", "a-longer-stackx"),
        Throws.TypeOf<SettingsException>().With.Message.Contains("have 31 characters, a hyphen of the project counting twice; allowed: up to 30 together"));

    private static IEnumerable<(string Type, string Name)> NamesOf(DeployedStack stack) =>
        from resource in stack.Resources
        where Names.Inputs.ContainsKey(resource.Type)
        select (resource.Type, resource.Inputs[Names.Inputs[resource.Type]]!.GetValue<string>());
}
