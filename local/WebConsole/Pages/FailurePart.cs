using Fanout.Local.StepFunctions;
using Fanout.Local.WebConsole.Markup;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>Why an execution did not succeed: its state, and that of the child that failed it.</summary>
internal static class FailurePart
{
    /// <summary>The part; nothing where the execution succeeded or runs.</summary>
    public static Html Of(ExecutionOutcome? end, PageContext page, Func<string, string> idOfState)
    {
        if (end is null or { Status: ExecutionStatus.Succeeded })
        {
            return Html.None;
        }

        var levels = new List<Html>();
        for (var failed = end; failed is not null; failed = failed.FailedChild)
        {
            levels.Add(Level(failed, isChild: failed != end, page, idOfState));
        }

        return Parts.Section(page, "failure", end.Status switch
        {
            ExecutionStatus.TimedOut => "It took too long",
            ExecutionStatus.Aborted => "It was stopped",
            _ => "It failed",
        }, Html.Of($"""<div class="failure">{levels}</div>"""));
    }

    private static Html Level(ExecutionOutcome failed, bool isChild, PageContext page, Func<string, string> idOfState) => Html.Of($"""
        {Html.When(isChild, () => Html.Of($"""<h3>In the execution that it started, {Parts.Link(page.Links.Execution(failed.ExecutionArn), NameOf(failed.ExecutionArn))}</h3>"""))}
        {Parts.Facts(
            ("State", failed.FailedState is not { } state ? Html.Text("–") : isChild ? Html.Text(state.Name) : Parts.Link($"#{idOfState(state.Name)}", state.Name)),
            ("Error", Html.Of($"<code>{failed.Error ?? "–"}</code>")))}
        {Html.When(failed.Cause is not null, () => Parts.Payload("Cause", PrettyJson.OfText(failed.Cause!), page))}
        {Html.When(failed.FailedState is not null, () => Parts.Payload("Input of the state", failed.FailedState!.Input, page))}
        """);

    private static string NameOf(string arn) => arn.Split(':') is [_, _, _, _, _, _, _, var name, ..] ? name : arn;
}
