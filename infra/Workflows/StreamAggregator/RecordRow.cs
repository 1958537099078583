using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>What becomes of a record of the API: a row with the fields of the columns that the record has.</summary>
internal static class RecordRow
{
    /// <summary>The row of the record that is the context, an expression.</summary>
    /// <param name="columns">The columns.</param>
    public static string Of(IReadOnlyList<Column> columns) =>
        $"{{{string.Join(", ", columns.Select(column => $"{Jsonata.Literal(column.Name)}: {ValueAt(column.Path)}"))}}}";

    /// <summary>The names of the columns as the script takes them, a JSON array.</summary>
    /// <param name="columns">The columns.</param>
    public static string Header(IReadOnlyList<Column> columns) => JsonSerializer.Serialize(columns.Select(column => column.Name));

    // In backticks JSONata takes a name as it is, whatever it holds but a backtick.
    private static string ValueAt(FieldPath path) =>
        string.Join('.', path.Fields.Select(field => $"`{field.Name}`{string.Concat(field.Indices.Select(index => $"[{index}]"))}"));
}
