namespace Fanout.Tests.Infra.StatesLanguage;

public class AslValidatorTests
{
    [Test]
    public async Task A_right_definition_has_no_problems()
    {
        var problems = await AslValidator.ProblemsAsync(
            """
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Wait",
              "States": {
                "Wait": { "Type": "Wait", "Seconds": "{%\n  $states.input.seconds\n%}", "Next": "Done" },
                "Done": { "Type": "Succeed", "Output": { "at": "{% $now() %}" } }
              }
            }
            """);

        Assert.That(problems, Is.Empty);
    }

    [Test]
    public async Task A_broken_definition_has_problems()
    {
        var problems = await AslValidator.ProblemsAsync(
            """
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Start",
              "States": { "Start": { "Type": "Pass", "Output": "{% 1 + %}", "End": true } }
            }
            """);

        Assert.That(problems, Has.Some.StartWith("SCHEMA_VALIDATION_FAILED: /States/Start/Output is invalid."));
    }

    [Test]
    public async Task A_transition_to_nowhere_is_a_problem()
    {
        var problems = await AslValidator.ProblemsAsync(
            """
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Start",
              "States": {
                "Start": { "Type": "Pass", "Next": "Nowhere" },
                "Done": { "Type": "Succeed" }
              }
            }
            """);

        Assert.That(problems, Is.EquivalentTo(new[]
        {
            "MISSING_TRANSITION_TARGET: State Done is not reachable",
            "MISSING_TRANSITION_TARGET: Missing 'StartAt'|'Next'|'Default' target: Nowhere",
        }));
    }
}
