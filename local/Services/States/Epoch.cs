namespace Fanout.Local.Services.States;

/// <summary>Times as the AWS JSON protocol has them.</summary>
internal static class Epoch
{
    /// <summary>The seconds since 1970 began, to the millisecond.</summary>
    public static decimal Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;
}
