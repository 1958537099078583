using System.Globalization;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>Lists in pages; a token says how many come before.</summary>
internal static class Page
{
    private const string Token = "nextToken";

    /// <summary>The page that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="member">The member of the answer that holds the list.</param>
    /// <param name="largest">The most on one page, and as many as are on one by default.</param>
    /// <param name="all">The whole list.</param>
    /// <param name="description">What the answer says of each.</param>
    public static JsonObject Of<T>(RequestMembers request, string member, int largest, IEnumerable<T> all, Func<T, JsonObject> description)
    {
        var size = (int)(request.Number("limit", 1, largest) ?? largest);
        var before = 0;
        if (request.Text(Token) is { } token && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw new ServiceException(LogNames.Invalid, "The specified nextToken is invalid.");
        }

        T[] rest = [.. all.Skip(before).Take(size + 1)];
        var page = new JsonObject { [member] = new JsonArray([.. rest.Take(size).Select(description)]) };
        if (rest.Length > size)
        {
            page[Token] = $"{before + size}";
        }

        return page;
    }
}
