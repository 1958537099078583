using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>What an execution is started with: <c>{"task_id": "...", "task_sort_key": "..."}</c>, a task's key.</summary>
internal static class TaskInput
{
    /// <summary>Where the parts of all tasks are, with the slash at its end.</summary>
    public const string PartsPrefix = "tmp/";

    // With a location, keys stay under the 1,024 bytes that S3 takes.
    private const int LongestEncoded = 240;

    /// <summary>
    /// Reads the input: <c>{task_id, task_sort_key, run, folder, key}</c>, the name of this execution, which its parts
    /// carry, the folder of the parts and the key of the file, or <c>{problem}</c>, a sentence. Parts of another
    /// execution of the task are never mixed with its own: a page replaces the same page of an earlier one.
    /// </summary>
    public static PassState Read(string next) => new()
    {
        Output = Jsonata.Of(
            $$"""
            ($input := $states.input;
              $allowed := ['task_id', 'task_sort_key', 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID'];
              $others := $type($input) = 'object' ? $keys($input)[$not($ in $allowed)] : [];
              $isKey := function($text) {
                $type($text) != 'string' ? false
                  : $text in ['', '.', '..'] or $substring($text, 0, 1) = '-' ? false
                  : $length($encodeUrlComponent($text)) <= {{LongestEncoded}} };
              $refused := function($name) {
                $not($exists($lookup($input, $name))) ? 'The input lacks ' & $name & '.'
                : $not($isKey($lookup($input, $name))) ? 'The ' & $name & ' is ' & $substring($string($lookup($input, $name)), 0, 100)
                  & ', but must be a text of up to {{LongestEncoded}} bytes, encoded for a URL, that does not begin with a hyphen and is neither . nor ...' };
              $problem :=
                $type($input) != 'object' ? 'The input must be an object, but is of the type ' & $type($input) & '.'
                : $count($others) > 0 ? 'The input has the field ' & $others[0] & ', which has no meaning.'
                : ($wrong := ['task_id', 'task_sort_key'].$refused($); $exists($wrong) ? $wrong[0]);
              $exists($problem) ? {'problem': $problem}
              : {'task_id': $input.task_id,
                 'task_sort_key': $input.task_sort_key,
                 'run': $encodeUrlComponent($states.context.Execution.Name),
                 'folder': '{{PartsPrefix}}' & $encodeUrlComponent($input.task_id),
                 'key': $encodeUrlComponent($input.task_id) & '/' & $encodeUrlComponent($input.task_sort_key) & '.csv'})
            """),
        Next = next,
    };

    /// <summary>Ends with the problem and what the input must be.</summary>
    public static FailState Refuse() => new()
    {
        Error = "InvalidInput",
        Cause = Jsonata.Of(
            $$"""$states.input.problem & {{Jsonata.Literal(""" Give {"task_id": "...", "task_sort_key": "..."}, the key of a task: its locations are those with the task_id.""")}}"""),
    };
}
