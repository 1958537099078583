using Fanout.Local.WebConsole.Reading;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.WebConsole.Site;

/// <summary>Tells a page when what it shows is not so any longer ("Server-sent events", HTML).</summary>
/// <param name="account">What it shows.</param>
internal sealed class Changes(AccountReader account)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    // A comment now and then, by which it is noticed that nobody reads any longer.
    private const int StillThere = 40;

    /// <summary>Sends the version of what is shown whenever it is another one, until the reader goes.</summary>
    public async Task TellAsync(HttpContext context, CancellationToken cancellation)
    {
        var execution = context.Request.Query["execution"].ToString();
        context.Response.ContentType = "text/event-stream";
        string? told = null;
        using var timer = new PeriodicTimer(Pace);
        try
        {
            for (var turn = 1; ; turn++)
            {
                var version = await account.VersionAsync(execution.Length == 0 ? null : execution).WaitAsync(cancellation);
                if (version != told || turn % StillThere == 0)
                {
                    await context.Response.WriteAsync(version != told ? $"data: {version}\n\n" : ":\n\n", cancellation);
                    await context.Response.Body.FlushAsync(cancellation);
                    told = version;
                }

                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left, or the door closes.
        }
    }
}
