/**
 * Trino's SQL as DuckDB's, on the tree of the query. The differences that matter, and what becomes of them:
 *
 * - Functions: functions.js lists those that are known, under their names in DuckDB; any other is an error.
 * - Integers: `/` and `%` of integers give integers and fail for a zero; casts to integers round half up and take no
 *   fractions from texts (macros.js).
 * - Dates: a date plus an interval, and date_trunc of a date, are dates. Casts to date take yyyy-MM-dd only.
 * - Texts: casts of timestamps have milliseconds; concat and || of NULL are NULL; double quotes are identifiers.
 * - Types: nothing is cast tacitly (types.js); division, avg and round of decimals, which keep another scale in Trino,
 *   and casts of doubles to varchar, which Trino writes as 1.0E0, are errors that say so.
 * - Doubles: results have them as Java writes them (6.0, 1.0E-4, 1.0E7; values.js). round() is alike: half away from
 *   zero, of the double as it is, so that round(1.005, 2) is 1.0. The last digits of a sum depend on the order of the
 *   rows, in Trino too: round it.
 * - Text files: LazySimpleSerDe knows no quotation marks; a number that is none, and a field that is missing, is NULL;
 *   an integer loses its fraction (text.js, hive.js).
 * - Names: "database"."table", with or without awsdatacatalog; columns without a name are _col0, _col1 ...; aliases
 *   are not seen in WHERE, GROUP BY, HAVING or the other columns (aliases.js).
 * - "$path": a hidden column of tables of text, the URI of a row's file; a query that names it has no *.
 * - What only DuckDB has (EXCLUDE, QUALIFY, SAMPLE, ASOF, FROM first ...) is an error.
 */
import { bare, call, cast, placeOf, rewrite } from './tree.js';
import { QueryFailure } from './failure.js';
import { translateCall } from './functions.js';

const integers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'];
const castable = [...integers, 'BOOLEAN', 'FLOAT', 'DOUBLE', 'DECIMAL', 'VARCHAR', 'DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'];
const expressions = ['COLUMN_REF', 'CONSTANT', 'FUNCTION', 'COMPARISON', 'CONJUNCTION', 'OPERATOR', 'CAST', 'CASE', 'SUBQUERY',
  'WINDOW', 'STAR', 'BETWEEN'];
const operators = ['OPERATOR_NOT', 'OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL', 'OPERATOR_COALESCE', 'COMPARE_IN', 'COMPARE_NOT_IN',
  'ARRAY_CONSTRUCTOR', 'OPERATOR_TRY', 'OPERATOR_NULLIF'];
const sources = ['EMPTY', 'BASE_TABLE', 'JOIN', 'SUBQUERY', 'EXPRESSION_LIST', 'TABLE_FUNCTION', 'CTE'];
const joins = ['INNER', 'LEFT', 'RIGHT', 'OUTER', 'FULL'];

/**
 * Translates the tree of a query in place.
 *
 * @param database what table names without a database belong to
 * @returns the tables that are named: [{database, table, place, node}]
 */
export function translate(tree, database) {
  const tables = [];
  if (tree.query.statements.length !== 1) {
    throw new QueryFailure('SYNTAX_ERROR', 'line 1:1: only one statement is allowed', true);
  }
  tree.query = rewrite(tree.query, (node, scope) => {
    try {
      if (node.class !== undefined && typeof node.class === 'string') {
        return expression(tree, node);
      }
      if (node.type === 'SELECT_NODE') {
        return select(tree, node);
      }
      if ('query_location' in node && 'sample' in node) {
        return source(tree, node, scope, database, tables);
      }
    } catch (failure) {
      throw failure instanceof QueryFailure && !failure.message.startsWith('line ')
        ? new QueryFailure(failure.failure.name, `${placeOf(tree, node)}: ${failure.message}`)
        : failure;
    }
  });
  nameColumns(tree.query.statements[0].node);
  return tables;
}

