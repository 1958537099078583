using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Aws;

/// <summary>
/// What the clock of an execution shows when one of its Tasks makes a request, as that clock may run ahead: functions log with
/// its time. It is believed of services of this cloud and of the account's root.
/// </summary>
internal static class CallerClock
{
    private const string Header = "Fanout-Time";

    /// <summary>Tells the time with a request.</summary>
    public static void Tell(HttpRequestMessage request, DateTimeOffset now) =>
        request.Headers.Add(Header, now.UtcTicks.ToString(CultureInfo.InvariantCulture));

    /// <summary>The time that a request tells; null where it tells none, or its caller is none that may.</summary>
    public static DateTimeOffset? Of(HttpRequest request, Caller caller) =>
        (caller.IsServiceSession || caller.IsRoot) && long.TryParse(request.Headers[Header], CultureInfo.InvariantCulture, out var ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}
