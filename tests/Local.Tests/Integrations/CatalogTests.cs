namespace Fanout.Tests.Local.Integrations;

public class CatalogTests
{
    [Test]
    public void What_can_be_called_is_said_in_words() => Assert.That(
        SharedCloud.Catalog.Supported,
        Does.Contain("lambda:invoke").And.Contain("dynamodb:getItem").And.Contain("athena:startQueryExecution.sync")
            .And.Contain("aws-sdk:sns:* (publish, publishBatch)"));
}
