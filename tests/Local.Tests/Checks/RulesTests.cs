using System.Text.Json.Nodes;
using Fanout.Local.Checks;
using static Fanout.Tests.Local.Checks.TestGraph;

namespace Fanout.Tests.Local.Checks;

/// <summary>Each case breaks the resources of dev or prod in one place, and must give that finding and no other.</summary>
public class RulesTests
{
    private const string ParallelMap = "parallel-map";
    private const string Meter = "meter-analytics";
    private const string Data = "sensor-analytics-data";
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Table = "aws:dynamodb/table:Table";
    private const string Function = "aws:lambda/function:Function";
    private const string Machine = "aws:sfn/stateMachine:StateMachine";
    private const string Queue = "aws:sqs/queue:Queue";
    private const string LogGroup = "aws:cloudwatch/logGroup:LogGroup";
    private const string Role = "aws:iam/role:Role";
    private const string RolePolicy = "aws:iam/rolePolicy:RolePolicy";
    private const string BucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";

    /// <summary>The day on which versions must be supported.</summary>
    internal static readonly DateOnly Today = new(2026, 11, 21);

    private ResourceGraph _dev = null!;
    private ResourceGraph _prod = null!;

    [OneTimeSetUp]
    public async Task PreviewAsync()
    {
        _dev = await OfAsync("dev", ("fanout:tags", """{"team":"data"}"""));
        _prod = await OfAsync("prod");
    }

