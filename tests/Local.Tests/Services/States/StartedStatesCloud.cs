namespace Fanout.Tests.Local.Services.States;

/// <summary>The cloud of the tests of Step Functions.</summary>
[SetUpFixture]
public sealed class StartedStatesCloud : StatesCloud;