function expression(tree, node) {
  if (!expressions.includes(node.class)) {
    throw unsupported(`${node.class.toLowerCase()} expressions`);
  }
  switch (node.class) {
    case 'FUNCTION':
    case 'WINDOW': {
      const translated = translateCall(node);
      if (translated === undefined) {
        throw new QueryFailure(
          'FUNCTION_NOT_FOUND', `Function '${node.function_name}' is not registered, or not known to the local Athena`);
      }
      return translated;
    }
    case 'OPERATOR':
      if (!operators.includes(node.type)) {
        throw unsupported(`the operator ${node.type.toLowerCase().replaceAll('_', ' ')}`);
      }
      return node;
    case 'STAR':
      if (node.exclude_list.length + node.replace_list.length + node.rename_list.length > 0 || node.columns || node.expr) {
        throw unsupported('EXCLUDE, REPLACE, RENAME and COLUMNS, which Athena has not');
      }
      return node;
    case 'CAST':
      return castOf(node);
    case 'CONSTANT':
      // Written back as text, a double such as 1e7 would become a decimal.
      return node.value.type.id === 'DOUBLE' ? cast(node, 'DOUBLE', bare(node)) : node;
    default:
      return node;
  }
}

function castOf(node) {
  const type = node.cast_type.id;
  if (!castable.includes(type)) {
    throw unsupported(`casts to ${type.toLowerCase()}`);
  }
  const prefix = node.try_cast ? 'trino_try_' : 'trino_';
  // Literals such as DATE '2022-01-31', true and INTERVAL '1' DAY are casts too; they have no place of their own.
  if (typeof node.query_location !== 'number') {
    return node;
  }
  if (integers.includes(type)) {
    return { ...node, child: call(null, `${prefix}integral`, node.child) };
  }
  if (type === 'DATE') {
    return { ...node, child: call(null, `${prefix}date`, node.child) };
  }
  return type === 'VARCHAR' ? call(node, 'trino_varchar', node.child) : node;
}

function select(tree, node) {
  if (node.qualify || node.sample) {
    throw unsupported('QUALIFY and USING SAMPLE, which Athena has not');
  }
  if (node.select_list.length === 0 || node.aggregate_handling !== 'STANDARD_HANDLING') {
    throw unsupported('GROUP BY ALL and queries without columns, which Athena has not');
  }
  return node;
}

function source(tree, node, scope, database, tables) {
  if (!sources.includes(node.type) || node.sample) {
    throw unsupported(`${node.type.toLowerCase().replaceAll('_', ' ')} in FROM`);
  }
  if (node.type === 'JOIN' && !(joins.includes(node.join_type) && ['REGULAR', 'CROSS', 'NATURAL'].includes(node.ref_type))) {
    throw unsupported(`${node.ref_type} ${node.join_type} joins`);
  }
  if (node.type === 'TABLE_FUNCTION' && node.function.function_name !== 'unnest') {
    throw unsupported(`${node.function.function_name} in FROM`);
  }
  if (node.type !== 'BASE_TABLE' || (node.schema_name === '' && scope.has(node.table_name.toLowerCase()))) {
    return node;
  }
  if (node.catalog_name !== '' && node.catalog_name.toLowerCase() !== 'awsdatacatalog') {
    throw new QueryFailure('CATALOG_NOT_FOUND', `Catalog '${node.catalog_name}' does not exist`);
  }
  if (node.schema_name === '' && !database) {
    throw new QueryFailure(
      'MISSING_SCHEMA_NAME', `Schema must be specified when session schema is not set: ${node.table_name}`);
  }
  node.catalog_name = '';
  node.schema_name = (node.schema_name || database).toLowerCase();
  node.alias ||= node.table_name;
  node.table_name = node.table_name.toLowerCase();
  tables.push({ database: node.schema_name, table: node.table_name, place: placeOf(tree, node), node });
  return node;
}

/** Whether a translated query names the hidden column "$path". */
export function namesPath(tree) {
  let [path, star] = [false, false];
  rewrite(tree.query, (node) => {
    path ||= node.class === 'COLUMN_REF' && node.column_names.at(-1).toLowerCase() === '$path';
    star ||= node.class === 'STAR';
  });
  if (path && star) {
    throw unsupported('* in a query that names the hidden column "$path"');
  }
  return path;
}

/** Gives the columns of a result the names that Trino gives them. */
function nameColumns(node) {
  for (let left = node; left; left = left.left ?? left.children?.[0]) {
    left.select_list?.forEach((column, index) => {
      if (column.alias === '' && column.class !== 'COLUMN_REF' && column.class !== 'STAR') {
        column.alias = `_col${index}`;
      }
    });
  }
}

const unsupported = (what) => new QueryFailure('NOT_SUPPORTED', `the local Athena does not run ${what}`);
