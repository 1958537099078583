using Fanout.Local.LambdaHost;

// The parent holds the other end of standard input: when it is gone, so is this process.
_ = Task.Run(() =>
{
    while (Console.In.Read() >= 0)
    {
    }

    Environment.Exit(0);
});

using var runtime = new RuntimeApiClient(Required("AWS_LAMBDA_RUNTIME_API"));
Func<Stream, Task<Stream>> handle;
try
{
    handle = HandlerLoader.Load(Required("LAMBDA_TASK_ROOT"), Required("_HANDLER"));
}
catch (HandlerException problem)
{
    await runtime.PostInitErrorAsync(problem);
    return 1;
}

while (true)
{
    var (requestId, input) = await runtime.NextAsync();
    try
    {
        await using var output = await handle(input);
        EndOfOutput(requestId);
        await runtime.PostResponseAsync(requestId, output);
    }
    catch (Exception failure) when (failure is not HttpRequestException)
    {
        EndOfOutput(requestId);
        await runtime.PostErrorAsync(requestId, failure);
    }
}

static string Required(string variable) =>
    Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set.");

// Tells the reader of standard output that the invocation will write no more.
static void EndOfOutput(string requestId)
{
    Console.Error.Flush();
    Console.Out.WriteLine($"\u001eEND RequestId: {requestId}");
    Console.Out.Flush();
}
