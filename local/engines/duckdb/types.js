import { QueryFailure } from './failure.js';
import { parse, placeOf, rewrite, text } from './tree.js';

/** Macros of the checks below. */
export const typeMacros = `
CREATE MACRO check_family(t) AS CASE
  WHEN t IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'FLOAT', 'DOUBLE') OR starts_with(t, 'DECIMAL') THEN 'number'
  WHEN t IN ('DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE') THEN 'time'
  WHEN t IN ('VARCHAR', 'BOOLEAN', 'INTERVAL', 'BLOB') THEN t END;
CREATE MACRO check_name(t) AS lower(replace(replace(t, 'BLOB', 'VARBINARY'), 'FLOAT', 'REAL'));
`;

// A query's copy is bound with these around its operands. typeof() is a constant by then, and strptime refuses a wrong
// format as soon as it is bound: so a check fails whatever the rows are, and says what it found.
const check = (isWrong, message) => `CASE WHEN strptime(CAST(NULL AS VARCHAR),
  CASE WHEN ${isWrong} THEN '%!\u0001' || ${message} || '\u0001' ELSE '%Y' END) IS NULL THEN "$a" END`;

const templates = {
  same: check(
    `check_family(typeof("$a")) <> check_family(typeof("$b"))`,
    `'TYPE_MISMATCH: ' || "$place" || ': Cannot apply operator: ' || check_name(typeof("$a")) || ' ' || "$what" || ' ' || check_name(typeof("$b"))`),
  text: check(
    `check_family(typeof("$a")) <> 'VARCHAR'`,
    `'TYPE_MISMATCH: ' || "$place" || ': Unexpected parameters (' || check_name(typeof("$a")) || ') for function concat. Expected: varchar'`),
  quotient: check(
    `starts_with(typeof("$a"), 'DECIMAL') AND typeof("$b") NOT IN ('DOUBLE', 'FLOAT')`,
    `'NOT_SUPPORTED: ' || "$place" || ': the local Athena does not divide decimals; cast to double'`),
  noDecimal: check(
    `starts_with(typeof("$a"), 'DECIMAL')`,
    `'NOT_SUPPORTED: ' || "$place" || ': the local Athena does not keep the scale of a decimal in ' || "$what" || '; cast to double'`),
  noDouble: check(
    `typeof("$a") IN ('DOUBLE', 'FLOAT')`,
    `'NOT_SUPPORTED: ' || "$place" || ': the local Athena does not write a double as Trino does (1.0E0); cast it to decimal first'`),
};

const signs = {
  COMPARE_EQUAL: '=', COMPARE_NOTEQUAL: '<>', COMPARE_LESSTHAN: '<', COMPARE_GREATERTHAN: '>',
  COMPARE_LESSTHANOREQUALTO: '<=', COMPARE_GREATERTHANOREQUALTO: '>=', COMPARE_DISTINCT_FROM: 'IS DISTINCT FROM',
  COMPARE_NOT_DISTINCT_FROM: 'IS NOT DISTINCT FROM',
};

/** A copy of a translated query with a check around each operand that has a type to keep to. */
export async function withChecks(connection, tree) {
  const parsed = {};
  for (const [name, expression] of Object.entries(templates)) {
    const sql = `SELECT ${expression}`;
    parsed[name] = (await parse(connection, sql, { start: 0, end: sql.length })).query.statements[0].node.select_list[0];
  }
  const around = (name, a, { b, place, what }) => rewrite(structuredClone(parsed[name]), (node) => {
    const values = { $a: a, $b: b, $place: text(place), $what: text(what) };
    return node.class === 'COLUMN_REF' ? structuredClone(values[node.column_names[0]]) : node;
  });

  // Equal expressions must stay equal: a column and the GROUP BY that repeats it.
  const places = new Map();
  const placeOnce = (node) => {
    const key = JSON.stringify(node, (name, value) => (name === 'query_location' || name === 'alias' ? undefined : value));
    places.set(key, places.get(key) ?? placeOf(tree, node));
    return places.get(key);
  };
  return rewrite(structuredClone(tree.query), (node) => checked(node, around, placeOnce));
}

function checked(node, around, placeOnce) {
  const same = (a, b, what) => around('same', a, { b, what, place: placeOnce(node) });
  switch (node.class) {
    case 'COMPARISON':
      return { ...node, left: same(node.left, node.right, signs[node.type] ?? node.type) };
    case 'BETWEEN':
      return { ...node, lower: same(node.lower, node.input, 'BETWEEN'), upper: same(node.upper, node.input, 'BETWEEN') };
    case 'OPERATOR':
      if (node.type === 'OPERATOR_TRY') {
        return { ...node.children[0], alias: node.alias };
      }
      return node.type === 'COMPARE_IN' || node.type === 'COMPARE_NOT_IN'
        ? { ...node, children: node.children.map((child, index) => (index === 0 ? child : same(child, node.children[0], 'IN'))) }
        : node;
    case 'FUNCTION':
      return checkedCall(node, (name, a, more) => around(name, a, { what: node.function_name, place: placeOnce(node), ...more }));
    default:
      return node;
  }
}

function checkedCall(node, around) {
  const [first, ...others] = node.children;
  switch (node.function_name) {
    case '||':
      // A check repeats its operand: a chain of operators would grow with each of them to a multiple of its size.
      return { ...node, children: node.children.map((operand) => (operand.function_name === '||' ? operand : around('text', operand))) };
    case 'trino_varchar':
      return { ...node, children: [around('noDouble', first)] };
    case 'avg':
    case 'round':
      return { ...node, children: [around('noDecimal', first), ...others] };
    case 'trino_divide':
      return { ...node, children: [around('quotient', first, { b: others[0] }), around('quotient', others[0], { b: first })] };
    default:
      return node;
  }
}

/** Binds a query's copy and reports what its checks found. */
export async function checkTypes(connection, sql) {
  try {
    (await connection.prepare(sql)).destroySync();
  } catch (error) {
    const found = /\u0001(\w+): ([^\u0001]*)\u0001/.exec(error.message);
    throw found ? new QueryFailure(found[1], found[2]) : error;
  }
}
