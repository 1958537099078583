/**
 * What a query asks of the columns of a table that it names, as far as that is simple: comparisons of a column with a
 * literal that WHERE joins by AND. They reject NULL, so that a row that does not meet them is in no result, whatever
 * the joins; partitions may be left out by them.
 *
 * @returns for each table of `tables` its filters: [{column, operator: '=' | '<' | '<=' | '>' | '>=' | 'in', values: [{text, isNumber}]}]
 */
export function filtersOf(query, tables) {
  const found = new Map(tables.map(({ node }) => [node, []]));
  visit(query, found);
  return tables.map(({ node }) => found.get(node));
}

function visit(node, found) {
  if (Array.isArray(node)) {
    node.forEach((element) => visit(element, found));
  } else if (node !== null && typeof node === 'object') {
    if (node.type === 'SELECT_NODE' && node.where_clause) {
      const named = tablesOf(node.from_table, found);
      for (const filter of conjuncts(node.where_clause).flatMap(comparison)) {
        for (const table of named) {
          if (filter.table === undefined || filter.table === table.alias.toLowerCase()) {
            found.get(table).push({ column: filter.column, operator: filter.operator, values: filter.values });
          }
        }
      }
    }
    Object.values(node).forEach((child) => visit(child, found));
  }
}

function tablesOf(source, found) {
  if (source?.type === 'JOIN') {
    return [...tablesOf(source.left, found), ...tablesOf(source.right, found)];
  }
  return found.has(source) ? [source] : [];
}

const conjuncts = (node) => (node.type === 'CONJUNCTION_AND' ? node.children.flatMap(conjuncts) : [node]);

const operators = {
  COMPARE_EQUAL: ['=', '='],
  COMPARE_LESSTHAN: ['<', '>'],
  COMPARE_LESSTHANOREQUALTO: ['<=', '>='],
  COMPARE_GREATERTHAN: ['>', '<'],
  COMPARE_GREATERTHANOREQUALTO: ['>=', '<='],
};

function comparison(node) {
  if (node.class === 'COMPARISON' && node.type in operators) {
    const [forth, back] = operators[node.type];
    return [...filter(node.left, forth, [node.right]), ...filter(node.right, back, [node.left])];
  }
  if (node.class === 'BETWEEN' && node.type === 'COMPARE_BETWEEN') {
    return [...filter(node.input, '>=', [node.lower]), ...filter(node.input, '<=', [node.upper])];
  }
  return node.type === 'COMPARE_IN' ? filter(node.children[0], 'in', node.children.slice(1)) : [];
}

function filter(column, operator, literals) {
  const values = literals.map(value);
  if (column.class !== 'COLUMN_REF' || column.column_names.length > 2 || values.includes(undefined)) {
    return [];
  }
  const names = column.column_names.map((name) => name.toLowerCase());
  return [{ table: names.length === 2 ? names[0] : undefined, column: names.at(-1), operator, values }];
}

function value(node) {
  if (node.class !== 'CONSTANT' || node.value.is_null || !['VARCHAR', 'INTEGER', 'BIGINT'].includes(node.value.type.id)) {
    return undefined;
  }
  return { text: String(node.value.value).replace('\u0001', ''), isNumber: node.value.type.id !== 'VARCHAR' };
}
