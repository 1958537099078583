namespace Pulumi.Testing;

/// <summary>What the deployment under test is told about itself.</summary>
public class TestOptions
{
    /// <summary>The project's name; "project" where it is null.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The project's folder.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>The stack's name; "stack" where it is null.</summary>
    public string? StackName { get; set; }

    /// <summary>Whether it is a preview, where outputs that the mocks leave out are unknown; true where it is null.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>The organization's name; "organization" where it is null.</summary>
    public string? OrganizationName { get; set; }
}
