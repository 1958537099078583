using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;

namespace Fanout.Local.Iam.Requests;

/// <summary>
/// What operations of services need whose requests name their resource in a member ("Service Authorization Reference").
/// </summary>
internal static class JsonActions
{
    // Where the name of a signature is not that of the actions.
    private static readonly Dictionary<string, string> Prefixes = new() { ["monitoring"] = "cloudwatch" };

    private const string OwnCatalog = "AwsDataCatalog";
    private const string StartQuery = "athena:StartQueryExecution";

    private static readonly Dictionary<string, Func<JsonElement, AwsAccount, IEnumerable<string>>> Resources = new()
    {
        ["athena:BatchGetQueryExecution"] = ByService,
        ["athena:CreateWorkGroup"] = (body, account) => [account.Arn("athena", $"workgroup/{body.Text("Name")}")],
        ["athena:DeleteWorkGroup"] = Workgroup,
        ["athena:GetDataCatalog"] = (body, account) => [account.Arn("athena", $"datacatalog/{body.Text("Name")}")],
        ["athena:GetDatabase"] = DataCatalog,
        ["athena:GetQueryExecution"] = ByService,
        ["athena:GetQueryResults"] = ByService,
        ["athena:GetTableMetadata"] = DataCatalog,
        ["athena:GetWorkGroup"] = Workgroup,
        ["athena:ListDataCatalogs"] = Everything,
        ["athena:ListDatabases"] = DataCatalog,
        ["athena:ListQueryExecutions"] = Workgroup,
        ["athena:ListTableMetadata"] = DataCatalog,
        ["athena:ListTagsForResource"] = Member("ResourceARN"),
        ["athena:ListWorkGroups"] = Everything,
        [StartQuery] = Workgroup,
        ["athena:StopQueryExecution"] = ByService,
        ["athena:TagResource"] = Member("ResourceARN"),
        ["athena:UntagResource"] = Member("ResourceARN"),
        ["athena:UpdateWorkGroup"] = Workgroup,
        ["cloudwatch:DescribeAlarmHistory"] = Everything,
        ["cloudwatch:DescribeAlarms"] = Everything,
        ["cloudwatch:DescribeAlarmsForMetric"] = Everything,
        ["cloudwatch:PutMetricData"] = Everything,
        ["cloudwatch:SetAlarmState"] = (body, account) => [account.Arn("cloudwatch", $"alarm:{body.Text("AlarmName")}")],
        ["events:CreateConnection"] = Connection,
        ["events:DeleteConnection"] = Connection,
        ["events:DescribeConnection"] = Connection,
        ["events:ListConnections"] = Everything,
        ["events:PutEvents"] = (body, account) => body.Items("Entries").Select(entry => Bus(entry, account)).Distinct(),
        ["events:UpdateConnection"] = Connection,
        ["glue:BatchCreatePartition"] = Table,
        ["glue:BatchDeletePartition"] = Table,
        ["glue:BatchGetPartition"] = Table,
        ["glue:BatchStopJobRun"] = Job,
        ["glue:CreateDatabase"] = (body, account) => GlueCatalogArns.Database(body.Member("DatabaseInput").Text("Name"), account),
        ["glue:CreateJob"] = NamedJob,
        ["glue:CreatePartition"] = Table,
        ["glue:CreateTable"] = TableOfInput,
        ["glue:DeleteDatabase"] = (body, account) => [.. GlueCatalogArns.Table(body.Text("Name"), "*", account)],
        ["glue:DeleteJob"] = Job,
        ["glue:DeletePartition"] = Table,
        ["glue:DeleteTable"] = NamedTable,
        ["glue:GetDatabase"] = (body, account) => GlueCatalogArns.Database(body.Text("Name"), account),
        // On the catalog and the database "default" it is enough for Athena ("Configure AWS Glue access to your catalog and database").
        ["glue:GetDatabases"] = (_, account) => GlueCatalogArns.Database("default", account),
        ["glue:GetJob"] = Job,
        ["glue:GetJobRun"] = Job,
        ["glue:GetJobRuns"] = Job,
        ["glue:GetPartition"] = Table,
        ["glue:GetPartitions"] = Table,
        ["glue:GetPartitionIndexes"] = Table,
        ["glue:GetTable"] = NamedTable,
        ["glue:GetTables"] = (body, account) => GlueCatalogArns.Table(body.Text("DatabaseName"), "*", account),
        ["glue:GetTags"] = Member("ResourceArn"),
        ["glue:StartJobRun"] = Job,
        ["glue:TagResource"] = Member("ResourceArn"),
        ["glue:UntagResource"] = Member("ResourceArn"),
        ["glue:UpdateDatabase"] = (body, account) => GlueCatalogArns.Database(body.Text("Name"), account),
        ["glue:UpdateJob"] = Job,
        ["glue:UpdatePartition"] = Table,
        ["glue:UpdateTable"] = TableOfInput,
        ["logs:AssociateKmsKey"] = WholeLogGroup,
        ["logs:CreateLogGroup"] = LogGroup,
        ["logs:CreateLogStream"] = LogStream,
        ["logs:DeleteLogGroup"] = WholeLogGroup,
        ["logs:DeleteLogStream"] = LogStream,
        ["logs:DeleteRetentionPolicy"] = WholeLogGroup,
        ["logs:DescribeLogGroups"] = WholeLogGroup,
        ["logs:DescribeLogStreams"] = WholeLogGroup,
        ["logs:DisassociateKmsKey"] = WholeLogGroup,
        ["logs:FilterLogEvents"] = WholeLogGroup,
        ["logs:GetLogEvents"] = LogStream,
        ["logs:ListTagsForResource"] = Member("resourceArn"),
        ["logs:ListTagsLogGroup"] = WholeLogGroup,
        ["logs:PutLogEvents"] = LogStream,
        ["logs:PutRetentionPolicy"] = WholeLogGroup,
        ["logs:TagLogGroup"] = WholeLogGroup,
        ["logs:TagResource"] = Member("resourceArn"),
        ["logs:UntagLogGroup"] = WholeLogGroup,
        ["logs:UntagResource"] = Member("resourceArn"),
        ["secretsmanager:DescribeSecret"] = Secret,
        ["secretsmanager:GetSecretValue"] = Secret,
    };

