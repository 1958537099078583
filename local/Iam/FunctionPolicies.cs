using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam;

/// <summary>The policies of functions, which are given and taken away statement by statement ("AddPermission").</summary>
/// <param name="authorizer">Where they are registered.</param>
public sealed class FunctionPolicies(Authorizer authorizer)
{
    private readonly Lock _lock = new();

    // By the function's ARN: what each is for, a qualifier with it where it is given for one.
    private readonly Dictionary<string, ImmutableList<(string Qualified, string StatementId, string Policy)>> _policies = [];

    /// <summary>Gives a permission.</summary>
    /// <param name="functionArn">The function.</param>
    /// <param name="qualified">The function, with its qualifier where the permission is given for one.</param>
    /// <param name="statementId">The statement's id.</param>
    /// <param name="action">The action, such as <c>lambda:InvokeFunction</c>.</param>
    /// <param name="principal">A service's principal, or a role's ARN.</param>
    /// <param name="sourceArn">The resource for which a service may act; null for any.</param>
    /// <param name="sourceAccount">The account for which it may; null for any.</param>
    /// <returns>The statement.</returns>
    /// <exception cref="ServiceException">There is a statement with that id.</exception>
    /// <exception cref="LocalException">It holds something that is wrong, or that is not evaluated here.</exception>
    public JsonObject Add(
        string functionArn, string qualified, string statementId, string action, string principal, string? sourceArn, string? sourceAccount)
    {
        var policy = PolicyDocument.OfPermission(statementId, qualified, action, principal, sourceArn, sourceAccount);
        lock (_lock)
        {
            var policies = _policies.GetValueOrDefault(functionArn, []);
            if (policies.Exists(given => given.Qualified == qualified && given.StatementId == statementId))
            {
                throw new ServiceException(
                    "ResourceConflictException",
                    $"The statement id ({statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.",
                    409);
            }

            Set(functionArn, policies.Add((qualified, statementId, policy)));
            return Statement(policy);
        }
    }

    /// <summary>Takes a permission away; false where there is none with that id.</summary>
    public bool Remove(string functionArn, string qualified, string statementId)
    {
        lock (_lock)
        {
            var policies = _policies.GetValueOrDefault(functionArn, []);
            var others = policies.RemoveAll(given => given.Qualified == qualified && given.StatementId == statementId);
            Set(functionArn, others);
            return others.Count < policies.Count;
        }
    }

    /// <summary>Takes all permissions of a function away.</summary>
    public void Forget(string functionArn)
    {
        lock (_lock)
        {
            Set(functionArn, []);
        }
    }

    /// <summary>The policy of a function, or of one of its qualifiers; null where it has none.</summary>
    public JsonObject? Find(string functionArn, string qualified)
    {
        lock (_lock)
        {
            JsonNode[] statements =
            [
                .. _policies.GetValueOrDefault(functionArn, []).Where(given => given.Qualified == qualified).Select(given => Statement(given.Policy)),
            ];
            return statements.Length == 0
                ? null
                : new JsonObject { ["Version"] = "2012-10-17", ["Id"] = "default", ["Statement"] = new JsonArray(statements) };
        }
    }

    private void Set(string functionArn, ImmutableList<(string Qualified, string StatementId, string Policy)> policies)
    {
        authorizer.SetResourcePolicies(functionArn, policies.Select(given => given.Policy));
        _policies[functionArn] = policies;
    }

    private static JsonObject Statement(string policy) => JsonNode.Parse(policy)!["Statement"]![0]!.DeepClone().AsObject();
}
