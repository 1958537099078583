namespace Fanout.Tests.Local.Services.Lambda;

/// <summary>What a function logged itself, of what is logged of it as text.</summary>
internal static class FunctionLines
{
    private static readonly string[] Platform = ["INIT_START ", "INIT_REPORT ", "START RequestId: ", "END RequestId: ", "REPORT RequestId: "];

    public static string[] In(IEnumerable<string> lines) =>
        [.. lines.Where(line => !Platform.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)))];
}
