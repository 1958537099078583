using System.Collections.Immutable;
using Pulumi;

namespace Fanout.Tests.Offline;

public sealed class AliasTests
{
    [Test]
    public void A_name_a_parent_or_a_URN_is_an_alias()
        => Assert.That(
            () => RegisterAsync(
                new Alias { Name = "old" },
                new Alias { NoParent = true },
                new Alias { Urn = "urn:pulumi:stack::project::test:module/thing:Thing::old" },
                new Alias { Name = "old", ParentUrn = "urn:pulumi:stack::project::test:module:Group::group" }),
            Throws.Nothing);

    [Test]
    public void A_URN_and_a_part_of_one_contradict_each_other()
        => Assert.That(
            () => RegisterAsync(new Alias { Urn = "urn:pulumi:stack::project::test:module/thing:Thing::old", Name = "old" }),
            Throws.TypeOf<RunException>().With.Message.Contains("Urn").And.Message.Contains("Name"));

    [Test]
    public void Two_parents_contradict_each_other()
        => Assert.That(
            () => RegisterAsync(new Alias { NoParent = true, ParentUrn = "urn:pulumi:stack::project::test:module:Group::group" }),
            Throws.TypeOf<RunException>().With.Message.Contains("ParentUrn").And.Message.Contains("NoParent"));

    [Test]
    public void A_parents_URN_is_a_URN()
        => Assert.That(() => RegisterAsync(new Alias { ParentUrn = "group" }), Throws.TypeOf<RunException>());

    private static Task<ImmutableArray<Resource>> RegisterAsync(params Alias[] aliases)
    {
        var options = new CustomResourceOptions();
        options.Aliases.AddRange(aliases.Select(alias => (Input<Alias>)alias));
        return new Recorder().RunAsync(() => _ = new Thing("thing", options: options));
    }
}