    [Test]
    public void Dev_and_prod_keep_all_rules()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Rules.Check(_dev, Today), Is.Empty);
            Assert.That(Rules.Check(_prod, Today), Is.Empty);
        }
    }

    [Test]
    public async Task A_job_of_a_Python_shell_keeps_all_rules() => Assert.That(
        Rules.Check(await OfAsync("dev", ("fanout:streamAggregator", """{"jobType":"pythonshell"}""")), Today), Is.Empty);

    [Test]
    public void Every_rule_has_a_name_of_its_own() =>
        Assert.That(Rules.On(Today).Select(rule => rule.Name), Is.Unique.And.Exactly(19).Items);

    [Test]
    public void A_bucket_without_a_public_access_block_is_found() => Breaks(
        _dev.With("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", $"{Data}-public-access", null),
        $"{Bucket} {Data}-bucket breaks public-access: it has no BucketPublicAccessBlock; allowed: one with all four set; make it a SecureBucket.");

    [TestCase("blockPublicAcls")]
    [TestCase("blockPublicPolicy")]
    [TestCase("ignorePublicAcls")]
    [TestCase("restrictPublicBuckets")]
    public void A_public_access_block_that_is_not_whole_is_found(string input) => Breaks(
        _dev.With("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", $"{Data}-public-access", inputs => inputs[input] = false),
        $"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock {Data}-public-access breaks public-access: {input} is false; allowed: true; set it.");

    [TestCase("\"*\"")]
    [TestCase("""{"AWS":"*"}""")]
    [TestCase("""{"AWS":["arn:aws:iam::123456789012:root","*"]}""")]
    public void A_bucket_that_everybody_may_use_is_found(string principal) => Breaks(
        _dev.With(BucketPolicy, $"{Meter}-access-logs-policy", Statement("policy", "DeliverAccessLogs", statement => statement["Principal"] = JsonNode.Parse(principal))),
        $"{BucketPolicy} {Meter}-access-logs-policy breaks public-access: DeliverAccessLogs allows everybody; allowed: principals by name; name the service or the role.");

    [Test]
    public void A_function_that_everybody_may_call_is_found() => Breaks(
        _dev.With("aws:lambda/permission:Permission", $"{Meter}-writer-permission", inputs => inputs["principal"] = "*"),
        $"aws:lambda/permission:Permission {Meter}-writer-permission breaks public-access: principal is \"*\"; allowed: a service or an account; name who calls the function.");

    [TestCase(BucketPolicy, Bucket, Data, "-policy", "-bucket", "s3:*")]
    [TestCase("aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic", "s3-high-throughput-messages", "-topic-policy", "-topic", "sns:Publish")]
    [TestCase("aws:sqs/queuePolicy:QueuePolicy", Queue, "s3-high-throughput-rejected", "-queue-policy", "-queue", "sqs:*")]
    public void A_store_that_is_reached_without_TLS_is_found(string policyType, string type, string name, string policy, string store, string action)
    {
        var finding = $"{type} {name}{store} breaks tls-only: no policy refuses calls without TLS; "
            + $"allowed: a policy that denies {action} to everybody where aws:SecureTransport is false; add PolicyDocument.DenyWithoutTls to its policy.";

        using (Assert.EnterMultipleScope())
        {
            Breaks(_dev.With(policyType, $"{name}{policy}", null), finding);
            Breaks(_dev.With(policyType, $"{name}{policy}", Statement("policy", "DenyWithoutTls", statement => statement["Principal"] = new JsonObject { ["AWS"] = "123456789012" })), finding);
            Breaks(_dev.With(policyType, $"{name}{policy}", Statement("policy", "DenyWithoutTls", statement => statement["Action"] = "x:Y")), finding);
            Breaks(_dev.With(policyType, $"{name}{policy}", Statement("policy", "DenyWithoutTls", statement => statement["Condition"]!["Bool"]!["aws:SecureTransport"] = "true")), finding);
        }
    }

    [Test]
    public void A_bucket_that_does_not_say_how_it_is_encrypted_is_found() => Breaks(
        _dev.With("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", $"{Data}-encryption", null),
        $"{Bucket} {Data}-bucket breaks encryption: it has no BucketServerSideEncryptionConfiguration; allowed: one with AES256 or a key; make it a SecureBucket.");

    [TestCase(Table, "sensor-analytics-summaries", "serverSideEncryption", "serverSideEncryption.enabled is not true")]
    [TestCase("aws:sns/topic:Topic", "s3-high-throughput-messages-topic", "kmsMasterKeyId", "kmsMasterKeyId is not set, and SNS keeps messages as they are")]
    [TestCase(Queue, "s3-high-throughput-rejected-queue", "sqsManagedSseEnabled", "neither sqsManagedSseEnabled is true nor kmsMasterKeyId is set")]
    [TestCase("aws:athena/workgroup:Workgroup", "sensor-analytics-queries", "configuration.resultConfiguration.encryptionConfiguration", "the results of queries have no encryptionOption")]
    public void A_store_that_is_not_encrypted_is_found(string type, string name, string input, string found) =>
        Breaks(_dev.With(type, name, inputs => Remove(inputs, input)), $"{type} {name} breaks encryption: {found};");

    [Test]
    public void Uploads_that_never_expire_are_found()
    {
        const string found = $"{Bucket} {Data}-bucket breaks expiry: uploads that were given up stay;";
        const string lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

        using (Assert.EnterMultipleScope())
        {
            Breaks(_dev.With(lifecycle, $"{Data}-lifecycle", null), found);
            Breaks(_dev.With(lifecycle, $"{Data}-lifecycle", inputs => inputs["rules"]![0]!["status"] = "Disabled"), found);
            Breaks(_dev.With(lifecycle, $"{Data}-lifecycle", inputs => inputs["rules"]![0]!["filter"]!["prefix"] = "a/"), found);
            Breaks(_dev.With(lifecycle, $"{Data}-lifecycle", inputs => inputs["rules"]![0]!.AsObject().Remove("abortIncompleteMultipartUpload")), found);
        }
    }

    [TestCase("sensor-analytics-results", "athena/", "aws:athena/workgroup:Workgroup sensor-analytics-queries breaks expiry: results of queries stay under s3://fanout-dev-sensor-results-123456789012/athena/;")]
    [TestCase("s3-high-throughput-results", "runs/", "aws:sfn/stateMachine:StateMachine s3-high-throughput-machine breaks expiry: results of Map Runs stay under s3://fanout-dev-throughput-results-123456789012/runs/;")]
    [TestCase(Meter + "-access-logs", "iot-analytic/", "aws:s3/bucketLogging:BucketLogging meter-analytics-data-logging breaks expiry: access logs stay under s3://fanout-dev-meter-logs-123456789012/iot-analytic/;")]
    public void Temporary_objects_that_never_expire_are_found(string bucket, string prefix, string finding) => Assert.That(
        Check(_dev.With("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", $"{bucket}-lifecycle", inputs =>
        {
            var rules = inputs["rules"]!.AsArray();
            rules.Remove(rules.Single(rule => (string?)rule!["filter"]!["prefix"] == prefix));
        })).Distinct(),
        Is.EqualTo(new[] { $"{finding} allowed: a place that a lifecycle rule of the bucket expires; name the prefix in the bucket's TemporaryPrefixes." }));

    [Test]
    public void A_table_that_cannot_be_restored_is_found() => Breaks(
        _dev.With(Table, $"{ParallelMap}-list", inputs => inputs.Remove("pointInTimeRecovery")),
        $"{Table} {ParallelMap}-list breaks recovery: pointInTimeRecovery.enabled is not set; allowed: true; make it by SecureTable.");

    [Test]
    public void A_store_of_prod_that_can_be_deleted_is_found()
    {
        const string list = "parallel-map-list";
        const string bucket = "sensor-analytics-data-bucket";

        using (Assert.EnterMultipleScope())
        {
            Breaks(
                _prod.With(Table, list, inputs => inputs["deletionProtectionEnabled"] = false),
                $"{Table} {list} breaks deletion: deletionProtectionEnabled is false; allowed: true in prod; let it follow the setting environment.");
            Breaks(
                _prod.With(Bucket, bucket, inputs => inputs["forceDestroy"] = true),
                $"{Bucket} {bucket} breaks deletion: forceDestroy is true; allowed: false where the setting forceDestroy is false; let it follow the setting.");
            Breaks(
                _prod with { Resources = [.. _prod.Resources.Select(resource => resource.Name == list ? resource with { Protect = false } : resource)] },
                $"{Table} {list} breaks deletion: Pulumi does not protect it in prod; allowed: Protect = true; let it follow the setting environment.");
        }
    }

    [Test]
    public void What_dev_would_leave_behind_is_found()
    {
        using (Assert.EnterMultipleScope())
        {
            Breaks(
                _dev.With(Bucket, $"{Data}-bucket", inputs => inputs.Remove("forceDestroy")),
                $"{Bucket} {Data}-bucket breaks deletion: forceDestroy is not set; allowed: true where the setting forceDestroy is true;");
            Breaks(
                _dev.With("aws:athena/workgroup:Workgroup", "sensor-analytics-queries", inputs => inputs["forceDestroy"] = false),
                "aws:athena/workgroup:Workgroup sensor-analytics-queries breaks deletion: forceDestroy is false;");
            Breaks(
                _dev.With(Table, $"{ParallelMap}-list", inputs => inputs["deletionProtectionEnabled"] = true),
                $"{Table} {ParallelMap}-list breaks deletion: deletionProtectionEnabled is true; allowed: false outside prod;");
            Breaks(
                _dev.With(LogGroup, $"{ParallelMap}-logs", inputs => inputs["skipDestroy"] = true),
                $"{LogGroup} {ParallelMap}-logs breaks deletion: skipDestroy is true; allowed: false everywhere; leave it out.");
            Breaks(
                _dev with { Resources = [.. _dev.Resources.Select(resource => resource.Name == $"{Data}-bucket" ? resource with { Protect = true } : resource)] },
                $"{Bucket} {Data}-bucket breaks deletion: Pulumi protects it outside prod; allowed: Protect = false;");
        }
    }

    [Test]
    public async Task Stores_of_dev_stay_full_where_the_settings_say_so() =>
        Assert.That(Rules.Check(await OfAsync("dev", ("fanout:forceDestroy", "false")), Today), Is.Empty);

    [TestCase("\"*\"", "*")]
    [TestCase("\"dynamodb:*\"", "dynamodb:*")]
    [TestCase("""["dynamodb:GetItem","dynamodb:Batch*"]""", "dynamodb:Batch*")]
    [TestCase("\"dynamodb:Get?tem\"", "dynamodb:Get?tem")]
    public void Actions_that_are_not_named_are_found(string actions, string action) => Breaks(
        _dev.With(RolePolicy, $"{ParallelMap}-states-policy", Statement("policy", "ReadList", statement => statement["Action"] = JsonNode.Parse(actions))),
        $"{RolePolicy} {ParallelMap}-states-policy breaks action-wildcards: ReadList allows {action}; allowed: actions by their names; name those that are used.");

    [Test]
    public void A_statement_that_allows_all_actions_but_some_is_found() => Breaks(
        _dev.With(RolePolicy, $"{ParallelMap}-states-policy", Statement("policy", "ReadList", statement =>
        {
            statement.Remove("Action");
            statement["NotAction"] = "dynamodb:PutItem";
        })),
        $"{RolePolicy} {ParallelMap}-states-policy breaks action-wildcards: ReadList allows all actions but some;");

    [TestCase("*")]
    [TestCase("arn:aws:dynamodb:us-east-1:123456789012:table/*")]
    [TestCase("arn:aws:dynamodb:*:123456789012:table/list")]
    [TestCase("arn:aws:s3:::*")]
    [TestCase("arn:aws:s3:::*/*")]
    public void Resources_that_are_not_the_stacks_own_are_found(string resource) => Breaks(
        _dev.With(RolePolicy, $"{ParallelMap}-states-policy", Statement("policy", "ReadList", statement => statement["Resource"] = resource)),
        $"{RolePolicy} {ParallelMap}-states-policy breaks resource-wildcards: ReadList allows dynamodb:GetItem on {resource}; allowed: the ARNs of this stack's resources; "
            + "name them, or give dynamodb:GetItem its reason in UnscopedActions where the service has none.");

    [Test]
    public void A_reason_for_one_action_is_none_for_another() => Breaks(
        _dev.With(RolePolicy, $"{ParallelMap}-states-policy", Statement("policy", "SendTraces", statement => statement["Action"]!.AsArray().Add("xray:DeleteGroup"))),
        $"{RolePolicy} {ParallelMap}-states-policy breaks resource-wildcards: SendTraces allows xray:DeleteGroup on *;");

    [Test]
    public void Policies_that_no_rule_sees_are_found()
    {
        const string role = $"{ParallelMap}-states-role";

        Breaks(
            _dev.With(Role, role, inputs => inputs["managedPolicyArns"] = new JsonArray("arn:aws:iam::aws:policy/AdministratorAccess")),
            $"{Role} {role} breaks inline-policies: managedPolicyArns is [\"arn:aws:iam::aws:policy/AdministratorAccess\"]; allowed: typed statements in a RolePolicy;");
    }

    [Test]
    public void A_machine_whose_deletion_is_not_waited_for_is_found() => Breaks(
        _dev with
        {
            Resources = [.. _dev.Resources.Select(resource => resource.Name == $"{ParallelMap}-machine" ? resource with { LongestDeletion = null } : resource)],
        },
        $"{Machine} {ParallelMap}-machine breaks deletion: Pulumi waits five minutes for its deletion; allowed: CustomTimeouts.Delete of more; make it a LoggedStateMachine.");

    [TestCase("""{"Service":["states.amazonaws.com","lambda.amazonaws.com"]}""", "sts:AssumeRole")]
    [TestCase("""{"Service":"states.amazonaws.com","AWS":"123456789012"}""", "sts:AssumeRole")]
    [TestCase("""{"AWS":"123456789012"}""", "sts:AssumeRole")]
    [TestCase("""{"Service":"states.amazonaws.com"}""", "sts:TagSession")]
    public void A_role_that_trusts_more_than_its_service_is_found(string principal, string action) => Breaks(
        _dev.With(Role, $"{ParallelMap}-states-role", Statement("assumeRolePolicy", "", statement =>
        {
            statement["Principal"] = JsonNode.Parse(principal);
            statement["Action"] = action;
        })),
        $"{Role} {ParallelMap}-states-role breaks trusted-services: its trust policy is more than sts:AssumeRole for one service; allowed: that and no other principal; make it by PolicyDocument.Trust.");

    [TestCase("{}")]
    [TestCase("""{"StringLike":{"aws:SourceAccount":"*"}}""")]
    [TestCase("""{"ArnLike":{"aws:SourceArn":"arn:aws:states:us-east-1:*:stateMachine:x"}}""")]
    public void A_role_that_a_service_takes_for_anybody_is_found(string condition) => Breaks(
        _dev.With(Role, $"{ParallelMap}-states-role", Statement("assumeRolePolicy", "", statement => statement["Condition"] = JsonNode.Parse(condition))),
        $"{Role} {ParallelMap}-states-role breaks trusted-services: statement 1 lets states.amazonaws.com in for anybody; allowed: a condition on aws:SourceAccount or aws:SourceArn that names one account; add it.");

    [TestCase("parallel-map-element-execution", "lambda.amazonaws.com")]
    [TestCase("stream-aggregator-job-glue", "glue.amazonaws.com")]
    public void A_role_that_asks_a_service_for_what_it_may_not_send_is_found(string role, string service) => Breaks(
        _dev.With(Role, $"{role}-role", Statement("assumeRolePolicy", "", statement =>
            statement["Condition"] = JsonNode.Parse("""{"StringEquals":{"aws:SourceAccount":"123456789012"}}"""))),
        $"{Role} {role}-role breaks trusted-services: its trust policy asks {service} for what it may not send; allowed: no condition; take it away.");

    [Test]
    public void A_bucket_that_S3_writes_to_for_anybody_is_found() => Breaks(
        _dev.With(BucketPolicy, $"{Meter}-access-logs-policy", Statement("policy", "DeliverAccessLogs", statement => statement["Condition"]!.AsObject().Remove("StringEquals"))),
        $"{BucketPolicy} {Meter}-access-logs-policy breaks trusted-services: DeliverAccessLogs lets logging.s3.amazonaws.com in for anybody;");

    [Test]
    public void A_function_that_S3_calls_for_anybody_is_found() => Breaks(
        _dev.With("aws:lambda/permission:Permission", $"{Meter}-writer-permission", inputs => inputs.Remove("sourceAccount")),
        $"aws:lambda/permission:Permission {Meter}-writer-permission breaks trusted-services: s3.amazonaws.com may call the function for anybody; allowed: a sourceAccount;");

    [TestCase("dotnet8", "dotnet8 is deprecated since 2026-11-10; allowed: dotnet10; move the function to a later runtime.")]
    [TestCase("python2.7", "runtime is \"python2.7\"; allowed: dotnet10; use one of these, or add it with its date to FunctionRuntimes.")]
    public void A_runtime_that_Lambda_does_not_patch_is_found(string runtime, string found) => Breaks(
        _dev.With(Function, $"{ParallelMap}-element-function", inputs => inputs["runtime"] = runtime),
        $"{Function} {ParallelMap}-element-function breaks function-runtimes: {found}");

    [Test]
    public void A_runtime_is_found_on_the_day_it_is_deprecated()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new FunctionRuntimes(new DateOnly(2028, 11, 13)).Check(_dev), Is.Empty);
            Assert.That(new FunctionRuntimes(new DateOnly(2028, 11, 14)).Check(_dev), Has.Exactly(3).Items);
        }
    }

    [TestCase("glueetl", "3", "2.0", "glueVersion is \"2.0\"; allowed: 3.0, 4.0, 5.0, 5.1; move the job to one of these.")]
    [TestCase("pythonshell", "3.6", "3.0", "command.pythonVersion is \"3.6\"; allowed: 3.9; move the job to one of these.")]
    public void A_version_that_Glue_does_not_support_is_found(string type, string python, string glue, string found) => Breaks(
        _dev.With("aws:glue/job:Job", "stream-aggregator-job", inputs =>
        {
            inputs["command"]!["name"] = type;
            inputs["command"]!["pythonVersion"] = python;
            inputs["glueVersion"] = glue;
        }),
        $"aws:glue/job:Job stream-aggregator-job breaks job-runtimes: {found}");

    [TestCase(LogGroup, ParallelMap + "-logs", "retentionInDays", "retentionInDays is not set; allowed: a number of days;")]
    [TestCase(Function, ParallelMap + "-element-function", "loggingConfig", "it names no log group; allowed: a LogGroup of the stack, with a retention;")]
    public void Logs_that_are_kept_for_ever_are_found(string type, string name, string input, string found) =>
        Breaks(_dev.With(type, name, inputs => inputs.Remove(input)), $"{type} {name} breaks log-retention: {found}");

    [TestCase(Function, "parallel-map-element-function", "parallel-map-element-logs", "/aws/lambda/fanout-dev-parallel-map-element")]
    [TestCase(Machine, "parallel-map-machine", "parallel-map-logs", "/aws/vendedlogs/states/fanout-dev-parallel-map")]
    [TestCase("aws:glue/job:Job", "stream-aggregator-job", "stream-aggregator-job-error", "/aws-glue/jobs/fanout-dev-stream-aggregator-job/error")]
    public void Logs_that_go_elsewhere_are_found(string type, string logger, string group, string name) => Breaks(
        _dev.With(LogGroup, group, null),
        $"{type} {logger} breaks log-retention: it logs to {name}, which is no resource of the stack; allowed: a LogGroup of the stack, with a retention; declare the log group and name it.");

    [Test]
    public void A_state_machine_that_logs_too_much_or_too_little_is_found()
    {
        const string machine = "parallel-map-machine";

        using (Assert.EnterMultipleScope())
        {
            Breaks(
                _dev.With(Machine, machine, inputs => inputs["loggingConfiguration"]!["level"] = "OFF"),
                $"{Machine} {machine} breaks execution-logs: loggingConfiguration.level is \"OFF\"; allowed: ALL; let it follow the setting logLevel.");
            Breaks(
                _dev.With(Machine, machine, inputs => inputs.Remove("tracingConfiguration")),
                $"{Machine} {machine} breaks execution-logs: tracingConfiguration.enabled is not set; allowed: true;");
            Breaks(
                _prod.With(Machine, machine, inputs => inputs["loggingConfiguration"]!["includeExecutionData"] = true),
                $"{Machine} {machine} breaks execution-logs: loggingConfiguration.includeExecutionData is true; allowed: false in prod;");
        }
    }

    [Test]
    public async Task A_function_without_bound_queue_or_traces_is_found()
    {
        var reserves = await OfAsync("dev", ("fanout:reserveConcurrency", "true"));
        const string name = $"{ParallelMap}-element-function";

        using (Assert.EnterMultipleScope())
        {
            Breaks(
                reserves.With(Function, name, inputs => inputs.Remove("reservedConcurrentExecutions")),
                $"{Function} {name} breaks function-safety: reservedConcurrentExecutions is not set; allowed: 1 or more, unless the setting reserveConcurrency is false;");
            Breaks(
                _dev.With("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", $"{ParallelMap}-element-events", null),
                $"{Function} {name} breaks function-safety: events that it fails on are lost; allowed: a queue for them;");
            Breaks(
                _dev.With(Function, name, inputs => inputs["tracingConfig"]!["mode"] = "PassThrough"),
                $"{Function} {name} breaks function-safety: tracingConfig.mode is \"PassThrough\"; allowed: \"Active\";");
        }
    }

    [Test]
    public async Task Functions_have_a_bound_where_the_account_has_one_to_give() =>
        Assert.That(Rules.Check(await OfAsync("dev", ("fanout:reserveConcurrency", "true")), Today), Is.Empty);

    [Test]
    public void A_secret_that_a_preview_shows_is_found()
    {
        var graph = _dev with { Secrets = ["hush \"hush\""] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Rules.Check(graph, Today), Is.Empty);
            Breaks(
                graph.With(Function, $"{ParallelMap}-element-function", inputs => inputs["environment"]!["variables"]!["API_KEY"] = "a hush \"hush\""),
                $"{Function} {ParallelMap}-element-function breaks hidden-secrets: environment.variables.API_KEY holds a secret of the stack; allowed: a reference to it; hand it to an EventConnection, and to nothing else.");
            Breaks(
                graph.With(Machine, $"{ParallelMap}-machine", inputs => inputs["definition"] = new JsonObject { ["Comment"] = "hush \"hush\"" }.ToJsonString()),
                $"{Machine} {ParallelMap}-machine breaks hidden-secrets: definition holds a secret of the stack;");
        }
    }

    [Test]
    public async Task The_secret_of_a_connection_is_hidden()
    {
        var graph = await OfAsync("dev", ("fanout:streamAggregatorApiKey", "hush-hush"));

        Assert.That(Rules.Check(graph with { Secrets = ["hush-hush"] }, Today), Is.Empty);
    }

    [TestCase("project", "it has no tag project; allowed: \"fanout\"")]
    [TestCase("stack", "it has no tag stack; allowed: \"dev\"")]
    [TestCase("workflow", "it has no tag workflow; allowed: \"parallel-map\"")]
    [TestCase("team", "it has no tag team; allowed: \"data\"")]
    public void A_resource_without_a_tag_is_found(string tag, string found) => Breaks(
        _dev.With(Table, $"{ParallelMap}-list", inputs => inputs["tags"]!.AsObject().Remove(tag)),
        $"{Table} {ParallelMap}-list breaks tags: {found}; tag it with StackContext.TagsOf.");

    [Test]
    public void A_resource_with_the_tag_of_another_workflow_is_found() => Breaks(
        _dev.With(Table, $"{ParallelMap}-list", inputs => inputs["tags"]!["workflow"] = "sensor-analytics"),
        $"{Table} {ParallelMap}-list breaks tags: its tag workflow is \"sensor-analytics\"; allowed: \"parallel-map\";");

    [Test]
    public void A_name_that_is_too_long_or_has_what_its_service_refuses_or_is_anothers_is_found()
    {
        const string bucket = "a-sensor-fanout-dev-sensor-analytics-data-bucket-is-too-long-for-S3";
        const string role = "fanout-dev-parallel-map/states";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Forms(_dev.With(Bucket, $"{Data}-bucket", inputs => inputs["bucket"] = bucket)), Is.EqualTo(new[]
            {
                $"{Bucket} {Data}-bucket breaks name-forms: bucket is \"{bucket}\", 67 characters; allowed: up to 63; shorten it, or StackNames.LongestTogether.",
                $"{Bucket} {Data}-bucket breaks name-forms: bucket is \"{bucket}\"; allowed: what [a-z0-9][a-z0-9.-]+[a-z0-9] matches; take another name.",
            }));
            Assert.That(Forms(_dev.With(Role, $"{ParallelMap}-states-role", inputs => inputs["name"] = role)), Is.EqualTo(new[]
            {
                $@"{Role} {ParallelMap}-states-role breaks name-forms: name is ""{role}""; allowed: what [\w+=,.@-]+ matches; take another name.",
            }));
            Assert.That(Forms(_dev.With(Role, $"{ParallelMap}-states-role", inputs => inputs["name"] = "FANOUT-dev-parallel-map-element-execution")), Is.EqualTo(new[]
            {
                $"{Role} {ParallelMap}-states-role breaks name-forms: name is \"FANOUT-dev-parallel-map-element-execution\"; allowed: a name that no other of its type has in any case; take another name.",
            }));
        }

        static IEnumerable<string> Forms(ResourceGraph graph) =>
            new NameForms().Check(graph).Select(finding => finding.ToString());
    }

    [TestCase("summaries")]
    [TestCase("fanout-dev-summaries")]
    [TestCase("fanout-prod-sensor-analytics-summaries")]
    [TestCase(null)]
    public void A_name_that_does_not_say_whose_it_is_is_found(string? name) => Breaks(
        _dev.With(Table, "sensor-analytics-summaries", inputs => inputs["name"] = name),
        $"{Table} sensor-analytics-summaries breaks names: name is {(name is null ? "not set" : $"\"{name}\"")}; allowed: a name that holds fanout-dev-sensor-analytics; make it of StackContext.NameOf or BucketNameOf.");

    [Test]
    public async Task Names_that_the_settings_give_are_the_settings_own() => Assert.That(
        Rules.Check(await OfAsync("dev", ("fanout:parallelMap", """{"tableName":"lists"}"""), ("fanout:meterAnalytics", """{"database":"meters"}""")), Today),
        Is.Empty);

    private static void Breaks(ResourceGraph graph, string finding) =>
        Assert.That(Check(graph), Has.Exactly(1).Items.And.All.StartsWith(finding));

    private static IEnumerable<string> Check(ResourceGraph graph) => Rules.Check(graph, Today).Select(finding => finding.ToString());

    private static void Remove(JsonObject inputs, string path)
    {
        var keys = path.Split('.');
        keys[..^1].Aggregate<string, JsonNode>(inputs, (node, key) => node[key]!).AsObject().Remove(keys[^1]);
    }
}
