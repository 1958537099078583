using System.CommandLine;

namespace Fanout.Local.Cli;

/// <summary>The option <c>--report</c>: a file for what people look at.</summary>
internal static class ReportOption
{
    /// <summary>The option; a file in a folder that does not exist is refused before anything runs.</summary>
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--report")
        {
            Description = "Write one HTML file that shows the runs: states drawn, timelines, events, logs; what failed first",
            HelpName = "FILE",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && Path.GetDirectoryName(Path.GetFullPath(file.Value)) is var folder && (Directory.Exists(file.Value) || !Directory.Exists(folder)))
            {
                result.AddError($"--report is \"{file.Value}\"; allowed: a file in a folder that exists, such as runs.html.");
            }
        });
        return option;
    }
}
