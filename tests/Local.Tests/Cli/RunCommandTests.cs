using Fanout.Local;
using Fanout.Local.Cli;

namespace Fanout.Tests.Local.Cli;

public class RunCommandTests
{
    [Test]
    public void A_workflow_that_the_stack_does_not_hold_is_named_with_those_that_it_does() => Assert.That(
        () => WorkflowsArgument.Checked(["parallel-map", "meter-analytics"], ["sensor-analytics", "parallel-map"], "dev"),
        Throws.TypeOf<LocalException>().With.Message.EqualTo(
            "The stack dev has no workflow \"meter-analytics\"; it has: sensor-analytics, parallel-map. Its setting \"workflows\" says which."));
}
