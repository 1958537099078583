namespace Fanout.Local.Services.Athena.Sql;

/// <summary>Places in a statement.</summary>
internal static class Place
{
    /// <summary>Where an offset lies in a text, as Athena's messages name it.</summary>
    public static string Of(string text, int offset)
    {
        var before = text.AsSpan(0, offset);
        return $"line {before.Count('\n') + 1}:{offset - before.LastIndexOf('\n')}";
    }
}
