using System.Collections.Immutable;
using Fanout.Local.Aws;

namespace Fanout.Local.Iam.Policies;

/// <summary>Whom a statement is about ("AWS JSON policy elements: Principal").</summary>
/// <param name="IsAnyone">Whether it is anyone.</param>
/// <param name="Arns">Roles, and sessions of roles.</param>
/// <param name="Accounts">Accounts, by their id.</param>
/// <param name="Services">Services, such as <c>s3.amazonaws.com</c>.</param>
public sealed record PrincipalElement(
    bool IsAnyone, ImmutableArray<string> Arns, ImmutableArray<string> Accounts, ImmutableArray<string> Services)
{
    /// <summary>
    /// Whether it is about a caller. What an account is allowed, its root is, and whom its identity policies allow it too; what it is
    /// denied, all of it are ("AWS account principals").
    /// </summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="denies">Whether the statement denies.</param>
    public bool Matches(Caller caller, bool denies) => IsAnyone || (caller.IsService
        ? Services.Contains(caller.Identity)
        : Arns.Contains(caller.Identity) || Arns.Contains(caller.User) || ((denies || caller.IsRoot) && Accounts.Contains(AwsAccount.Id)));
}
