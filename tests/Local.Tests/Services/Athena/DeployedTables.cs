using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Local.Aws;
using Fanout.Local.Services.Glue.Catalog;
using Fanout.Local.Stacks.Provisioning;
using Pulumi;
using Pulumi.Testing;

namespace Fanout.Tests.Local.Services.Athena;

/// <summary>The tables of the catalog that a workflow deploys with the settings that it has by default.</summary>
internal static class DeployedTables
{
    /// <summary>Makes the tables of a workflow known to an Athena.</summary>
    public static async Task AddAsync(TestAthena athena, Action<StackContext> create)
    {
        var tables = new Tables();
        await Deployment.TestAsync(tables, new TestOptions { IsPreview = false }, () => create(new StackContext(
            "fanout",
            "dev",
            EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>()),
            Output.Create("123456789012"),
            Output.Create("us-east-1"),
            Output.Create("aws"))));
        foreach (var table in tables.Found)
        {
            var read = GlueTableReader.Read(table.RequiredText("databaseName"), new ApiArguments(JsonSerializer.SerializeToElement(CreationRequest.Of(table))));
            if (!athena.Catalog.Databases.Any(database => database.Name == read.Database))
            {
                athena.Catalog.CreateDatabase(new GlueDatabase(read.Database, default));
            }

            athena.Catalog.CreateTable(read);
        }
    }

    private sealed class Tables : IMocks
    {
        private const string Type = "aws:glue/catalogTable:CatalogTable";

        public List<CloudResource> Found { get; } = [];

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (args.Type == Type)
            {
                lock (Found)
                {
                    Found.Add(CloudResource.Of(new AwsAccount("us-east-1"), Type, args.Name!, args.Inputs));
                }
            }

            var outputs = args.Inputs.Where(input => input.Value is not AssetOrArchive).ToImmutableDictionary()
                .SetItem("arn", $"arn:{args.Name}").SetItem("url", $"https://queue/{args.Name}");
            return Task.FromResult<(string?, object)>((args.Name, outputs));
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException(args.Token);
    }
}
