import { QueryFailure } from './failure.js';

// "date_format, date_parse" (MySQL patterns) and DuckDB's strftime: what is left out Trino does not support either,
// or DuckDB has nothing like it.
const mysql = {
  a: '%a', b: '%b', c: '%-m', d: '%d', e: '%-d', f: '%f', H: '%H', h: '%I', I: '%I', i: '%M', j: '%j', k: '%-H',
  l: '%-I', M: '%B', m: '%m', p: '%p', r: '%I:%M:%S %p', S: '%S', s: '%S', T: '%H:%M:%S', v: '%V', W: '%A', x: '%G',
  Y: '%Y', y: '%y', '%': '%%',
};

// "format_datetime, parse_datetime" (Java patterns).
const java = {
  yyyy: '%Y', yy: '%y', y: '%Y', MMMM: '%B', MMM: '%b', MM: '%m', M: '%-m', dd: '%d', d: '%-d', HH: '%H', H: '%-H',
  hh: '%I', h: '%-I', mm: '%M', m: '%-M', ss: '%S', s: '%-S', SSS: '%g', a: '%p', EEEE: '%A', EEE: '%a', E: '%a',
  DDD: '%j', xxxx: '%G', ww: '%V', e: '%u',
};

/** A MySQL date pattern as one of strftime. */
export function fromMysql(pattern) {
  return pattern.replace(/%(.?)/g, (found, letter) => mysql[letter] ?? fail(pattern, found));
}

/** A Java date pattern as one of strftime. */
export function fromJava(pattern) {
  return pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/g, (found, quoted) => {
    if (quoted !== undefined) {
      return (quoted === '' ? "'" : quoted.replaceAll("''", "'")).replaceAll('%', '%%');
    }
    return found === '%' ? '%%' : java[found] ?? fail(pattern, found);
  });
}

function fail(pattern, part) {
  throw new QueryFailure(
    'NOT_SUPPORTED', `the local Athena does not translate '${part}' in the date pattern '${pattern}'`);
}
