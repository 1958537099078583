using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace Fanout.Tests.Offline;

public sealed class InputTests
{
    [Test]
    public async Task A_list_is_made_of_anything_like_a_list()
    {
        string[] expected = ["a", "b"];
        InputList<string>[] lists =
        [
            new() { "a", Output.Create("b") },
            new[] { "a", "b" },
            new[] { Output.Create("a"), Output.Create("b") },
            new Input<string>[] { "a", "b" },
            new List<string> { "a", "b" },
            new List<Output<string>> { Output.Create("a"), Output.Create("b") },
            new List<Input<string>> { "a", "b" },
            ImmutableArray.Create("a", "b"),
            ImmutableArray.Create<Input<string>>("a", "b"),
            ImmutableArray.Create(Output.Create("a"), Output.Create("b")),
            Output.Create(expected),
            Output.Create(new List<string> { "a", "b" }),
            Output.Create<IEnumerable<string>>(expected),
            Output.Create(ImmutableArray.Create("a", "b")),
        ];

        foreach (var list in lists)
        {
            Assert.That(await ValueAsync(list), Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task A_single_value_is_a_list_of_one()
    {
        Assert.That(await ValueAsync((InputList<string>)"a"), Is.EqualTo(new[] { "a" }));
        Assert.That(await ValueAsync((InputList<string>)Output.Create("a")), Is.EqualTo(new[] { "a" }));
        Assert.That(await ValueAsync((InputList<string>)(Input<string>)"a"), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Concat_leaves_both_lists_as_they_are()
    {
        InputList<int> first = new[] { 1 };
        InputList<int> second = new[] { 2 };

        var both = first.Concat(second);
        first.AddRange(second);
        first.Add(3, 4);

        Assert.That(await ValueAsync(both), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await ValueAsync(first), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(await ValueAsync(second), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task A_list_is_enumerated_asynchronously_only()
    {
        InputList<int> list = new[] { 1, 2 };
        var values = new List<int>();
        await foreach (var value in list)
        {
            values.Add(await OutputUtilities.GetValueAsync(value.ToOutput()));
        }

        Assert.That(values, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(() => ((System.Collections.IEnumerable)list).GetEnumerator(), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public async Task A_map_is_made_of_anything_like_a_map()
    {
        InputMap<int>[] maps =
        [
            new() { ["a"] = 1, ["b"] = Output.Create(2) },
            new() { { "a", 1 }, { "b", Output.Create(2) } },
            new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 },
            ImmutableDictionary<string, int>.Empty.Add("a", 1).Add("b", 2),
            Output.Create(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }),
            Output.Create<IDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }),
            Output.Create(ImmutableDictionary<string, int>.Empty.Add("a", 1).Add("b", 2)),
        ];

        foreach (var map in maps)
        {
            Assert.That(
                await ValueAsync(map), Is.EquivalentTo(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }));
        }
    }

    [Test]
    public async Task Merge_prefers_the_second_map_even_where_the_first_is_unknown()
    {
        var first = new InputMap<string> { ["a"] = OutputUtilities.CreateUnknown("?"), ["b"] = "first" };
        var second = new InputMap<string> { ["a"] = "second" };

        var merged = InputMap<string>.Merge(first, second).ToOutput();

        Assert.That(await OutputUtilities.GetIsKnownAsync(merged), Is.True);
        Assert.That(
            await OutputUtilities.GetValueAsync(merged),
            Is.EquivalentTo(new Dictionary<string, string> { ["a"] = "second", ["b"] = "first" }));
    }

    [Test]
    public async Task A_key_cannot_be_added_with_another_value()
    {
        var same = new InputMap<string> { { "a", "1" }, { "a", "1" } };
        var different = new InputMap<string> { { "a", "1" }, { "a", "2" } };

        Assert.That(await ValueAsync(same), Is.EquivalentTo(new Dictionary<string, string> { ["a"] = "1" }));
        Assert.That(
            async () => await ValueAsync(different),
            Throws.ArgumentException.With.Message.Contains("'a'"));
    }

    [Test]
    public async Task A_union_is_made_of_either_type()
    {
        InputUnion<string, int>[] unions = ["a", (Input<string>)"a", Output.Create("a"), Union<string, int>.FromT0("a")];
        foreach (var union in unions)
        {
            Assert.That(await ValueAsync(union), Is.EqualTo((Union<string, int>)"a"));
        }

        Assert.That((await ValueAsync((InputUnion<string, int>)7)).Match(text => text.Length, number => number), Is.EqualTo(7));
    }

    [Test]
    public void Unions_compare_by_type_and_value()
    {
        Assert.That(Union<string, int>.FromT0("1") == "1", Is.True);
        Assert.That(Union<string, int>.FromT0("1") != 1, Is.True);
        Assert.That(Union<int, int>.FromT0(1).Equals(Union<int, int>.FromT1(1)), Is.False);
        Assert.That(Union<string, int>.FromT1(2).MapT1(number => number * 2).AsT1, Is.EqualTo(4));
        Assert.That(Union<string, int>.FromT1(2).TryPickT0(out _, out var rest), Is.False);
        Assert.That(rest, Is.EqualTo(2));
    }

    private static Task<T> ValueAsync<T>(Input<T> input) => OutputUtilities.GetValueAsync(input.ToOutput());
}
