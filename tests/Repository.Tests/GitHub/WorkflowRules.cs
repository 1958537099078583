namespace Fanout.Tests.Repository.GitHub;

/// <summary>What holds for every workflow and every action of this repository.</summary>
internal static class WorkflowRules
{
    /// <summary>What is wrong with a file, a sentence each.</summary>
    public static string[] Problems(WorkflowFile file) =>
    [
        .. ActionRules.Problems(file), .. PermissionRules.Problems(file), .. JobRules.Problems(file), .. CommandRules.Problems(file),
    ];
}
