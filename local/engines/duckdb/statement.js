import { place, QueryFailure } from './failure.js';
import { tokens, unquote } from './lexer.js';

/**
 * Reads a statement: {sql, select: {start, end}, unload?: {location, options}}. `sql` is the text without a final
 * semicolon and with its parameters filled in; the query in it lies between the two offsets.
 */
export function readStatement(text, parameters = []) {
  const sql = withParameters(text, parameters);
  const all = tokens(sql);
  while (all.at(-1)?.text === ';') {
    all.pop();
  }
  const semicolon = all.find((token) => token.text === ';');
  if (semicolon) {
    throw malformed(sql, semicolon, 'only one statement is allowed');
  }
  checkTypes(sql, all);
  const first = all[0]?.text.toUpperCase();
  if (first === 'UNLOAD') {
    return { sql, ...readUnload(sql, all) };
  }
  if (!['SELECT', 'WITH', 'VALUES', 'TABLE', '('].includes(first)) {
    throw first === undefined
      ? new QueryFailure('SYNTAX_ERROR', 'line 1:1: the statement is empty', true)
      : malformed(sql, all[0], `the local Athena runs SELECT and UNLOAD statements, not ${all[0].text}`);
  }
  return { sql, select: { start: all[0].start, end: all.at(-1).end } };
}

function withParameters(text, parameters) {
  const marks = tokens(text).filter((token) => token.text === '?');
  if (marks.length !== parameters.length) {
    throw new QueryFailure(
      'INVALID_PARAMETER_USAGE',
      `line 1:1: Incorrect number of parameters: expected ${marks.length} but found ${parameters.length}`, true);
  }
  return marks.reduceRight(
    (sql, mark, index) => sql.slice(0, mark.start) + parameters[index] + sql.slice(mark.end), text);
}

// The parser drops the length of these types, and the cast would not cut.
function checkTypes(sql, all) {
  const type = all.find((token, index) =>
    /^(var)?char$/i.test(token.text) && token.kind === 'word' && all[index + 1]?.text === '(');
  if (type) {
    throw new QueryFailure(
      'NOT_SUPPORTED',
      `${place(sql, type.start)}: the local Athena does not cut texts to the length of a ${type.text}(n); `
        + 'write varchar, and substr where the text must be cut');
  }
}

function readUnload(sql, all) {
  let at = 1;
  const expect = (...allowed) => {
    const token = all[at++];
    if (!token || !allowed.includes(token.text.toUpperCase())) {
      throw malformed(sql, token ?? { start: sql.length, text: '<EOF>' }, `expecting ${allowed.join(' or ')}`);
    }
    return token;
  };
  const text = () => {
    const token = all[at++];
    if (token?.kind !== 'text') {
      throw malformed(sql, token ?? { start: sql.length, text: '<EOF>' }, 'expecting a string');
    }
    return unquote(token.text);
  };

  const open = expect('(');
  for (let depth = 1; depth > 0; at++) {
    if (at >= all.length) {
      throw malformed(sql, open, 'this parenthesis has no end');
    }
    depth += { '(': 1, ')': -1 }[all[at].text] ?? 0;
  }
  const select = { start: open.end, end: all[at - 1].start };
  expect('TO');
  const location = text();
  const options = {};
  if (at < all.length) {
    expect('WITH');
    expect('(');
    do {
      const name = all[at++]?.text.toLowerCase();
      expect('=');
      if (all[at]?.text.toUpperCase() === 'ARRAY') {
        at++;
        expect('[');
        options[name] = [];
        do {
          options[name].push(text());
        } while (expect(',', ']').text === ',');
      } else {
        options[name] = all[at]?.kind === 'number' ? Number(all[at++].text) : text();
      }
    } while (expect(',', ')').text === ',');
  }
  if (at < all.length) {
    throw malformed(sql, all[at], 'expecting the end of the statement');
  }
  return { select, unload: { location, options } };
}

const malformed = (sql, token, why) =>
  new QueryFailure('SYNTAX_ERROR', `${place(sql, token.start)}: mismatched input '${token.text}': ${why}`, true);
