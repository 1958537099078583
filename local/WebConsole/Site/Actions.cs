using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.WebConsole.Markup;
using Fanout.Local.WebConsole.Pages;
using Fanout.Local.WebConsole.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fanout.Local.WebConsole.Site;

/// <summary>What a person can do: start an execution and stop one, by the API, as the account's root.</summary>
/// <param name="account">The account.</param>
/// <param name="access">Tells whose form it is.</param>
/// <param name="links">Where to go afterwards.</param>
internal sealed class Actions(AccountReader account, Access access, Links links)
{
    // An input in a form, thrice as long where each byte is escaped.
    private const long LongestForm = 1 << 20;

    /// <summary>Does what a form asks for and leads to what became of it.</summary>
    /// <returns>What is to be said where it could not be done; null where it was.</returns>
    public async Task<(Page Page, int Status)?> DoAsync(HttpContext context, string[] path)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LongestForm;
        if (!context.Request.HasFormContentType)
        {
            return Problem("That was no form of this console.", StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!access.IsOwnForm(context.Request, form))
        {
            return Problem("That was no form of this console, or one of a console that has ended: load the page again.", StatusCodes.Status403Forbidden);
        }

        try
        {
            switch (path)
            {
                case ["machines", var name, "start"] when account.Machine(name) is { } machine:
                    context.Response.Redirect(await StartAsync(machine, form["input"].ToString(), form["name"].ToString().Trim(), context.RequestAborted));
                    context.Response.StatusCode = StatusCodes.Status303SeeOther;
                    return null;
                case ["executions", var machine, var name, "stop"]:
                    var arn = account.Cloud.Account.Arn("states", $"execution:{machine}:{name}");
                    await CallAsync("StopExecution", new { executionArn = arn, cause = "Stopped in the console." }, context.RequestAborted);
                    context.Response.Redirect(links.Execution(arn)!);
                    context.Response.StatusCode = StatusCodes.Status303SeeOther;
                    return null;
                default:
                    return Problem("There is nothing that could be done.", StatusCodes.Status404NotFound);
            }
        }
        catch (AwsErrorException refusal)
        {
            return Problem($"{refusal.Code}: {refusal.Message}", StatusCodes.Status400BadRequest);
        }
    }

    private async Task<string> StartAsync(MachineView machine, string input, string name, CancellationToken cancellation)
    {
        object arguments = name.Length > 0 ? new { stateMachineArn = machine.Arn, input, name } : new { stateMachineArn = machine.Arn, input };
        var started = await CallAsync("StartExecution", arguments, cancellation);
        return machine.IsExpress ? links.Machine(machine.Name)! : links.Execution(started.GetProperty("executionArn").GetString()!)!;
    }

    private Task<JsonElement> CallAsync(string operation, object arguments, CancellationToken cancellation) => account.Cloud.Json.CallAsync(
        "states", $"AWSStepFunctions.{operation}", JsonSerializer.SerializeToElement(arguments), account.Cloud.Root, cancellation);

    private static (Page, int) Problem(string sentence, int status) => (new Page("Not done", Html.Of(
        $"""<h1>Not done</h1><p>{sentence}</p><p>Go back and try again.</p>""")), status);
}
