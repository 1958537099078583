using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fanout.Stacks;

/// <summary>
/// YAML as JSON by the core schema ("YAML Ain't Markup Language" 1.2.2, 10.3): plain scalars have types. What readers of
/// YAML take in more than one way, and what JSON cannot hold, is refused.
/// </summary>
public static partial class YamlJson
{
    /// <summary>How deep lists and mappings may be nested: as deep as .NET's readers of JSON go.</summary>
    public const int MostLevels = 64;

    private const string MergeKey = "<<";

    // The stream and its document.
    private const int Outermost = 2;

    /// <summary>Refuses a text whose tree is too deep to be built.</summary>
    /// <param name="yaml">The text.</param>
    /// <exception cref="YamlException">It is too deep, with the line, or no YAML.</exception>
    public static void CheckDepth(string yaml)
    {
        var level = 0;
        var parser = new Parser(new StringReader(yaml));
        while (parser.MoveNext())
        {
            level += parser.Current!.NestingIncrease;
            if (level > MostLevels + Outermost)
            {
                throw new YamlException(
                    parser.Current.Start, parser.Current.End, $"lists and mappings are nested more than {MostLevels} deep");
            }
        }
    }

    /// <summary>Converts a node and all below it.</summary>
    /// <param name="node">The node.</param>
    /// <exception cref="YamlException">There is no JSON for it, with the reason and the line.</exception>
    public static JsonNode? Convert(YamlNode node)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw Refused(node, $"anchors and aliases, such as &{node.Anchor.Value}, are not read; write the value in each place");
        }

        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw Refused(node, $"tags, such as {node.Tag.Value}, are not read; write a text in quotes");
        }

        return node switch
        {
            YamlMappingNode mapping => new JsonObject(mapping.Children.Select(entry =>
                KeyValuePair.Create(KeyOf(entry.Key), Convert(entry.Value)))),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => throw Refused(node, "an alias is not read; write the value in each place"),
        };
    }

    /// <summary>The text of a key.</summary>
    /// <param name="key">The key's node.</param>
    /// <exception cref="YamlException">The key is no text.</exception>
    public static string KeyOf(YamlNode key) => key switch
    {
        YamlScalarNode { Anchor.IsEmpty: true, Value: MergeKey } => throw Refused(key, $"the merge key {MergeKey} is not read; write the keys in each place"),
        YamlScalarNode { Anchor.IsEmpty: true, Value: { Length: > 0 } text } => text,
        _ => throw Refused(key, "a key must be a text, not empty, no list, no mapping and no alias"),
    };

    /// <summary>Whether a node stands for no value.</summary>
    /// <param name="node">The node.</param>
    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private static JsonValue? Plain(YamlScalarNode scalar)
    {
        if (IsNull(scalar))
        {
            return null;
        }

        var text = scalar.Value!;
        return text switch
        {
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) =>
                JsonValue.Create(integer),
            _ when Number().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => JsonValue.Create(number),
            _ when Ambiguous().IsMatch(text) => throw Refused(
                scalar, $"{text} is not read alike by all; write a finite number in decimal digits, true or false, or a text in quotes"),
            _ => JsonValue.Create(text),
        };
    }

    private static YamlException Refused(YamlNode node, string why) => new(node.Start, node.End, why);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();

    // Numbers of other forms, dates and times, and YAML 1.1's words for true and false.
    [GeneratedRegex(
        @"^([-+]?(\.?[0-9][0-9_]*|0[xob][0-9a-f_]+|[0-9_]*\.[0-9_]*(e[-+]?[0-9]*)?|[0-9_.]+e[-+]?[0-9]+|[0-9]+(:[0-9]+)+(\.[0-9]*)?|\.?inf(inity)?|\.?nan)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t ].*)?|y|n|yes|no|on|off)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ambiguous();
}
