using Fanout.Tests.Local.Services.States;

namespace Fanout.Tests.Local.WebConsole;

/// <summary>The cloud that the tests of the console look at: one as the tests of Step Functions have, started anew.</summary>
[SetUpFixture]
public sealed class ShownCloud : StatesCloud;
