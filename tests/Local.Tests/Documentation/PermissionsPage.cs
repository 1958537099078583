using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Local.Stacks;

namespace Fanout.Tests.Local.Documentation;

/// <summary>The tables of docs/permissions.md, laid beside the policies of deployed stacks.</summary>
internal static partial class PermissionsPage
{
    private const string OfResources = "Policies of resources";

    /// <summary>The actions of each statement, by the section that its line belongs to and its Sid.</summary>
    public static IReadOnlyDictionary<(string Section, string Sid), IReadOnlySet<string>> Granted(IEnumerable<DeployedStack> stacks) =>
        stacks.SelectMany(StatementsOf)
            .GroupBy(statement => (statement.Section, statement.Sid))
            .ToDictionary(
                statements => statements.Key,
                IReadOnlySet<string> (statements) => statements.SelectMany(statement => statement.Actions).ToHashSet());

    /// <summary>Where a page and the policies differ, and lines that say too little.</summary>
    public static IEnumerable<string> Problems(
        string page, IReadOnlyDictionary<(string Section, string Sid), IReadOnlySet<string>> granted)
    {
        var lines = Lines(page).ToArray();
        return
        [
            .. granted.Keys.Except(lines.Select(line => (line.Section, line.Sid))).Select(statement =>
                $"{statement.Section}: {statement.Sid} has no line: add one with the actions, what AWS's page asks for "
                    + "(granted as narrowly as can be, or why it is not needed) and the page's address"),
            .. lines.GroupBy(line => (line.Section, line.Sid)).Where(group => group.Count() > 1).Select(group =>
                $"{group.Key.Section}: {group.Key.Sid} has {group.Count()} lines: leave one"),
            .. lines.Where(line => !granted.ContainsKey((line.Section, line.Sid))).Select(line =>
                $"{line.Section}: no policy has {line.Sid}: take its line away"),
            .. lines.Where(line => granted.TryGetValue((line.Section, line.Sid), out var actions) && !actions.SetEquals(line.Actions)).Select(line =>
                $"{line.Section}: {line.Sid} allows {string.Join(' ', granted[(line.Section, line.Sid)].Order(StringComparer.Ordinal))}: "
                    + "write these, and what the page says of them"),
            .. lines.Where(line => line.Reason.Trim().Length == 0 || !Address().IsMatch(line.Page)).Select(line =>
                $"{line.Section}: {line.Sid} says not what a page of docs.aws.amazon.com asks for: say it, with its address"),
        ];
    }

    private static IEnumerable<(string Section, string Sid, IEnumerable<string> Actions)> StatementsOf(DeployedStack stack)
    {
        var services = stack.Resources.Where(resource => resource.Type == "aws:iam/role:Role").ToDictionary(
            role => role.Inputs["name"]!.GetValue<string>(),
            role => JsonNode.Parse(role.Inputs["assumeRolePolicy"]!.GetValue<string>())!["Statement"]![0]!["Principal"]!["Service"]!.GetValue<string>());
        return
            from resource in stack.Resources
            where resource.Inputs["policy"] is JsonValue
            let section = resource.Inputs["role"] is { } role ? services[role.GetValue<string>()] : OfResources
            from statement in JsonNode.Parse(resource.Inputs["policy"]!.GetValue<string>())!["Statement"]!.AsArray()
            select (section, statement["Sid"]!.GetValue<string>(), Texts(statement["Action"]!));
    }

    private static IEnumerable<string> Texts(JsonNode node) =>
        node is JsonArray texts ? texts.Select(text => text!.GetValue<string>()) : [node.GetValue<string>()];

    // A section is called by the service in its heading, or by the heading where it names none.
    private static IEnumerable<Line> Lines(string page) =>
        from section in page.Split("\n## ").Skip(1)
        let heading = section[..section.IndexOf('\n')]
        let name = Code().Match(heading) is { Success: true } service ? service.Groups["text"].Value : heading
        from row in section.Split('\n')
        where row.StartsWith("| `", StringComparison.Ordinal)
        let cells = row.Trim('|', ' ').Split(" | ")
        select new Line(
            name,
            Code().Match(cells[0]).Groups["text"].Value,
            [.. Code().Matches(cells.ElementAtOrDefault(1) ?? "").Select(code => code.Groups["text"].Value)],
            cells.ElementAtOrDefault(2) ?? "",
            cells.ElementAtOrDefault(3) ?? "");

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\(https://docs\.aws\.amazon\.com/\S+\)")]
    private static partial Regex Address();

    private sealed record Line(string Section, string Sid, string[] Actions, string Reason, string Page);
}
