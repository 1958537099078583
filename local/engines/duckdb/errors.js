import { placeOf } from './tree.js';
import { QueryFailure } from './failure.js';

const patterns = [
  [/Referenced column "([^"]+)" (?:was )?not found/, (tree, column) => [
    'COLUMN_NOT_FOUND',
    `${placeOfColumn(tree, column)}: Column '${column.toLowerCase()}' cannot be resolved or requester is not authorized to access requested resources`,
  ]],
  [/"([^"]+)" does not have a column named "([^"]+)"/, (tree, table, column) => [
    'COLUMN_NOT_FOUND',
    `${placeOfColumn(tree, column)}: Column '${table.toLowerCase()}.${column.toLowerCase()}' cannot be resolved or requester is not authorized to access requested resources`,
  ]],
  [/Ambiguous reference to column name "([^"]+)"/, (tree, column) => [
    'AMBIGUOUS_NAME', `${placeOfColumn(tree, column)}: Column '${column.toLowerCase()}' is ambiguous`,
  ]],
  [/column "?([^"\s]+)"? must appear in the GROUP BY clause/, (tree, column) => [
    'EXPRESSION_NOT_AGGREGATE',
    `${placeOfColumn(tree, column)}: '${column}' must be an aggregate expression or appear in GROUP BY clause`,
  ]],
  [/^Invalid Input Error: ([A-Z][A-Z_]+): ([\s\S]*)$/, (tree, name, message) => [name, message]],
  [/^Conversion Error: Could not convert string '([A-Z][A-Z_]+): ([\s\S]*)' to INT64/, (tree, name, message) => [name, message]],
  [/^Conversion Error: Could not convert string '([^']*)' to (\w+)/, (tree, value, type) => [
    'INVALID_CAST_ARGUMENT', `Cannot cast '${value}' to ${type}`,
  ]],
  [/^INTERRUPT Error/, () => ['USER_CANCELED', 'Query was canceled']],
  [/^Out of Memory Error: ([\s\S]*)$/, (tree, message) => ['EXCEEDED_LOCAL_MEMORY_LIMIT', message]],
  [/^(?:Binder|Catalog|Parser) Error: ([\s\S]*)$/, (tree, message) => ['SYNTAX_ERROR', `line 1:1: ${firstLine(message)}`]],
];

/** What DuckDB says of a query, in the words of Athena where there are such. */
export function asFailure(error, tree) {
  if (error instanceof QueryFailure || !(error instanceof Error)) {
    return error;
  }
  for (const [pattern, describe] of patterns) {
    const found = pattern.exec(error.message);
    if (found) {
      return new QueryFailure(...describe(tree, ...found.slice(1)));
    }
  }
  return new QueryFailure('GENERIC_INTERNAL_ERROR', firstLine(error.message));
}

const firstLine = (message) => message.split('\n')[0];

function placeOfColumn(tree, column) {
  const node = find(tree.query, column.toLowerCase());
  return node ? placeOf(tree, node) : 'line 1:1';
}

function find(node, column) {
  if (node === null || typeof node !== 'object') {
    return undefined;
  }
  if (node.class === 'COLUMN_REF' && node.column_names.at(-1).toLowerCase() === column) {
    return node;
  }
  for (const child of Object.values(node)) {
    const found = find(child, column);
    if (found) {
      return found;
    }
  }
  return undefined;
}
