import { fromJava, fromMysql } from './formats.js';
import { QueryFailure } from './failure.js';
import { bare, call, cast, literal, operator, text } from './tree.js';

// Alike in both; DuckDB checks the number of the arguments.
const alike = `abs acos asin atan atan2 avg bool_and bool_or cbrt ceil ceiling chr coalesce concat_ws corr cos count
  count_star covar_pop covar_samp cume_dist day degrees dense_rank exp first_value floor hour lag last_value lead length ln
  log10 log2 lower lpad ltrim max max_by md5 min min_by minute month nth_value ntile now nullif percent_rank pi position
  power pow quarter radians rank reverse round row_number rpad rtrim second sign sin sqrt starts_with stddev
  stddev_pop stddev_samp strpos substr substring sum tan trim trunc upper var_pop var_samp variance year
  + - * || ~~ !~~ like_escape not_like_escape to_days to_hours to_minutes to_seconds to_months to_years
  to_weeks`.split(/\s+/);

// The same under another name.
const renamed = {
  any_value: 'any_value', approx_distinct: 'approx_count_distinct', approx_percentile: 'approx_quantile',
  arbitrary: 'any_value', array_agg: 'array_agg', array_distinct: 'list_distinct', array_intersect: 'list_intersect', array_join: 'array_to_string',
  array_max: 'list_max', array_min: 'list_min', array_position: 'list_position', array_sort: 'list_sort',
  cardinality: 'len', codepoint: 'unicode', contains: 'list_contains', count_if: 'count_if', day_of_month: 'day',
  day_of_week: 'isodow', day_of_year: 'dayofyear', dow: 'isodow', doy: 'dayofyear',
  element_at: 'trino_element_at', every: 'bool_and', from_iso8601_timestamp:
  'trino_from_iso8601_timestamp', from_unixtime: 'trino_from_unixtime', json_extract: 'json_extract',
  json_extract_scalar: 'json_extract_string', last_day_of_month: 'last_day', regexp_extract: 'trino_regexp_extract',
  regexp_extract_all: 'regexp_extract_all', regexp_like: 'regexp_matches', sequence: 'generate_series', split: 'string_split', to_iso8601: 'trino_to_iso8601',
  to_unixtime: 'trino_to_unixtime', truncate: 'trunc', unnest: 'unnest', week: 'week', week_of_year: 'week',
  year_of_week: 'trino_year_of_week', yow: 'trino_year_of_week', split_part: 'trino_split_part',
  date_trunc: 'trino_date_trunc', '/': 'trino_divide', '%': 'trino_modulus', mod: 'trino_modulus',
};

const units = { millisecond: 'milliseconds', second: 'seconds', minute: 'minutes', hour: 'hours', day: 'days',
  week: 'weeks', month: 'months', year: 'years' };

const isInterval = (node) => node.class === 'FUNCTION' && /^to_(days|hours|minutes|seconds|months|years|weeks)$/.test(node.function_name);

function pattern(node, translate) {
  const value = literal(node.children[1]);
  if (value === undefined) {
    throw new QueryFailure(
      'NOT_SUPPORTED', `the local Athena translates the pattern of ${node.function_name} only where it is a string literal`);
  }
  return text(translate(value));
}

const fold = (name) => (node) => node.children.slice(1).reduce((left, right) => call(node, name, bare(left), right), node.children[0]);

// What takes more than another name.
const rewritten = {
  concat: (node) => node.children.slice(1).reduce((left, right) => operator(node, '||', bare(left), right), node.children[0]),
  greatest: fold('trino_greatest'),
  least: fold('trino_least'),
  date_format: (node) => call(node, 'strftime', node.children[0], pattern(node, fromMysql)),
  date_parse: (node) => call(node, 'strptime', node.children[0], pattern(node, fromMysql)),
  format_datetime: (node) => call(node, 'strftime', node.children[0], pattern(node, fromJava)),
  parse_datetime: (node) => call(node, 'timezone', text('UTC'), call(null, 'strptime', node.children[0], pattern(node, fromJava))),
  from_iso8601_date: (node) => cast(node, 'DATE', call(null, 'trino_date', ...node.children)),
  date_diff: (node) => call(node, 'date_sub', ...node.children),
  date_add: (node) => {
    const unit = units[literal(node.children[0])?.toLowerCase()];
    if (!unit) {
      throw new QueryFailure('NOT_SUPPORTED', 'the local Athena needs the unit of date_add as one of ' + Object.keys(units).join(', '));
    }
    return call(node, 'trino_plus', node.children[2], call(null, `to_${unit}`, node.children[1]));
  },
  date: (node) => cast(node, 'DATE', call(null, 'trino_date', ...node.children)),
  if: (node) => call(node, 'if', ...node.children),
  replace: (node) => call(node, 'replace', ...node.children, ...(node.children.length === 2 ? [text('')] : [])),
  regexp_replace: (node) => {
    const [input, expression, replacement = text('')] = node.children;
    const value = literal(replacement);
    if (value === undefined) {
      throw new QueryFailure('NOT_SUPPORTED', 'the local Athena needs the replacement of regexp_replace as a string literal');
    }
    return call(node, 'regexp_replace', input, expression, text(value.replaceAll(/\$(\d)/g, '\\$1')), text('g'));
  },
  log: (node) => call(node, 'log', ...node.children),
  date_part: (node) => node,
  '+': (node) => (node.children.some(isInterval) ? call(node, 'trino_plus', ...node.children) : node),
  '-': (node) => (isInterval(node.children.at(-1)) && node.children.length === 2 ? call(node, 'trino_minus', ...node.children) : node),
};

/** The call of a Trino function as one that DuckDB answers alike; undefined where it is not known. */
export function translateCall(node) {
  const name = node.function_name.toLowerCase();
  if (Object.hasOwn(rewritten, name)) {
    return node.class === 'WINDOW' ? undefined : rewritten[name](node);
  }
  if (Object.hasOwn(renamed, name)) {
    return { ...node, function_name: renamed[name], is_operator: false };
  }
  return alike.includes(name) ? node : undefined;
}
