namespace Fanout.Local.Integrations;

/// <summary>
/// Names of members as SDK integrations have them: those of the AWS SDK for Java 2.x in PascalCase, in which an
/// acronym at the start is one word ("Learning to use AWS service SDK integrations").
/// </summary>
internal static class SdkNames
{
    /// <summary>The name for an API's member, for example <c>Md5OfBody</c> for <c>MD5OfBody</c>.</summary>
    public static string Of(string member)
    {
        var end = 1;
        while (end < member.Length && char.IsUpper(member[end])
            && !(end + 1 < member.Length && char.IsLower(member[end + 1])))
        {
            end++;
        }

        return char.ToUpperInvariant(member[0]) + member[1..end].ToLowerInvariant() + member[end..];
    }
}
