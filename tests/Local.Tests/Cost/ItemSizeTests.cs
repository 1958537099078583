using System.Text.Json;
using Fanout.Local.Cost;

namespace Fanout.Tests.Local.Cost;

/// <summary>"DynamoDB item sizes and formats".</summary>
public class ItemSizeTests
{
    [TestCase("""{"name":{"S":"Zürich"}}""", 4 + 7, Description = "UTF-8 bytes of both")]
    [TestCase("""{"n":{"N":"27"}}""", 1 + 2, Description = "a byte for two digits, and one")]
    [TestCase("""{"n":{"N":"-0.00123400"}}""", 1 + 3, Description = "zeros before and after do not count")]
    [TestCase("""{"n":{"N":"1E+9"}}""", 1 + 2)]
    [TestCase("""{"n":{"N":"0"}}""", 1 + 1)]
    [TestCase("""{"b":{"B":"AAECAw=="}}""", 1 + 4, Description = "the bytes, not their base64")]
    [TestCase("""{"t":{"BOOL":false},"u":{"NULL":true}}""", 2 * (1 + 1))]
    [TestCase("""{"l":{"L":[]}}""", 1 + 3)]
    [TestCase("""{"l":{"L":[{"S":"ab"},{"N":"5"}]}}""", 1 + 3 + 2 + 1 + 2 + 1)]
    [TestCase("""{"m":{"M":{"k":{"S":"v"}}}}""", 1 + 3 + 1 + 1 + 1)]
    [TestCase("""{"s":{"SS":["a","bc"]},"n":{"NS":["1","234"]},"b":{"BS":["AA=="]}}""", 4 + 6 + 2)]
    public void An_item_is_as_large_as_its_names_and_values(string item, int bytes) =>
        Assert.That(ItemSize.Of(JsonElement.Parse(item)), Is.EqualTo(bytes));
}
