using System.Globalization;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Makes the program's roles, so that IAM's API shows them.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="cancellation">Ends the making.</param>
internal sealed class RoleProvisioner(LocalCloud cloud, CancellationToken cancellation)
{
    /// <exception cref="LocalException">IAM refused it.</exception>
    public async Task CreateAsync(CloudResource role)
    {
        var trust = role.RequiredText("assumeRolePolicy");
        List<(string, string?)> members =
        [
            ("RoleName", role.Name), ("AssumeRolePolicyDocument", trust), ("Description", role.Text("description")),
            ("MaxSessionDuration", role.Inputs.GetValueOrDefault("maxSessionDuration") is double seconds ? seconds.ToString(CultureInfo.InvariantCulture) : null),
        ];
        foreach (var (number, (name, value)) in (role.Map("tags") ?? []).OrderBy(tag => tag.Key, StringComparer.Ordinal).Index())
        {
            members.Add(($"Tags.member.{number + 1}.Key", name));
            members.Add(($"Tags.member.{number + 1}.Value", (string)value));
        }

        var refusal = await AskAsync("CreateRole", members);

        // An emulator that was there before keeps what an earlier run made.
        Check(refusal?.Code == "EntityAlreadyExists" ? await AskAsync("UpdateAssumeRolePolicy", [("RoleName", role.Name), ("PolicyDocument", trust)]) : refusal);
    }

    /// <summary>Gives a role an inline policy.</summary>
    /// <exception cref="LocalException">IAM refused it.</exception>
    public async Task PutPolicyAsync(CloudResource policy) => Check(await AskAsync(
        "PutRolePolicy",
        [("RoleName", policy.RequiredText("role")), ("PolicyName", policy.Name), ("PolicyDocument", policy.RequiredText("policy"))]));

    private static void Check(AwsErrorException? refusal)
    {
        if (refusal is not null)
        {
            throw new LocalException(refusal.Message, refusal);
        }
    }

    private async Task<AwsErrorException?> AskAsync(string action, IEnumerable<(string Name, string? Value)> members)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, cloud.Gateway.Endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("Action", action), new("Version", "2010-05-08"),
                .. members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value!)),
            ]),
        };
        using var answer = await cloud.Http.SendAsync(request, "iam", cloud.Root, cancellation);
        return answer.IsSuccessStatusCode ? null : AwsXml.Error(await answer.Content.ReadAsStringAsync(cancellation), (int)answer.StatusCode, "");
    }
}
