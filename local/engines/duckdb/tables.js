import { join } from 'node:path';
import { QueryFailure } from './failure.js';
import { duckType, lenient, strict } from './hive.js';
import { copyTexts, lazySimple, openCsv, regex } from './text.js';

const name = (identifier) => `"${identifier.replaceAll('"', '""')}"`;
const text = (value) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);

/**
 * Makes the views that a query reads: the files of a table as its serializer reads them.
 *
 * @param table {database, name, columns: [{name, type}], partitionKeys: [{name, type}], serde: {format, ...},
 *   files: [{path, key, uri, partition: [text]}]}
 * @param folder where files may be written
 * @param withPath whether the hidden column "$path" is wanted
 */
export async function createTable(connection, table, folder, number, withPath) {
  const columns = table.columns.map((column) => ({ ...column, duck: duckType(column.type) }));
  const keys = table.partitionKeys.map((column) => ({ ...column, duck: duckType(column.type) }));
  const query = table.files.length === 0
    ? emptyTable([...columns, ...keys, ...(withPath ? [{ name: '$path', duck: 'VARCHAR' }] : [])])
    : await (table.serde.format === 'parquet' ? parquetTable : textTable)(
      connection, table, columns, keys, join(folder, `table${number}.csv`), withPath);
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${name(table.database)}`);
  await connection.run(`CREATE VIEW ${name(table.database)}.${name(table.name)} AS ${query}`);
}

const emptyTable = (columns) =>
  `SELECT ${columns.map((column) => `CAST(NULL AS ${column.duck}) AS ${name(column.name)}`).join(', ')} WHERE false`;

async function textTable(connection, { serde, files }, columns, keys, target, withPath) {
  const isJson = serde.format === 'json';
  const other = serde.format === 'regex' && columns.find((column) => column.duck !== 'VARCHAR');
  if (other) {
    throw new QueryFailure('HIVE_INVALID_METADATA', `RegexSerDe only accepts columns of the type string, but ${other.name} is ${other.type}`);
  }
  const split = { lazy: lazySimple, opencsv: openCsv, json: () => (line) => [line], regex }[serde.format](serde, columns.length);
  await copyTexts(target, files, split, isJson ? 1 : columns.length, serde.skip ?? 0);
  const width = isJson ? 1 : columns.length;
  const fields = [...Array(width).keys()].map((index) => `c${index}`);
  const parts = keys.map((key, index) => `k${index}`);
  const read = isJson
    ? columns.map((column) => jsonField(column))
    : columns.map((column, index) =>
      (serde.format === 'lazy' || serde.format === 'regex' ? lenient(column.duck, fields[index]) : strict(column.duck, fields[index], column.name)));
  const selected = [
    ...columns.map((column, index) => `${read[index]} AS ${name(column.name)}`),
    ...keys.map((key, index) => `${lenient(key.duck, parts[index])} AS ${name(key.name)}`),
    ...(withPath ? ['uri AS "$path"'] : []),
  ];
  const types = [...fields, ...parts, 'uri'].map((field) => `'${field}': 'VARCHAR'`).join(', ');
  // A line with one empty field is empty, and would be skipped: it is a NULL here.
  return `SELECT ${selected.join(', ')} FROM read_csv(${text(target)}, columns = {${types}}, auto_detect = false, header = false, `
    + `delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false)`;
}

function jsonField(column) {
  const path = text(`$."${column.name}"`);
  const malformed = `CASE WHEN json_valid(c0) THEN c0 ELSE error('HIVE_CURSOR_ERROR: Row is not a valid JSON Object: ' || c0) END`;
  return column.duck === 'VARCHAR'
    ? `json_extract_string(${malformed}, ${path})`
    : `CAST(json_extract(${malformed}, ${path}) AS ${column.duck})`;
}

async function parquetTable(connection, { files }, columns, keys, target, withPath) {
  if (withPath) {
    throw new QueryFailure('NOT_SUPPORTED', 'the local Athena has the column "$path" of tables of text only');
  }
  const partitions = new Map();
  for (const file of files) {
    const key = JSON.stringify(file.partition);
    partitions.set(key, [...(partitions.get(key) ?? []), file]);
  }
  const selects = [];
  for (const [partition, members] of partitions) {
    const values = JSON.parse(partition);
    const source = `read_parquet([${members.map((file) => text(file.path)).join(', ')}], union_by_name = true)`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const present = new Map(described.getRows().map(([column]) => [column.toLowerCase(), column]));
    selects.push(`SELECT ${[
      ...columns.map((column) => {
        const own = present.get(column.name.toLowerCase());
        return `CAST(${own === undefined ? 'NULL' : name(own)} AS ${column.duck}) AS ${name(column.name)}`;
      }),
      ...keys.map((key, index) => `${lenient(key.duck, text(values[index]))} AS ${name(key.name)}`),
    ].join(', ')} FROM ${source}`);
  }
  return selects.join(' UNION ALL ');
}
