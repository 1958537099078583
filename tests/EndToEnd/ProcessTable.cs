namespace Fanout.Tests.EndToEnd;

/// <summary>The processes of a Linux, by /proc.</summary>
internal static class ProcessTable
{
    /// <summary>The processes that a process has started itself. The fourth field of stat, after the name in brackets, is the parent.</summary>
    public static int[] ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && StatusOf(id) is [_, var parentId, ..] && parentId == $"{parent}"),
    ];

    /// <summary>The one of a process's children whose command line holds a text, once there is one.</summary>
    public static async Task<int> ChildAsync(int parent, string command)
    {
        while (true)
        {
            if (Array.Find(ChildrenOf(parent), id => Read(id, "cmdline").Contains(command, StringComparison.Ordinal)) is > 0 and var found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Waits until a process, of whoever is its parent now, has ended.</summary>
    public static async Task WaitForEndAsync(int id)
    {
        while (IsRunning(id))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Whether a process has not ended.</summary>
    public static bool IsRunning(int id) => StatusOf(id) is [not "Z", ..];

    private static string[] StatusOf(int id)
    {
        var status = Read(id, "stat");
        return status.Length == 0 ? [] : status[(status.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return "";
        }
    }
}
