namespace Fanout.Local.Services.Lambda;

/// <summary>A function, with what its deployment tells of it.</summary>
/// <param name="Configuration">What it was deployed with.</param>
/// <param name="CodeSize">The bytes of its zip.</param>
/// <param name="CodeSha256">The SHA-256 hash of its zip, in Base64.</param>
/// <param name="CodeLocation">Where its zip can be had.</param>
/// <param name="LastModified">When it was deployed.</param>
/// <param name="RevisionId">What differs after each deployment.</param>
public sealed record DeployedFunction(
    FunctionConfiguration Configuration, long CodeSize, string CodeSha256, Uri CodeLocation, DateTimeOffset LastModified, string RevisionId);
