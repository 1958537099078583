using System.Collections.Immutable;
using Fanout.Local.Aws;

namespace Fanout.Local.Iam.Policies;

/// <summary>Whom a statement is about ("AWS JSON policy elements: Principal").</summary>
/// <param name="IsAnyone">Whether it is anyone.</param>
/// <param name="Arns">Roles, and sessions of roles.</param>
/// <param name="Services">Services, such as <c>s3.amazonaws.com</c>.</param>
public sealed record PrincipalElement(bool IsAnyone, ImmutableArray<string> Arns, ImmutableArray<string> Services)
{
    /// <summary>Whether it is about a caller.</summary>
    public bool Matches(Caller caller) => IsAnyone || (caller.IsService
        ? Services.Contains(caller.Identity)
        : Arns.Contains(caller.Identity) || Arns.Contains(caller.User));
}
