using System.Net;
using Fanout.Local.Stacks;
using Fanout.Local.WebConsole.Reading;
using Fanout.Local.WebConsole.Site;
using Fanout.Tests.Local.Services.States;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>The console of <see cref="ShownCloud"/>, and browsers that ask it.</summary>
internal static class ServedConsole
{
    private static readonly Lazy<Task<(AccountReader Account, ConsoleSite Site)>> Shown = new(ShowAsync);

    /// <summary>What the console reads.</summary>
    public static async Task<AccountReader> AccountAsync() => (await Shown.Value).Account;

    /// <summary>The address that opens it.</summary>
    public static async Task<Uri> AddressAsync() => (await Shown.Value).Site.Address;

    /// <summary>A browser that was let in.</summary>
    public static async Task<HttpClient> BrowserAsync()
    {
        var browser = Stranger(await AddressAsync());
        using var page = await browser.GetAsync(await AddressAsync());
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return browser;
    }

    /// <summary>A browser that was not.</summary>
    public static HttpClient Stranger(Uri address) => new(new SocketsHttpHandler { CookieContainer = new CookieContainer() })
    {
        BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority)),
    };

    /// <summary>The address of an execution's page.</summary>
    public static string PageOf(string executionArn) => new Fanout.Local.WebConsole.Pages.ServedLinks().Execution(executionArn);

    /// <summary>Creates a machine of a whole definition and gives its ARN.</summary>
    public static async Task<string> CreateAsync(string name, string definition) => StatesCloud.Text(
        await StatesCloud.CallAsync("CreateStateMachine", new { name, definition, roleArn = StatesCloud.Role }), "stateMachineArn");

    private static async Task<(AccountReader, ConsoleSite)> ShowAsync()
    {
        var account = new AccountReader(
            StatesCloud.Cloud, StatesCloud.Interpreter, StatesCloud.Machines, await SharedEngine.GetAsync(), new StackView("test", DeployedStack.None));
        var site = new ConsoleSite(account);
        StatesCloud.Cloud.Gateway.Show("/console", site.AnswerAsync);
        return (account, site);
    }
}
