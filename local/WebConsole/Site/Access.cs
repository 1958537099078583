using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.WebConsole.Site;

/// <summary>
/// Who may use the console: whoever was told its address with the token, which its cookie stands for afterwards. What
/// changes anything must come from a form of its own pages.
/// </summary>
/// <param name="port">The port of the door: cookies are of a host, whatever its port.</param>
internal sealed class Access(int port)
{
    private const int TokenBytes = 24;

    private readonly string _cookie = $"fanout-console-{port}";
    private readonly string _session = NewToken();

    /// <summary>What the address has that opens the console.</summary>
    public string Token { get; } = NewToken();

    /// <summary>What forms carry.</summary>
    public string FormToken { get; } = NewToken();

    /// <summary>Whether a request has the token.</summary>
    public bool HasToken(HttpRequest request) => IsSame(request.Query["token"].ToString(), Token);

    /// <summary>Whether a request is of a browser that was let in.</summary>
    public bool IsIn(HttpRequest request) => IsSame(request.Cookies[_cookie] ?? "", _session);

    /// <summary>Lets a browser in, until it is closed.</summary>
    public void LetIn(HttpResponse response) => response.Cookies.Append(_cookie, _session, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = Pages.ServedLinks.Root,
        IsEssential = true,
    });

    /// <summary>Whether a request that changes something comes from a page of the console ("OWASP Cross-Site Request Forgery Prevention").</summary>
    public bool IsOwnForm(HttpRequest request, IFormCollection form) =>
        request.Headers.Origin == $"{request.Scheme}://{request.Host}"
        && (request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin")
        && IsSame(form["form"].ToString(), FormToken);

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
