namespace Fanout.Tests.Local.Jsonata;

/// <summary>Which names a definition may not have: AWS refuses "Reference to 'x' at the top level".</summary>
public class ReferenceTests
{
    [TestCase("phone", "phone")]
    [TestCase("{'a': phone}", "phone")]
    [TestCase("[1, a]", "a")]
    [TestCase("a[b = 1].c", "a")]
    [TestCase("'a'.b", "a")]
    [TestCase("$sum(Order.Price)", "Order")]
    [TestCase("($x := 1; $x + y)", "y")]
    [TestCase("$x ? $y : z", "z")]
    [TestCase("$states.input.a and b", "b")]
    [TestCase("$map($states.input.xs, function($x) { name })", "name")]
    public async Task A_name_without_a_context_is_told(string expression, string name) =>
        Assert.That(
            (await (await SharedEngine.GetAsync()).CheckAsync([expression])).Single(),
            Is.EqualTo($"refers to \"{name}\" at the top level, where there is no context; begin with $states.input, $states.result or a variable"));

    [TestCase("$states.input.phone")]
    [TestCase("$states.input.items[price > 3].{'n': name, 't': $sum(q)}")]
    [TestCase("$states.input.items{kind: $sum(price)}")]
    [TestCase("$states.input.items^(>price).name")]
    [TestCase("$states.input ~> |items|{'x': y * 2}|")]
    [TestCase("$map($states.input.xs, function($x) { $x.name })")]
    [TestCase("$states.input.xs.(function() { name }())")]
    [TestCase("$filter($states.input.xs, function($v) { $v.a })[0].b")]
    [TestCase("$merge($states.input.xs.{k: v})")]
    [TestCase("$states.input.items@$i#$j.{'a': $i.b}")]
    [TestCase("$states.input.`odd name`")]
    public async Task A_name_with_a_context_is_fine(string expression) =>
        Assert.That((await (await SharedEngine.GetAsync()).CheckAsync([expression])).Single(), Is.Null);
}
