using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.S3HighThroughput;

/// <summary>
/// Reads one object, <c>{Key, Size, Limit}</c>, and gives its message, <c>{message: {Key, Message}}</c>; or why there is
/// none, <c>{rejected: {Key, Reason}}</c> where that is up to the object, <c>{failed: {Key, Error}}</c> where S3 failed.
/// </summary>
internal sealed class ObjectProcessor(S3HighThroughputSettings settings, string bucket)
{
    private const string ReadObject = "Read object";
    private const string ObjectDone = "Object done";

    // As JSON text, in which no character takes more than six bytes: few messages need to be measured.
    private const string IsTooLong =
        "(6 * $length($message) + 2 <= $states.input.Limit ? false : $bytes($string([$message])) - 2 > $states.input.Limit)";

    // The attribute stands in a text within a JSON text; only what must be escaped is.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _attribute =
        $"{JsonSerializer.Serialize(settings.AttributeName, Readable)}:{JsonSerializer.Serialize(settings.AttributeValue, Readable)}";

    /// <summary>How many bytes the attribute with its comma adds to a message as JSON text.</summary>
    public int AddedBytes => JsonSerializer.SerializeToUtf8Bytes($",{_attribute}", Readable).Length - 2;

    public ItemProcessor Create() => new()
    {
        StartAt = ReadObject,
        States =
        {
            [ReadObject] = new TaskState
            {
                Resource = Integration.S3GetObject,
                Arguments = new JsonObject { ["Bucket"] = bucket, ["Key"] = Jsonata.Of("$states.input.Key") },
                Output = Jsonata.Of(Message()),
                Retry =
                [
                    new Retrier(ErrorName.NoSuchKey, ErrorName.DataLimitExceeded, ErrorName.QueryEvaluationError) { MaxAttempts = 0 },
                    Payload.Retry,
                ],
                Catch =
                [
                    new Catcher(ErrorName.NoSuchKey)
                    {
                        Output = Rejected("'Deleted: the object was deleted after it was listed'"), Next = ObjectDone,
                    },

                    // Its text is longer in JSON, where quotes and line ends are escaped, than a state may take.
                    new Catcher(ErrorName.DataLimitExceeded)
                    {
                        Output = Rejected(TooLarge("$string($states.input.Size)")), Next = ObjectDone,
                    },

                    // JSONata has no way to try: $parse ends the expression where the text is not JSON.
                    new Catcher(ErrorName.QueryEvaluationError)
                    {
                        Output = Rejected("'NotJson: ' & $substring($states.errorOutput.Cause, -100)"), Next = ObjectDone,
                    },
                    new Catcher(ErrorName.All) { Output = Failure.OfObject, Next = ObjectDone },
                ],
                End = true,
            },
            [ObjectDone] = new SucceedState(),
        },
    };

    /// <summary>An expression for the reason why an object is rejected that no message can hold.</summary>
    /// <param name="bytes">An expression for how many bytes it has.</param>
    public static string TooLarge(string bytes) =>
        $"'TooLarge: ' & {bytes} & ' bytes and the attribute, as JSON text, are more than a payload takes'";

    private static string Rejected(string reason) =>
        Jsonata.Of($$$"""{'rejected': {'Key': $states.input.Key, 'Reason': {{{reason}}}}}""");

    // The object's own text with the attribute inserted before its last brace: to write the parsed object anew would
    // round its numbers. Only an object that has the attribute already is written anew. To see whether it does, exponents of
    // three digits are left out, as a number that is too large for JSONata would keep all of the object from being read.
    private string Message()
    {
        var name = Jsonata.Literal(settings.AttributeName);
        return $$$"""
            ({{{Payload.DefineBytes}}}
              $key := $states.input.Key;
              $reject := function($reason) { {'rejected': {'Key': $key, 'Reason': $reason} } };
              $text := $states.result.Body;
              $object := $parse($replace($text, /([0-9])[eE]\+?[0-9]{3,}([ \t\r\n]*[,\}\]])/, '$1$2'));
              $type($object) != 'object' ? $reject('NotAnObject: the JSON is of type ' & $type($object)) :
              $contains($text, '\uFFFD') ? $reject('NotUtf8: the object holds bytes that are no UTF-8 text, or the sign for them') : (
                $added := ($count($keys($object)) > 0 ? ',' : '') & {{{Jsonata.Literal(_attribute)}}};
                $message := {{{name}}} in $keys($object)
                  ? $string($merge([$parse($text), {{{{name}}}: {{{Jsonata.Literal(settings.AttributeValue)}}}}]))
                  : $replace($text, /\}[ \t\r\n]*$/, function($end) { $added & $end.match });
                {{{IsTooLong}}} ? $reject({{{TooLarge("$string($bytes($text))")}}}) : {'message': {'Key': $key, 'Message': $message}}))
            """;
    }
}
