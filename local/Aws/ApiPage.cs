using System.Globalization;
using System.Text.Json.Nodes;

namespace Fanout.Local.Aws;

/// <summary>Lists that APIs answer a page at a time.</summary>
internal static class ApiPage
{
    private const string TokenMember = "NextToken";

    /// <summary>A page, with what asks for the next one where there is one.</summary>
    /// <param name="member">The member that is the list.</param>
    /// <param name="all">The whole list.</param>
    /// <param name="size">The most items of a page.</param>
    /// <param name="token">What the page before gave; null for the first.</param>
    /// <param name="describe">An item as the API describes it.</param>
    /// <exception cref="LocalException">No page gave that token.</exception>
    public static JsonObject Of<T>(string member, IEnumerable<T> all, long size, string? token, Func<T, JsonNode> describe)
    {
        var first = 0;
        if (token is not null && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first < 1))
        {
            throw new LocalException($"{TokenMember} is not one that an earlier page gave.");
        }

        var rest = all.Skip(first).Take((int)size + 1).ToList();
        var page = new JsonObject { [member] = new JsonArray([.. rest.Take((int)size).Select(describe)]) };
        if (rest.Count > size)
        {
            page[TokenMember] = (first + size).ToString(CultureInfo.InvariantCulture);
        }

        return page;
    }

    /// <summary>A page that a request asks for by MaxResults and NextToken.</summary>
    /// <param name="member">The member that is the list.</param>
    /// <param name="all">The whole list.</param>
    /// <param name="arguments">The request.</param>
    /// <param name="largest">The most items that it may ask for, which it gets where it does not say.</param>
    /// <param name="describe">An item as the API describes it.</param>
    /// <exception cref="LocalException">It asks for more, or no page gave its token.</exception>
    public static JsonObject Of<T>(string member, IEnumerable<T> all, ApiArguments arguments, int largest, Func<T, JsonNode> describe) =>
        Of(member, all, arguments.Whole("MaxResults", 1, largest) ?? largest, arguments.OptionalText(TokenMember), describe);
}
