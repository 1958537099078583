namespace Fanout.Tests.Infra.StatesLanguage;

/// <summary>The npm package asl-validator, a second opinion on definitions.</summary>
internal static class AslValidator
{
    private static readonly NodeScript Script = new("asl-validator", "validate.js");

    /// <summary>What it finds wrong with a definition.</summary>
    public static Task<string[]> ProblemsAsync(string definition) => Script.ProblemsAsync(definition);
}
