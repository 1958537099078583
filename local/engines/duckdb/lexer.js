import { place, QueryFailure } from './failure.js';

const token = /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<word>[A-Za-z_][A-Za-z0-9_@$]*)|(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<symbol>\|\||<>|<=|>=|!=|->|=>|::|==|[^\s])/gy;

// What DuckDB would take and Athena does not.
const foreign = {
  '::': "write CAST(x AS type)",
  '==': "write =",
  '`': 'backquoted identifiers are not supported; use double quotes to quote identifiers',
  '{': 'there are no struct literals; write CAST(ROW(...) AS ROW(...))',
};

/** Cuts a statement into tokens {kind, text, start, end}; spaces and comments are left out. */
export function tokens(sql) {
  const found = [];
  token.lastIndex = 0;
  for (let match = token.exec(sql); match !== null; match = token.exec(sql)) {
    const [kind] = Object.entries(match.groups).find(([, text]) => text !== undefined);
    if (kind === 'space') {
      continue;
    }
    const text = match[0];
    if (kind === 'symbol' && (text in foreign || text === "'" || text === '"')) {
      throw new QueryFailure(
        'SYNTAX_ERROR', `${place(sql, match.index)}: ${foreign[text] ?? `this ${text} has no end`}`, true);
    }
    found.push({ kind, text, start: match.index, end: match.index + text.length });
  }
  return found;
}

/** The value of a string token. */
export const unquote = (text) => text.slice(1, -1).replaceAll(text[0] + text[0], text[0]);
