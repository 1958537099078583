using Pulumi;
using Pulumi.Aws.Athena;
using Pulumi.Aws.Athena.Inputs;

namespace Fanout.Infra.Blocks;

/// <summary>Athena workgroups: they say where the results of queries go, and how much a query may read.</summary>
public static class QueryWorkgroup
{
    private const int BytesOfMegabyte = 1_000_000;

    /// <summary>Creates a workgroup whose queries cannot set either themselves.</summary>
    /// <param name="name">The logical name of what asks the queries.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="results">The bucket of the results.</param>
    /// <param name="prefix">Where the results are in it, with the slash at its end.</param>
    /// <param name="scanLimitMegabytes">The most that a query may read, in millions of bytes.</param>
    /// <param name="tags">The workgroup's tags.</param>
    /// <param name="options">Pulumi's options.</param>
    public static Workgroup Create(
        string name, StackContext context, SecureBucket results, string prefix, int scanLimitMegabytes, InputMap<string> tags, CustomResourceOptions options) =>
        new($"{name}-queries", new WorkgroupArgs
        {
            Name = context.NameOf(name),
            Configuration = new WorkgroupConfigurationArgs
            {
                EnforceWorkgroupConfiguration = true,
                PublishCloudwatchMetricsEnabled = true,
                BytesScannedCutoffPerQuery = scanLimitMegabytes * BytesOfMegabyte,
                ResultConfiguration = new WorkgroupConfigurationResultConfigurationArgs
                {
                    OutputLocation = Output.Format($"s3://{results.Name}/{prefix}"),
                    EncryptionConfiguration = new WorkgroupConfigurationResultConfigurationEncryptionConfigurationArgs
                    {
                        EncryptionOption = "SSE_S3",
                    },
                },
            },

            // A workgroup with past queries is deleted with them.
            ForceDestroy = context.Settings.ForceDestroy,
            Tags = tags,
        }, options);
}