    /// <summary>What the actions of a service begin with.</summary>
    /// <param name="service">The name that its requests are signed for.</param>
    public static string PrefixOf(string service) => Prefixes.GetValueOrDefault(service, service);

    /// <summary>What a request needs; null where the operation is not known here.</summary>
    public static IEnumerable<RequestedAction>? Of(string service, string operation, JsonElement body, AwsAccount account)
    {
        var action = $"{PrefixOf(service)}:{operation}";
        if (!Resources.TryGetValue(action, out var resources))
        {
            return null;
        }

        var needed = resources(body, account).Select(resource =>
            new RequestedAction(action, resource).With(ConditionKeys.MetricNamespace, body.OptionalText("Namespace")));
        return action == StartQuery ? needed.Append(ToUseCatalog(body, account)) : needed;
    }

    private static Func<JsonElement, AwsAccount, IEnumerable<string>> Member(string name) => (body, _) => [body.Text(name)];

    // What the request names does not tell the resource: the service, which knows it, decides.
    private static string[] ByService(JsonElement body, AwsAccount account) => [];

    private static string[] Everything(JsonElement body, AwsAccount account) => ["*"];

    private static string[] Workgroup(JsonElement body, AwsAccount account) =>
        [account.Arn("athena", $"workgroup/{body.OptionalText("WorkGroup") ?? "primary"}")];

    private static string[] DataCatalog(JsonElement body, AwsAccount account) => [account.Arn("athena", $"datacatalog/{body.Text("CatalogName")}")];

    // "Run Athena queries with Step Functions": IAM policies for calling Amazon Athena.
    private static RequestedAction ToUseCatalog(JsonElement body, AwsAccount account) =>
        new("athena:GetDataCatalog", account.Arn("athena", $"datacatalog/{body.Member("QueryExecutionContext").OptionalText("Catalog") ?? OwnCatalog}"));

    private static string[] Connection(JsonElement body, AwsAccount account) => [account.Arn("events", $"connection/{body.Text("Name")}")];

    private static string Bus(JsonElement entry, AwsAccount account) => entry.OptionalText("EventBusName") is { } name
        ? name.StartsWith("arn:", StringComparison.Ordinal) ? name : account.Arn("events", $"event-bus/{name}")
        : account.Arn("events", "event-bus/default");

    private static string[] Job(JsonElement body, AwsAccount account) => [account.Arn("glue", $"job/{body.Text("JobName")}")];

    private static string[] NamedJob(JsonElement body, AwsAccount account) => [account.Arn("glue", $"job/{body.Text("Name")}")];

    private static IEnumerable<string> NamedTable(JsonElement body, AwsAccount account) =>
        GlueCatalogArns.Table(body.Text("DatabaseName"), body.Text("Name"), account);

    private static IEnumerable<string> TableOfInput(JsonElement body, AwsAccount account) =>
        GlueCatalogArns.Table(body.Text("DatabaseName"), body.Member("TableInput").Text("Name"), account);

    private static IEnumerable<string> Table(JsonElement body, AwsAccount account) =>
        GlueCatalogArns.Table(body.Text("DatabaseName"), body.Text("TableName"), account);

    private static string[] LogGroup(JsonElement body, AwsAccount account) =>
        [account.Arn("logs", $"log-group:{body.Text("logGroupName")}")];

    // A group with all its streams: what a policy has ":*" at the end for. Of one that lists groups it is every group.
    private static string[] WholeLogGroup(JsonElement body, AwsAccount account) => [$"{NamedLogGroup(body, account)}:log-stream:"];

    private static string[] LogStream(JsonElement body, AwsAccount account) =>
        [$"{NamedLogGroup(body, account)}:log-stream:{body.Text("logStreamName")}"];

    private static string NamedLogGroup(JsonElement body, AwsAccount account) =>
        (body.OptionalText("logGroupIdentifier") ?? body.OptionalText("resourceIdentifier")) is { } identifier
        && identifier.StartsWith("arn:", StringComparison.Ordinal)
            ? identifier
            : account.Arn("logs", $"log-group:{body.OptionalText("logGroupName") ?? body.Text("logGroupIdentifier")}");

    private static string[] Secret(JsonElement body, AwsAccount account) =>
        [body.Text("SecretId") is var id && id.StartsWith("arn:", StringComparison.Ordinal) ? id : account.Arn("secretsmanager", $"secret:{id}")];
}
