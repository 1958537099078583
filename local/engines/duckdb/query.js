import { join } from 'node:path';
import { checkAliases } from './aliases.js';
import { namesPath, translate } from './dialect.js';
import { open, openForQueries } from './engine.js';
import { asFailure } from './errors.js';
import { filtersOf } from './filters.js';
import { writeCsv } from './select.js';
import { readStatement } from './statement.js';
import { createTable } from './tables.js';
import { parse, unparse } from './tree.js';
import { checkTypes, withChecks } from './types.js';
import { readOptions, unload } from './unload.js';

// Parsing leaves nothing behind: one database serves all statements.
let parser;

/**
 * Reads a statement and says what it needs: {unload: location?, isPartitioned, tables: [{database, table, place, filters}]}.
 */
export async function analyze({ sql, database, parameters }, folder) {
  const statement = readStatement(sql, parameters);
  const options = statement.unload && readOptions(statement.unload.options);
  parser ??= open(folder);
  const tree = await parse((await parser).connection, statement.sql, statement.select);
  const tables = translate(tree, database);
  const filters = filtersOf(tree.query, tables);
  return {
    unload: statement.unload?.location ?? null,
    isPartitioned: (options?.partitionedBy.length ?? 0) > 0,
    tables: tables.map(({ database: schema, table, place }, index) =>
      ({ database: schema, table, place, filters: filters[index] })),
  };
}

/**
 * Runs a statement over its tables and writes the result into the folder. `checkpoint` is called with the connection
 * before each step, and throws where the statement was cancelled.
 */
export async function run({ sql, database, parameters, tables, folder }, checkpoint) {
  const engine = await openForQueries(folder);
  const { connection } = engine;
  try {
    const statement = readStatement(sql, parameters);
    const tree = await parse(connection, statement.sql, statement.select);
    translate(tree, database);
    const withPath = namesPath(tree);
    for (const [index, table] of tables.entries()) {
      checkpoint(connection);
      await createTable(connection, table, folder, index, withPath);
    }
    const columns = new Map(tables.map((table) => [
      `${table.database}.${table.name}`,
      new Set([...table.columns, ...table.partitionKeys].map((column) => column.name.toLowerCase())),
    ]));
    checkAliases(tree, tree.query, (source) => columns.get(`${source.schema_name}.${source.table_name}`));
    try {
      const query = await unparse(connection, tree.query);
      await checkTypes(connection, await unparse(connection, await withChecks(connection, tree)));
      checkpoint(connection);
      return statement.unload
        ? await unload(connection, query, readOptions(statement.unload.options), join(folder, 'unload'))
        : await writeCsv(connection, query, join(folder, 'result.csv'));
    } catch (error) {
      throw asFailure(error, tree);
    }
  } finally {
    engine.close();
  }
}
