import { place, QueryFailure } from './failure.js';

// Numbers that JavaScript would write otherwise (10000000.0, or more digits than it holds) are carried as texts.
const fragile = /(?<!\\)":(-?(?:\d{16,}|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+))(?=[,}])/g;
const marked = /(?<!\\)":"\\u0001(-?[\d.eE+-]+)"/g;

/** Parses the query of a statement; {sql, offset, query}, with the tree that DuckDB's parser gives. */
export async function parse(connection, sql, { start, end }) {
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql.slice(start, end)]);
  const json = reader.getRows()[0][0];
  const tree = JSON.parse(json.replaceAll(fragile, '":"\\u0001$1"'));
  if (tree.error) {
    throw new QueryFailure(
      'SYNTAX_ERROR', `${place(sql, start + Number(tree.position ?? 0))}: ${tree.error_message}`, true);
  }
  return { sql, offset: start, query: tree };
}

/** The SQL that a tree stands for. */
export async function unparse(connection, query) {
  const json = JSON.stringify(query).replaceAll(marked, '":$1');
  const reader = await connection.runAndReadAll('SELECT json_deserialize_sql($1::JSON)', [json]);
  return reader.getRows()[0][0];
}

/** Where a node of a tree lies in the statement. */
export const placeOf = (tree, node) => place(
  tree.sql, tree.offset + (typeof node.query_location === 'number' ? node.query_location : 0));

/**
 * Visits every object of a tree, children before their parents. `visit(node, scope)` may return another node, which
 * takes its place; `scope` holds the names of the common table expressions in sight.
 */
export function rewrite(node, visit, scope = new Set()) {
  if (Array.isArray(node)) {
    return node.map((element) => rewrite(element, visit, scope));
  }
  if (node === null || typeof node !== 'object') {
    return node;
  }
  const inner = node.cte_map?.map?.length
    ? new Set([...scope, ...node.cte_map.map.map((entry) => entry.key.toLowerCase())])
    : scope;
  for (const [name, child] of Object.entries(node)) {
    node[name] = rewrite(child, visit, inner);
  }
  return visit(node, inner) ?? node;
}

const empty = { filter: null, order_bys: { type: 'ORDER_MODIFIER', orders: [] }, distinct: false, export_state: false, catalog: '' };

/** A function call; it keeps the alias and the place of the node whose place it takes. */
export const call = (origin, name, ...children) => ({
  ...empty,
  class: 'FUNCTION',
  type: 'FUNCTION',
  alias: origin?.alias ?? '',
  query_location: origin?.query_location ?? 0,
  function_name: name,
  schema: '',
  children,
  is_operator: false,
});

/** An operator between two operands. */
export const operator = (origin, name, left, right) => ({ ...call(origin, name, left, right), is_operator: true });

/** A cast. */
export const cast = (origin, type, child) => ({
  class: 'CAST',
  type: 'OPERATOR_CAST',
  alias: origin?.alias ?? '',
  query_location: origin?.query_location ?? 0,
  child,
  cast_type: { id: type, type_info: null },
  try_cast: false,
});

/** A string literal. */
export const text = (value) => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  query_location: 0,
  value: { type: { id: 'VARCHAR', type_info: null }, is_null: false, value },
});

/** The value of a string literal, or undefined. */
export const literal = (node) =>
  node?.class === 'CONSTANT' && !node.value.is_null && node.value.type.id === 'VARCHAR' ? node.value.value : undefined;

/** A node without its alias, to be put inside another that takes the alias over. */
export const bare = (node) => ({ ...node, alias: '' });
