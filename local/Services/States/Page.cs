using System.Text;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.States;

/// <summary>One page of a listing; its token names the listing and the item that it ends with.</summary>
internal static class Page
{
    private const int Default = 100;
    private const int Most = 1_000;
    private const int LongestToken = 1_024;

    /// <summary>Checks the members that choose a page before anything else is looked at.</summary>
    /// <exception cref="ServiceException">One is out of its range.</exception>
    public static void Check(RequestMembers arguments, int longestToken = LongestToken) => _ = (Size(arguments), Token(arguments, longestToken));

    /// <summary>The page that a request asks for.</summary>
    /// <param name="member">The member of the answer that the items become.</param>
    /// <param name="items">All items.</param>
    /// <param name="idOf">What tells an item from the others.</param>
    /// <param name="toJson">An item as the answer has it.</param>
    /// <param name="arguments">The request.</param>
    /// <param name="listing">What is listed, with every filter: a token is good for that only.</param>
    /// <param name="longestToken">How long a token may be.</param>
    /// <exception cref="ServiceException">The token is not one of this listing, or what it ends with is gone.</exception>
    public static JsonObject Of<T>(
        string member,
        IEnumerable<T> items,
        Func<T, string> idOf,
        Func<T, JsonObject> toJson,
        RequestMembers arguments,
        string listing,
        int longestToken = LongestToken)
    {
        var all = items.ToList();
        var start = Token(arguments, longestToken) is { } token ? After(all, idOf, token, listing) : 0;
        var page = all.Skip(start).Take(Size(arguments)).ToList();
        var answer = new JsonObject { [member] = new JsonArray([.. page.Select(toJson)]) };
        if (start + page.Count < all.Count)
        {
            answer["nextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Hash(listing)} {idOf(page[^1])}"));
        }

        return answer;
    }

    private static int Size(RequestMembers arguments) => arguments.Number("maxResults", 0, Most) is > 0 and var size ? (int)size : Default;

    private static string? Token(RequestMembers arguments, int longest) => arguments.Text("nextToken", shortest: 1, longest: longest);

    private static int After<T>(List<T> items, Func<T, string> idOf, string token, string listing)
    {
        var text = new byte[token.Length];
        if (Convert.TryFromBase64String(token, text, out var length)
            && Encoding.UTF8.GetString(text, 0, length).Split(' ', 2) is [var hash, var last]
            && hash == Hash(listing)
            && items.FindIndex(item => idOf(item) == last) is >= 0 and var index)
        {
            return index + 1;
        }

        throw Refusals.InvalidToken();
    }

    private static string Hash(string listing) => $"{AwsAccount.GeneratedId(listing):N}";
}
