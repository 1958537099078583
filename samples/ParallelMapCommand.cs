using System.CommandLine;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Fanout.Infra.Settings;
using Fanout.Stacks;

namespace Fanout.Samples;

/// <summary>The command <c>parallel-map</c>: puts a list into the table of a stack.</summary>
internal static class ParallelMapCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--file")
        {
            Description = $"A JSON array: a path, or one of {string.Join(", ", ParallelMapSample.Files)}",
            Required = true,
        };
        var stack = new Option<string>("--stack")
        {
            Description = "The stack whose settings name the table, the key and the region",
            DefaultValueFactory = _ => "dev",
        };
        var table = new Option<string?>("--table") { Description = "Another table than the stack's" };
        var region = new Option<string?>("--region") { Description = "Another region than the stack's" };
        var profile = new Option<string?>("--profile") { Description = "A profile of the AWS configuration files" };
        var endpoint = EndpointOption.Create("Another endpoint than AWS");
        var command = new Command(WorkflowNames.ParallelMap, "Puts a list into the table that parallel-map reads")
        {
            file, stack, table, region, profile, endpoint,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            try
            {
                var elements = await ParallelMapSample.ReadAsync(arguments.GetRequiredValue(file), cancellation);
                var config = await StackFiles.ReadAsync(
                    RepositoryPaths.Root, arguments.GetRequiredValue(stack), cancellation);
                var settings = EnvironmentSettings.Read(config.Project, config.OfProject()).ParallelMap;
                settings = settings with { TableName = arguments.GetValue(table) ?? settings.TableName };
                using var dynamoDb = Client(
                    arguments.GetValue(region) ?? config.Region, arguments.GetValue(profile), arguments.GetValue(endpoint));
                await ParallelMapSample.LoadAsync(dynamoDb, settings, elements, cancellation);
                Console.WriteLine(
                    $"{elements.Count} elements are in {settings.TableName}, item {settings.PartitionKeyName} = {settings.PartitionKeyValue}");
                return 0;
            }
            catch (Exception problem) when (problem is SampleException or StackFileException or SettingsException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return 1;
            }
        });
        return command;
    }

    private static AmazonDynamoDBClient Client(string region, string? profile, Uri? endpoint)
    {
        var config = new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) };
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = region;
        }

        if (profile is null)
        {
            return new AmazonDynamoDBClient(config);
        }

        return new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
            ? new AmazonDynamoDBClient(credentials, config)
            : throw new SampleException(
                $"There is no profile \"{profile}\" in the AWS configuration files; see: aws configure list-profiles.");
    }
}
