import { QueryFailure } from './failure.js';
import { placeOf } from './tree.js';

/**
 * Fails where an alias of the select list is used in WHERE, GROUP BY, HAVING or another column: DuckDB sees it there,
 * Athena does not.
 *
 * @param columnsOf the column names of a table in FROM, or undefined where they are not known
 */
export function checkAliases(tree, node, columnsOf) {
  if (Array.isArray(node)) {
    node.forEach((element) => checkAliases(tree, element, columnsOf));
  } else if (node !== null && typeof node === 'object') {
    if (node.type === 'SELECT_NODE') {
      checkSelect(tree, node, columnsOf);
    }
    Object.values(node).forEach((child) => checkAliases(tree, child, columnsOf));
  }
}

function checkSelect(tree, node, columnsOf) {
  const columns = namesOf(node.from_table, columnsOf);
  if (columns === undefined) {
    return;
  }
  const aliases = new Set(node.select_list
    .filter((column) => column.alias !== '')
    .map((column) => column.alias.toLowerCase())
    .filter((alias) => !columns.has(alias)));
  const places = [node.where_clause, node.having, node.group_expressions, node.select_list];
  for (const reference of places.flatMap(references)) {
    const name = reference.column_names[0].toLowerCase();
    if (reference.column_names.length === 1 && aliases.has(name)) {
      throw new QueryFailure(
        'COLUMN_NOT_FOUND',
        `${placeOf(tree, reference)}: Column '${name}' cannot be resolved or requester is not authorized to access requested resources`);
    }
  }
}

function references(node) {
  if (Array.isArray(node)) {
    return node.flatMap(references);
  }
  if (node === null || typeof node !== 'object' || node.class === 'SUBQUERY') {
    return [];
  }
  return node.class === 'COLUMN_REF' ? [node] : Object.values(node).flatMap(references);
}

function namesOf(source, columnsOf) {
  switch (source?.type) {
    case 'EMPTY':
      return new Set();
    case 'JOIN': {
      const [left, right] = [namesOf(source.left, columnsOf), namesOf(source.right, columnsOf)];
      return left && right && new Set([...left, ...right]);
    }
    case 'BASE_TABLE':
      return columnsOf(source);
    case 'SUBQUERY': {
      const list = source.subquery.node.select_list;
      return source.column_name_alias.length === 0 && list?.every((column) => column.class !== 'STAR')
        ? new Set(list.map((column) => (column.alias || column.column_names?.at(-1) || '').toLowerCase()))
        : undefined;
    }
    default:
      return undefined;
  }
}
