using System.Security.Cryptography;
using System.Text;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Lambda;

public class FunctionsServiceTests
{
    private const string Functions = "/2015-03-31/functions";
    private const string Role = "arn:aws:iam::123456789012:role/functions";

    private FaultyPackage _package = null!;
    private LocalCloud _cloud = null!;
    private string _zip = "";
    private string _name = "";

    private string Arn => $"arn:aws:lambda:us-east-1:123456789012:function:{_name}";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _package = new FaultyPackage();
        _zip = Convert.ToBase64String(await File.ReadAllBytesAsync(_package.Path));
        _cloud = await TestCloud.StartAsync();
        _cloud.Iam.AddRole(Role, Documents.Trust("lambda.amazonaws.com"));
        _cloud.Iam.AllowAll(Role);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _cloud.DisposeAsync();
        _package.Dispose();
    }

    [SetUp]
    public void Name() => _name = $"f-{Guid.NewGuid():N}";

    [Test]
    public async Task A_function_is_made_and_told_of_as_it_was_asked_for()
    {
        await _cloud.CreateQueueAsync(_name);
        var created = await CreateAsync("Variable", new Dictionary<string, object?>
        {
            ["Description"] = "A ü",
            ["Timeout"] = 7,
            ["MemorySize"] = 256,
            ["Environment"] = new { Variables = new { COLOR = "green" } },
            ["TracingConfig"] = new { Mode = "Active" },
            ["Architectures"] = new[] { "arm64" },
            ["EphemeralStorage"] = new { Size = 1024 },
            ["LoggingConfig"] = new { LogFormat = "JSON", LogGroup = "mine" },
            ["DeadLetterConfig"] = new { TargetArn = _cloud.Account.Arn("sqs", _name) },
            ["Tags"] = new { team = "a" },
        });
        var got = await AskAsync("GET", $"{Functions}/{Uri.EscapeDataString(Arn)}?Qualifier=%24LATEST");
        var configuration = got.Member("Configuration");
        using var http = new HttpClient();
        var zip = await http.GetByteArrayAsync(new Uri(got.Member("Code", "Location").GetString()!));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Status, Is.EqualTo(201));
            Assert.That(created.Member("FunctionArn").GetString(), Is.EqualTo(Arn));
            Assert.That(configuration.GetProperty("FunctionArn").GetString(), Is.EqualTo($"{Arn}:$LATEST"));
            Assert.That(Text("Description"), Is.EqualTo("A ü"));
            Assert.That(Text("Role"), Is.EqualTo(Role));
            Assert.That(Text("Runtime"), Is.EqualTo("dotnet10"));
            Assert.That(Text("State"), Is.EqualTo("Active"));
            Assert.That(Text("LastUpdateStatus"), Is.EqualTo("Successful"));
            Assert.That(Text("LastModified"), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$"));
            Assert.That(Text("RevisionId"), Is.EqualTo(created.Member("RevisionId").GetString()));
            Assert.That(Text("CodeSha256"), Is.EqualTo(Convert.ToBase64String(SHA256.HashData(zip))));
            Assert.That(configuration.GetProperty("CodeSize").GetInt64(), Is.EqualTo(zip.Length));
            Assert.That(configuration.GetProperty("Timeout").GetInt32(), Is.EqualTo(7));
            Assert.That(configuration.GetProperty("MemorySize").GetInt32(), Is.EqualTo(256));
            Assert.That(Raw("Environment"), Is.EqualTo("""{"Variables":{"COLOR":"green"}}"""));
            Assert.That(Raw("TracingConfig"), Is.EqualTo("""{"Mode":"Active"}"""));
            Assert.That(Raw("Architectures"), Is.EqualTo("""["arm64"]"""));
            Assert.That(Raw("EphemeralStorage"), Is.EqualTo("""{"Size":1024}"""));
            Assert.That(Raw("SnapStart"), Is.EqualTo("""{"ApplyOn":"None","OptimizationStatus":"Off"}"""));
            Assert.That(Raw("LoggingConfig"), Is.EqualTo("""{"LogFormat":"JSON","LogGroup":"mine","ApplicationLogLevel":"INFO","SystemLogLevel":"INFO"}"""));
            Assert.That(Raw("DeadLetterConfig"), Is.EqualTo($$"""{"TargetArn":"{{_cloud.Account.Arn("sqs", _name)}}"}"""));
            Assert.That(got.Member("Tags").GetRawText(), Is.EqualTo("""{"team":"a"}"""));
            Assert.That(got.Json.TryGetProperty("Concurrency", out _), Is.False);
        }

        string? Text(string member) => configuration.GetProperty(member).GetString();
        string Raw(string member) => configuration.GetProperty(member).GetRawText();
    }

    [Test]
    public async Task An_invocation_answers_with_the_result_and_the_end_of_the_log()
    {
        await CreateAsync("Variable");

        var answer = await InvokeAsync("\"AWS_LAMBDA_LOG_STREAM_NAME\"", ("X-Amz-Log-Type", "Tail"));
        var stream = _cloud.Logs.Find($"/aws/lambda/{_name}")!.Streams().Single().Name;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Body), Is.EqualTo((200, $"\"{stream}\"")));
            Assert.That(stream, Does.Match(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$"));
            Assert.That(answer.Headers["X-Amz-Executed-Version"], Is.EqualTo("$LATEST"));
            Assert.That(answer.Headers.ContainsKey("X-Amz-Function-Error"), Is.False);
            Assert.That(
                FunctionLines.In(Encoding.UTF8.GetString(Convert.FromBase64String(answer.Headers["X-Amz-Log-Result"])).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
                Is.EquivalentTo(new[] { "first line", "second line" }));
        }
    }

    [Test]
    public async Task A_function_that_fails_is_an_answer_with_the_error()
    {
        await CreateAsync("Throw");

        var answer = await InvokeAsync("{}");

        Assert.That((answer.Status, answer.Headers["X-Amz-Function-Error"]), Is.EqualTo((200, "Unhandled")));
        Assert.That(answer.Member("errorMessage").GetString(), Is.EqualTo("The disk is full."));
        Assert.That(answer.Headers.ContainsKey("X-Amz-Log-Result"), Is.False);
    }

    [Test]
    public async Task An_event_is_taken_and_a_dry_run_does_nothing()
    {
        await CreateAsync("Record");

        var dry = await InvokeAsync("1", ("X-Amz-Invocation-Type", "DryRun"));
        var taken = await InvokeAsync("2", ("X-Amz-Invocation-Type", "Event"));
        await _cloud.Invocations.DrainAsync(CancellationToken.None);

        Assert.That((dry.Status, dry.Body, taken.Status, taken.Body), Is.EqualTo((204, "", 202, "")));
        Assert.That(FunctionLines.In(_cloud.Logs.Lines($"/aws/lambda/{_name}")), Is.EqualTo(new[] { "1 2" }));
    }

    [Test]
    public async Task New_code_and_new_settings_take_the_place_of_the_old_ones_processes_and_all()
    {
        var created = await CreateAsync("CountCalls");
        Assert.That(((await InvokeAsync("{}")).Body, (await InvokeAsync("{}")).Body), Is.EqualTo(("1", "2")));

        var updated = await AskAsync("PUT", $"{Functions}/{_name}/configuration", new { Timeout = 9, Description = "second" });
        Assert.That((updated.Member("Timeout").GetInt32(), updated.Member("Description").GetString()), Is.EqualTo((9, "second")));
        Assert.That(updated.Member("Handler").GetString(), Is.EqualTo(FaultyPackage.Handler("CountCalls")));
        Assert.That((await InvokeAsync("{}")).Body, Is.EqualTo("1"), "a new process counts anew");

        var stale = await AskAsync("PUT", $"{Functions}/{_name}/code", new { ZipFile = _zip, RevisionId = created.Member("RevisionId").GetString() });
        Assert.That((stale.Status, stale.Error.Code), Is.EqualTo((412, "PreconditionFailedException")));

        var dry = await AskAsync("PUT", $"{Functions}/{_name}/code", new { ZipFile = _zip, DryRun = true });
        Assert.That(dry.Member("RevisionId").GetString(), Is.EqualTo(updated.Member("RevisionId").GetString()));
        Assert.That((await InvokeAsync("{}")).Body, Is.EqualTo("2"), "a dry run changes nothing");

        var replaced = await AskAsync("PUT", $"{Functions}/{_name}/code", new { ZipFile = _zip, Architectures = new[] { "arm64" } });
        Assert.That(replaced.Member("Architectures")[0].GetString(), Is.EqualTo("arm64"));
        Assert.That(replaced.Member("RevisionId").GetString(), Is.Not.EqualTo(updated.Member("RevisionId").GetString()));
        Assert.That((await InvokeAsync("{}")).Body, Is.EqualTo("1"));
    }

    [Test]
    public async Task A_call_that_is_under_way_ends_on_the_code_that_it_began_on()
    {
        await CreateAsync("WaitForFile");
        using var folder = new Fanout.Local.TemporaryFolder("signal");
        var (begun, go) = (Path.Combine(folder.Path, "begun"), Path.Combine(folder.Path, "go"));
        var call = InvokeAsync($"\"{folder.Path}\"");
        while (!File.Exists(begun))
        {
            await Task.Delay(10);
        }

        await AskAsync("PUT", $"{Functions}/{_name}/configuration", new { Handler = FaultyPackage.Handler("Throw") });
        await File.WriteAllTextAsync(go, "");

        Assert.That((await call).Body, Is.EqualTo("\"done\""));
        Assert.That((await InvokeAsync("{}")).Headers["X-Amz-Function-Error"], Is.EqualTo("Unhandled"));
    }

    [Test]
    public async Task Code_is_read_from_a_bucket_as_the_caller()
    {
        using var s3 = _cloud.S3();
        await s3.PutBucketAsync(_name);
        await s3.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = _name, Key = "a/f.zip", FilePath = _package.Path });

        var created = await CreateAsync("CountCalls", code: new { S3Bucket = _name, S3Key = "a/f.zip" });
        var missing = await AskAsync("PUT", $"{Functions}/{_name}/code", new { S3Bucket = _name, S3Key = "other.zip" });
        var denied = await AskAsAsync(Deployer("lambda:*"), "PUT", $"{Functions}/{_name}/code", new { S3Bucket = _name, S3Key = "a/f.zip" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(created.Status, Is.EqualTo(201));
            Assert.That((await InvokeAsync("{}")).Body, Is.EqualTo("1"));
            Assert.That((missing.Status, missing.Error.Code), Is.EqualTo((400, "InvalidParameterValueException")));
            Assert.That(missing.Error.Message, Does.StartWith("Error occurred while GetObject. S3 Error Message: The specified key does not exist."));
            Assert.That(denied.Error.Code, Is.EqualTo("InvalidParameterValueException"));
            Assert.That(denied.Error.Message, Does.Contain("s3:GetObject"));
        }
    }

    [Test]
    public async Task A_function_is_gone_with_all_that_belongs_to_it()
    {
        await CreateAsync("CountCalls");
        await AskAsync("PUT", $"/2019-09-25/functions/{_name}/event-invoke-config", new { MaximumRetryAttempts = 0 });
        await PermitAsync("one");

        var deleted = await AskAsync("DELETE", $"{Functions}/{_name}");
        var again = await AskAsync("DELETE", $"{Functions}/{_name}");
        await CreateAsync("CountCalls");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((deleted.Status, deleted.Body), Is.EqualTo((204, "")));
            Assert.That((again.Status, again.Error.Code), Is.EqualTo((404, "ResourceNotFoundException")));
            Assert.That((await AskAsync("GET", $"{Functions}/{_name}/policy")).Status, Is.EqualTo(404));
            Assert.That((await AskAsync("GET", $"/2019-09-25/functions/{_name}/event-invoke-config")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Concurrency_is_reserved_and_given_back()
    {
        await CreateAsync("CountCalls");
        var path = $"/2017-10-31/functions/{_name}/concurrency";

        var put = await AskAsync("PUT", path, new { ReservedConcurrentExecutions = 0 });
        var throttled = await InvokeAsync("{}");
        var told = await AskAsync("GET", $"{Functions}/{_name}");
        var got = await AskAsync("GET", $"/2019-09-30/functions/{_name}/concurrency");
        var tooMany = await AskAsync("PUT", path, new { ReservedConcurrentExecutions = 901 });
        var deleted = await AskAsync("DELETE", path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.Body, Is.EqualTo("""{"ReservedConcurrentExecutions":0}"""));
            Assert.That((throttled.Status, throttled.Error.Code), Is.EqualTo((429, "TooManyRequestsException")));
            Assert.That(told.Member("Concurrency").GetRawText(), Is.EqualTo(put.Body));
            Assert.That(got.Body, Is.EqualTo(put.Body));
            Assert.That(tooMany.Error, Is.EqualTo((
                "InvalidParameterValueException",
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].")));
            Assert.That(deleted.Status, Is.EqualTo(204));
            Assert.That((await AskAsync("GET", $"/2019-09-30/functions/{_name}/concurrency")).Body, Is.EqualTo("{}"));
            Assert.That((await InvokeAsync("{}")).Body, Is.EqualTo("1"));
        }
    }

    [Test]
    public async Task What_becomes_of_failed_events_is_said_changed_and_forgotten()
    {
        await CreateAsync("Throw");
        await _cloud.CreateQueueAsync(_name);
        var (queue, path) = (_cloud.Account.Arn("sqs", _name), $"/2019-09-25/functions/{_name}/event-invoke-config");
        Assert.That((await AskAsync("GET", path)).Error, Is.EqualTo((
            "ResourceNotFoundException", $"The function {Arn}:$LATEST doesn't have an EventInvokeConfig")));

        var put = await AskAsync("PUT", path, new { MaximumRetryAttempts = 0, DestinationConfig = new { OnFailure = new { Destination = queue } } });
        await InvokeAsync("{}", ("X-Amz-Invocation-Type", "Event"));
        await _cloud.Invocations.DrainAsync(CancellationToken.None);
        var updated = await AskAsync("POST", path, new { MaximumRetryAttempts = 1, MaximumEventAgeInSeconds = 60 });
        var listed = await AskAsync("GET", $"{path}/list");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.Member("FunctionArn").GetString(), Is.EqualTo($"{Arn}:$LATEST"));
            Assert.That(put.Member("DestinationConfig").GetRawText(), Is.EqualTo($$$"""{"OnSuccess":{},"OnFailure":{"Destination":"{{{queue}}}"}}"""));
            Assert.That(_cloud.Invocations.Failures.Single(failure => failure.FunctionArn == Arn).Attempts, Is.EqualTo(1));
            Assert.That(updated.Member("MaximumRetryAttempts").GetInt32(), Is.EqualTo(1));
            Assert.That(updated.Member("MaximumEventAgeInSeconds").GetInt32(), Is.EqualTo(60));
            Assert.That(updated.Member("DestinationConfig", "OnFailure", "Destination").GetString(), Is.EqualTo(queue));
            Assert.That(listed.Member("FunctionEventInvokeConfigs").GetArrayLength(), Is.EqualTo(1));
            Assert.That((await AskAsync("DELETE", path)).Status, Is.EqualTo(204));
            Assert.That((await AskAsync("DELETE", path)).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task A_permission_is_given_told_of_and_taken_away()
    {
        await CreateAsync("CountCalls");
        var bucket = Caller.OfService("s3.amazonaws.com");
        var request = new RequestedAction("lambda:InvokeFunction", Arn)
            .With("aws:SourceArn", "arn:aws:s3:::b").With("aws:SourceAccount", AwsAccount.Id);
        Assert.That(_cloud.Iam.Decide(bucket, request).Denial, Is.Not.Null);

        var added = await PermitAsync("one");
        var twice = await PermitAsync("one");
        var policy = await AskAsync("GET", $"{Functions}/{_name}/policy");
        Assert.That(_cloud.Iam.Decide(bucket, request).Denial, Is.Null);
        var removed = await AskAsync("DELETE", $"{Functions}/{_name}/policy/one");
        var missing = await AskAsync("DELETE", $"{Functions}/{_name}/policy/one");

        var statement = $$$$"""{"Sid":"one","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"{{{{Arn}}}}","Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}}""";
        using (Assert.EnterMultipleScope())
        {
            Assert.That((added.Status, added.Member("Statement").GetString()), Is.EqualTo((201, statement)));
            Assert.That((twice.Status, twice.Error.Code), Is.EqualTo((409, "ResourceConflictException")));
            Assert.That(policy.Member("Policy").GetString(), Is.EqualTo($$"""{"Version":"2012-10-17","Id":"default","Statement":[{{statement}}]}"""));
            Assert.That(removed.Status, Is.EqualTo(204));
            Assert.That((missing.Status, missing.Error.Code), Is.EqualTo((404, "ResourceNotFoundException")));
            Assert.That((await AskAsync("GET", $"{Functions}/{_name}/policy")).Status, Is.EqualTo(404));
            Assert.That(_cloud.Iam.Decide(bucket, request).Denial, Is.Not.Null);
        }
    }

    [Test]
    public async Task Tags_are_kept_beside_the_function_whose_processes_stay()
    {
        await CreateAsync("CountCalls", new Dictionary<string, object?> { ["Tags"] = new { team = "a", stage = "dev" } });
        await InvokeAsync("{}");
        var path = $"/2017-03-31/tags/{Uri.EscapeDataString(Arn)}";

        await AskAsync("POST", path, new { Tags = new { team = "b", cost = "c" } });
        await AskAsync("DELETE", $"{path}?tagKeys=stage&tagKeys=cost");

        Assert.That((await AskAsync("GET", path)).Body, Is.EqualTo("""{"Tags":{"team":"b"}}"""));
        Assert.That((await InvokeAsync("{}")).Body, Is.EqualTo("2"));
    }

    [Test]
    public async Task Functions_are_listed_in_pages_and_have_one_version()
    {
        var (first, second) = ($"{_name}-1", $"{_name}-2");
        foreach (var name in new[] { second, first })
        {
            _name = name;
            await CreateAsync("CountCalls");
        }

        var names = new List<string?>();
        var marker = "";
        while (marker is not null)
        {
            var page = await AskAsync("GET", $"{Functions}?MaxItems=1{(marker.Length > 0 ? $"&Marker={marker}" : "")}");
            Assert.That(page.Member("Functions").GetArrayLength(), Is.EqualTo(1));
            names.Add(page.Member("Functions")[0].GetProperty("FunctionName").GetString());
            marker = page.Json.TryGetProperty("NextMarker", out var next) ? next.GetString() : null;
        }

        var versions = await AskAsync("GET", $"{Functions}/{first}/versions");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.SupersetOf(new[] { first, second }));
            Assert.That(versions.Member("Versions").EnumerateArray().Single().GetProperty("FunctionArn").GetString(), Does.EndWith($":{first}:$LATEST"));
            Assert.That((await AskAsync("GET", $"{Functions}/{first}/aliases")).Body, Is.EqualTo("""{"Aliases":[]}"""));
            Assert.That((await AskAsync("GET", $"/2020-06-30/functions/{first}/code-signing-config")).Body, Is.EqualTo($$"""{"FunctionName":"{{first}}"}"""));
            Assert.That((await AskAsync("GET", $"/2024-08-31/functions/{first}/recursion-config")).Body, Is.EqualTo("""{"RecursiveLoop":"Terminate"}"""));
            Assert.That((await AskAsync("GET", $"/2021-07-20/functions/{first}/runtime-management-config")).Member("UpdateRuntimeOn").GetString(), Is.EqualTo("Auto"));
            Assert.That((await AskAsync("GET", $"/2015-03-31/event-source-mappings/?FunctionName={first}")).Body, Is.EqualTo("""{"EventSourceMappings":[]}"""));
        }
    }

    [TestCase("POST", "invocations")]
    [TestCase("GET", "")]
    [TestCase("GET", "configuration")]
    [TestCase("GET", "policy")]
    [TestCase("GET", "versions")]
    [TestCase("GET", "aliases")]
    [TestCase("PUT", "configuration")]
    [TestCase("DELETE", "policy/one")]
    public async Task A_function_that_does_not_exist_is_not_found(string method, string path)
    {
        var answer = await AskAsync(method, $"{Functions}/{_name}/{path}".TrimEnd('/'), method == "GET" ? null : "{}");

        Assert.That((answer.Status, answer.Error.Code), Is.EqualTo((404, "ResourceNotFoundException")));
        Assert.That(answer.Error.Message, Is.EqualTo($"Function not found: {Arn}:$LATEST"));
    }

    [Test]
    public async Task A_version_that_does_not_exist_is_not_found()
    {
        await CreateAsync("CountCalls");

        Assert.That((await AskAsync("GET", $"{Functions}/{_name}?Qualifier=1")).Error, Is.EqualTo(("ResourceNotFoundException", $"Function not found: {Arn}:1")));
        Assert.That((await AskAsync("GET", $"{Functions}/{_name}:live")).Status, Is.EqualTo(404));
    }

    [TestCase("""{"Timeout": 901}""", "ValidationException", "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900")]
    [TestCase("""{"MemorySize": 64}""", "ValidationException", "1 validation error detected: Value '64' at 'memorySize' ")]
    [TestCase("""{"Handler": "a b"}""", "ValidationException", "1 validation error detected: Value 'a b' at 'handler' ")]
    [TestCase("""{"Role": "admin"}""", "ValidationException", "1 validation error detected: Value 'admin' at 'role' ")]
    [TestCase("""{"TracingConfig": {"Mode": "On"}}""", "ValidationException", "1 validation error detected: Value 'On' at 'tracingConfig.mode' failed to satisfy constraint: Member must satisfy enum value set: [Active, PassThrough]")]
    [TestCase("""{"Architectures": ["x86"]}""", "ValidationException", "1 validation error detected: Value '[x86]' at 'architectures' ")]
    [TestCase("""{"Runtime": "python3.13"}""", "InvalidParameterValueException", "The local cloud does not run the runtime python3.13; allowed: dotnet10, dotnet8.")]
    [TestCase("""{"Environment": {"Variables": {"AWS_REGION": "x"}}}""", "InvalidParameterValueException", "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION")]
    [TestCase("""{"Layers": ["arn:aws:lambda:us-east-1:123456789012:layer:l:1"]}""", "InvalidParameterValueException", "Layers is not supported by the local cloud; leave it out.")]
    [TestCase("""{"Publish": true}""", "InvalidParameterValueException", "Publish is not supported by the local cloud; leave it out.")]
    [TestCase("""{"SnapStart": {"ApplyOn": "PublishedVersions"}}""", "InvalidParameterValueException", "SnapStart needs published versions")]
    [TestCase("""{"LoggingConfig": {"LogFormat": "Text", "SystemLogLevel": "INFO"}}""", "InvalidParameterValueException", "Log levels need the LogFormat JSON.")]
    [TestCase("""{"DeadLetterConfig": {"TargetArn": "arn:aws:lambda:us-east-1:123456789012:function:f"}}""", "InvalidParameterValueException", "DeadLetterConfig.TargetArn is ")]
    [TestCase("""{"Role": "arn:aws:iam::123456789012:role/unknown"}""", "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.")]
    [TestCase("""{"Timeout": "9"}""", "SerializationException", "Timeout must be a number.")]
    [TestCase("""{"Timeout": 9""", "SerializationException", "The request's body is not JSON: ")]
    public async Task What_is_wrong_is_refused_and_nothing_is_changed(string body, string code, string message)
    {
        var created = await CreateAsync("CountCalls");

        var answer = await AskAsync("PUT", $"{Functions}/{_name}/configuration", body);

        Assert.That((answer.Status, answer.Error.Code), Is.EqualTo((400, code)));
        Assert.That(answer.Error.Message, Does.StartWith(message));
        Assert.That((await AskAsync("GET", $"{Functions}/{_name}/configuration")).Member("RevisionId").GetString(), Is.EqualTo(created.Member("RevisionId").GetString()));
    }

    [TestCase("POST", "/2015-03-31/functions", """{"FunctionName": "NAME"}""", "code")]
    [TestCase("PUT", "/2017-10-31/functions/NAME/concurrency", "{}", "reservedConcurrentExecutions")]
    [TestCase("POST", "/2017-03-31/tags/arn:aws:lambda:us-east-1:123456789012:function:NAME", "{}", "tags")]
    public async Task What_is_missing_is_told(string method, string path, string body, string member)
    {
        await CreateAsync("CountCalls");

        var answer = await AskAsync(
            method, path.Replace("NAME", _name, StringComparison.Ordinal), body.Replace("NAME", $"{_name}-other", StringComparison.Ordinal));

        Assert.That((answer.Status, answer.Error.Code), Is.EqualTo((400, "ValidationException")));
        Assert.That(answer.Error.Message, Is.EqualTo(
            $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"));
    }

    [Test]
    public async Task A_function_is_not_made_twice_nor_of_what_is_no_zip()
    {
        await CreateAsync("CountCalls");
        var twice = await CreateAsync("CountCalls");
        _name += "-2";
        var broken = await CreateAsync("CountCalls", code: new { ZipFile = Convert.ToBase64String("no zip"u8) });
        var nothing = await CreateAsync("CountCalls", code: new { });
        var image = await CreateAsync("CountCalls", code: new { ImageUri = "i" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((twice.Status, twice.Error.Code), Is.EqualTo((409, "ResourceConflictException")));
            Assert.That((broken.Status, broken.Error.Code), Is.EqualTo((400, "InvalidParameterValueException")));
            Assert.That(broken.Error.Message, Does.StartWith($"The deployment package of {_name} cannot be unpacked: "));
            Assert.That(nothing.Error.Message, Is.EqualTo("Please provide a source for function code: either ZipFile, or S3Bucket and S3Key."));
            Assert.That(image.Error.Message, Is.EqualTo("ImageUri is not supported by the local cloud; leave it out."));
        }
    }

    [TestCase("not JSON", null, "InvalidRequestContentException", "Could not parse request body into json: ")]
    [TestCase("{\"a\": 1, \"a\": 2}", null, "InvalidRequestContentException", "Could not parse request body into json: it names a member of an object twice")]
    [TestCase("{}", "Later", "ValidationException", "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [RequestResponse, Event, DryRun]")]
    public async Task An_invocation_that_is_wrong_is_refused(string payload, string? type, string code, string message)
    {
        await CreateAsync("CountCalls");

        var answer = type is null ? await InvokeAsync(payload) : await InvokeAsync(payload, ("X-Amz-Invocation-Type", type));

        Assert.That((answer.Status, answer.Error.Code), Is.EqualTo((400, code)));
        Assert.That(answer.Error.Message, Does.StartWith(message));
    }

    [Test]
    public async Task An_operation_that_is_not_there_is_refused()
    {
        var answer = await AskAsync("POST", $"{Functions}/{_name}/versions", "{}");

        Assert.That((answer.Status, answer.Error.Code), Is.EqualTo((404, "UnknownOperationException")));
    }

    [Test]
    public async Task A_role_may_do_what_its_policy_says()
    {
        await CreateAsync("CountCalls");
        var reader = Deployer("lambda:GetFunction", "lambda:ListFunctions");
        var deployer = Deployer("lambda:UpdateFunctionConfiguration");

        var got = await AskAsAsync(reader, "GET", $"{Functions}/{_name}");
        var listed = await AskAsAsync(reader, "GET", Functions);
        var invoked = await AskAsAsync(reader, "POST", $"{Functions}/{_name}/invocations", "{}");
        var changed = await AskAsAsync(deployer, "PUT", $"{Functions}/{_name}/configuration", new { Timeout = 5 });
        var passed = await AskAsAsync(deployer, "PUT", $"{Functions}/{_name}/configuration", new { Role });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((got.Status, listed.Status, changed.Status), Is.EqualTo((200, 200, 200)));
            Assert.That(invoked.Status, Is.EqualTo(403));
            Assert.That(invoked.Body, Does.Contain($"lambda:InvokeFunction on resource: {Arn}"));
            Assert.That(passed.Status, Is.EqualTo(403));
            Assert.That(passed.Body, Does.Contain($"iam:PassRole on resource: {Role}"));
        }
    }

    private AwsCredentials Deployer(params string[] actions)
    {
        var role = $"deployer-{Guid.NewGuid():N}";
        _cloud.Iam.AddIdentityPolicy(role, "lambda", Documents.Policy(Documents.Statement("Allow", actions, "*")));
        return _cloud.CredentialsOf(AwsAccount.IamArn($"role/{role}"));
    }

    private Task<ServiceAnswer> CreateAsync(string handler, Dictionary<string, object?>? more = null, object? code = null) =>
        AskAsync("POST", Functions, new Dictionary<string, object?>(more ?? [])
        {
            ["FunctionName"] = _name,
            ["Runtime"] = "dotnet10",
            ["Role"] = Role,
            ["Handler"] = FaultyPackage.Handler(handler),
            ["Code"] = code ?? new { ZipFile = _zip },
        });

    private Task<ServiceAnswer> PermitAsync(string statementId) => AskAsync("POST", $"{Functions}/{_name}/policy", new
    {
        StatementId = statementId,
        Action = "lambda:InvokeFunction",
        Principal = "s3.amazonaws.com",
        SourceArn = "arn:aws:s3:::b",
        SourceAccount = AwsAccount.Id,
    });

    private Task<ServiceAnswer> InvokeAsync(string payload, params (string Name, string Value)[] headers) =>
        _cloud.Http.RestAsync("lambda", _cloud.Root, "POST", $"{Functions}/{_name}/invocations", payload, headers);

    private Task<ServiceAnswer> AskAsync(string method, string path, object? body = null) => AskAsAsync(_cloud.Root, method, path, body);

    private Task<ServiceAnswer> AskAsAsync(AwsCredentials caller, string method, string path, object? body = null) =>
        _cloud.Http.RestAsync("lambda", caller, method, path, body);
}
