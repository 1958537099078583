using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.Kms;

/// <summary>
/// The keys that AWS manages for its services, <c>alias/aws/SERVICE</c>: the emulator keeps them, has some only, and takes them for
/// the account's own ("AWS managed keys", AWS KMS Developer Guide). Each is made as soon as somebody asks for it.
/// </summary>
/// <param name="account">The account.</param>
internal sealed class ManagedKeys(AwsAccount account) : IService, IDisposable
{
    private const string Alias = "alias/aws/";
    private const string DescribeKey = "DescribeKey";
    private const string Target = "TrentService.";

    private static readonly string[] Services =
    [
        "acm", "dynamodb", "ebs", "elasticfilesystem", "es", "glue", "kinesis", "kinesisvideo", "lambda", "rds", "redshift", "s3",
        "secretsmanager", "sns", "sqs", "ssm", "xray",
    ];

    // What changes a key, which AWS alone does with its own.
    private static readonly string[] Changing =
    [
        "CancelKeyDeletion", "DisableKey", "DisableKeyRotation", "EnableKey", "EnableKeyRotation", "PutKeyPolicy", "RotateKeyOnDemand",
        "ScheduleKeyDeletion", "TagResource", "UntagResource", "UpdateKeyDescription",
    ];

    private readonly ConcurrentDictionary<string, string> _ids = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "kms";

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        if (call.Request.Operation is "CreateAlias" or "DeleteAlias" or "UpdateAlias" && NameIn(call.Json.OptionalText("AliasName")) is { } reserved)
        {
            return JsonBodies.Error(400, "NotAuthorizedException", $"{Alias}{reserved} is reserved for the key that AWS manages.");
        }

        if (call.Request.Operation == "ListAliases")
        {
            foreach (var service in Services)
            {
                await MakeAsync(call, service, cancellation);
            }
        }

        var key = call.Json.OptionalText("KeyId");
        if (NameIn(key) is { } name)
        {
            if (!Services.Contains(name))
            {
                return JsonBodies.Error(400, "NotFoundException", $"Alias {account.Arn("kms", $"{Alias}{name}")} is not found.");
            }

            await MakeAsync(call, name, cancellation);
            key = _ids[name];
        }

        if (key is null || !_ids.Values.Contains(key[(key.LastIndexOf('/') + 1)..]))
        {
            return await call.ForwardAsync();
        }

        if (Changing.Contains(call.Request.Operation))
        {
            var action = $"kms:{call.Request.Operation}";
            return JsonBodies.Error(
                400,
                "AccessDeniedException",
                $"User: {call.Caller.User} is not authorized to perform: {action} on resource: {account.Arn("kms", $"key/{key[(key.LastIndexOf('/') + 1)..]}")} "
                    + $"because no resource-based policy allows the {action} action");
        }

        var answer = await call.ForwardAsync();
        return answer.IsSuccess && call.Request.Operation == DescribeKey ? answer with { Body = Managed(answer.Body) } : answer;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private static string? NameIn(string? key) => key is null ? null
        : key[(key.LastIndexOf(':') + 1)..] is var name && name.StartsWith(Alias, StringComparison.Ordinal) ? name[Alias.Length..]
        : null;

    private static string Managed(string body)
    {
        var described = JsonNode.Parse(body)!;
        described["KeyMetadata"]!["KeyManager"] = "AWS";
        return described.ToJsonString();
    }

    // Of some services the emulator makes the key as it is asked for it, and lets nobody else make its alias.
    private async Task MakeAsync(ServiceCall call, string service, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_ids.ContainsKey(service))
            {
                return;
            }

            var (alias, description) = ($"{Alias}{service}", $"Default key that protects my {service} data when no other key is defined");
            if (await call.AskAsync($"{Target}{DescribeKey}", new JsonObject { ["KeyId"] = alias }) is { IsSuccess: true } known)
            {
                var id = IdIn(known);
                await call.AskAsync($"{Target}UpdateKeyDescription", new JsonObject { ["KeyId"] = id, ["Description"] = description });
                _ids[service] = id;
            }
            else
            {
                var id = IdIn(await call.AskAsync($"{Target}CreateKey", new JsonObject { ["Description"] = description }));
                await call.AskAsync($"{Target}CreateAlias", new JsonObject { ["AliasName"] = alias, ["TargetKeyId"] = id });
                _ids[service] = id;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string IdIn(AwsAnswer answer) => JsonElement.Parse(answer.Body).GetProperty("KeyMetadata").GetProperty("KeyId").GetString()!;
}
