using System.Text.Json.Nodes;
using Fanout.Local.Iam;
using Fanout.Local.WebConsole.Markup;

namespace Fanout.Local.WebConsole.Pages;

/// <summary>What was denied, to whom, and which statement is missing or forbids it.</summary>
/// <param name="page">The page.</param>
internal sealed class DenialsPage(PageContext page)
{
    private const int Most = 200;

    /// <summary>The denials, those of a caller together.</summary>
    public Html Of(IReadOnlyCollection<Denial> denials) => denials.Count == 0
        ? Html.Of($"""<p class="empty">Nothing was denied.</p>""")
        : Html.Of($"""
            {denials
                .OrderBy(denial => denial.Caller.Identity, StringComparer.Ordinal).ThenBy(denial => denial.Request.Action, StringComparer.Ordinal).ThenBy(denial => denial.Request.Resource, StringComparer.Ordinal)
                .Take(Most).GroupBy(denial => denial.Caller.Identity).Select(caller => Html.Of($"""
                    <h3>{caller.Key}</h3>
                    {caller.Select(One)}
                    """))}
            {Html.When(denials.Count > Most, () => Html.Of($"""<p class="muted">The first {Most} of {Shown.Number(denials.Count)}.</p>"""))}
            """);

    private Html One(Denial denial) => Html.Of($"""
        <article class="denial"><p>{Parts.Badge("failed", "denied")} <code>{denial.Request.Action}</code> on <code>{denial.Request.Resource}</code></p>
        <p class="muted">{denial.Message}</p>
        {Remedy(denial)}
        {Html.When(denial.Request.Context.Count > 0, () => Html.Of($"""
            <details><summary>Condition keys of the request</summary>{Parts.Facts(denial.Request.Context.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => (key.Key, Html.Of($"<code>{key.Value}</code>"))))}</details>
            """))}
        </article>
        """);

    private Html Remedy(Denial denial) => denial switch
    {
        { By: { } by } => Html.Of($"""<p>It is forbidden by statement {by.Number} of the policy <code>{by.Policy}</code> of <code>{by.Owner}</code>.</p>"""),
        { Reason: DenialReason.NoTrustPolicy } => Parts.Payload("Statement that its trust policy lacks", Statement(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = denial.Caller.Identity },
            ["Action"] = denial.Request.Action,
        }), page),
        { Reason: DenialReason.NoResourcePolicy } => Parts.Payload($"Statement that the policy of {PolicyOwner.Of(denial.Request.Resource)} lacks", Statement(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { [denial.Caller.IsService ? "Service" : "AWS"] = denial.Caller.Identity },
            ["Action"] = denial.Request.Action,
            ["Resource"] = denial.Request.Resource,
        }), page),
        { Reason: DenialReason.NotMapped } => Html.None,
        _ => Parts.Payload($"Statement that the role {denial.Caller.Role} lacks", Statement(new JsonObject
        {
            ["Effect"] = "Allow",
            ["Action"] = denial.Request.Action,
            ["Resource"] = denial.Request.Resource,
        }), page),
    };

    private static string Statement(JsonObject statement) => PrettyJson.OfText(statement.ToJsonString());
}
