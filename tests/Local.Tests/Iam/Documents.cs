using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;

namespace Fanout.Tests.Local.Iam;

/// <summary>Policies and callers that tests share.</summary>
internal static class Documents
{
    public const string RoleArn = "arn:aws:iam::123456789012:role/reader";

    public static Caller Reader { get; } = Caller.Of(RoleArn, "session");

    /// <summary>A policy of statements as JSON.</summary>
    public static string Policy(params string[] statements) =>
        $$"""{"Version": "2012-10-17", "Statement": [{{string.Join(", ", statements)}}]}""";

    /// <summary>A policy by which services may assume a role.</summary>
    public static string Trust(params string[] services) => Policy(
        $$"""{"Effect": "Allow", "Principal": {"Service": {{JsonSerializer.Serialize(services)}}}, "Action": "sts:AssumeRole"}""");

    public static string Statement(
        string effect, object action, object resource, string? sid = null, string? condition = null, string? principal = null)
    {
        var members = new List<string>
        {
            $"\"Effect\": \"{effect}\"",
            $"\"Action\": {JsonSerializer.Serialize(action)}",
            $"\"Resource\": {JsonSerializer.Serialize(resource)}",
        };
        members.AddRange(sid is null ? [] : [$"\"Sid\": \"{sid}\""]);
        members.AddRange(condition is null ? [] : [$"\"Condition\": {condition}"]);
        members.AddRange(principal is null ? [] : [$"\"Principal\": {principal}"]);
        return $"{{{string.Join(", ", members)}}}";
    }

    /// <summary>Policies of the role of <see cref="Reader"/>.</summary>
    public static Authorizer Identity(params string[] statements)
    {
        var authorizer = new Authorizer();
        authorizer.AddIdentityPolicy("reader", "inline", Policy(statements));
        return authorizer;
    }

    public static PolicyDocument Parse(string json, PolicyKind kind = PolicyKind.Identity) =>
        PolicyDocument.Parse(json, kind, kind == PolicyKind.Resource ? "arn:aws:s3:::b" : "reader", "inline");
}
