import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBTypeId } from '@duckdb/node-api';
import { QueryFailure } from './failure.js';
import { LineWriter, rowsOf } from './writers.js';
import { athenaText, athenaType, jsonText } from './values.js';

// "UNLOAD", "Athena compression support": Parquet is compressed with gzip where nothing is said, texts always are.
const compressions = {
  PARQUET: { GZIP: 'gzip', SNAPPY: 'snappy', ZSTD: 'zstd', LZ4: 'lz4', NONE: 'uncompressed' },
  JSON: { GZIP: true, NONE: false },
  TEXTFILE: { GZIP: true, NONE: false },
};
const properties = ['format', 'compression', 'compression_level', 'field_delimiter', 'partitioned_by'];
const partitionLimit = 100;

/** Checks the properties of an UNLOAD; {format, compression, delimiter, partitionedBy}. */
export function readOptions(options) {
  const unknown = Object.keys(options).find((name) => !properties.includes(name));
  if (unknown) {
    throw invalid(`'${unknown}' is no property of UNLOAD; allowed: ${properties.join(', ')}`);
  }
  const format = String(options.format ?? '').toUpperCase();
  if (!(format in compressions)) {
    throw format === 'ORC' || format === 'AVRO'
      ? new QueryFailure('NOT_SUPPORTED', `the local Athena does not write ${format}; use PARQUET, JSON or TEXTFILE`)
      : invalid(`format = '${options.format ?? ''}': allowed are PARQUET, ORC, AVRO, JSON, TEXTFILE`);
  }
  const compression = String(options.compression ?? 'GZIP').toUpperCase();
  if (!(compression in compressions[format])) {
    throw invalid(`compression = '${options.compression}': with ${format} allowed are ${Object.keys(compressions[format]).join(', ')}`);
  }
  const delimiter = options.field_delimiter ?? '\u0001';
  if (delimiter.length !== 1) {
    throw invalid(`field_delimiter = '${delimiter}': one character is allowed`);
  }
  const partitionedBy = (options.partitioned_by ?? []).map((name) => name.toLowerCase());
  return { format, compression: compressions[format][compression], delimiter, partitionedBy };
}

const invalid = (what) => new QueryFailure('INVALID_TABLE_PROPERTY', what);

/** Writes a query's result into files of a new folder; {rows, columns, files: [{path, partition, extension}]}. */
export async function unload(connection, sql, options, folder) {
  const columns = await columnsOf(connection, sql, options.partitionedBy);
  // Columns of Hive tables are in lower case, whatever the query calls them.
  const query = `SELECT ${columns.map((column) => column.selected).join(', ')} FROM (${sql}) AS result(${columns.map((column) => column.quoted).join(', ')})`;
  await mkdir(folder, { recursive: true });
  if (options.partitionedBy.length > 0) {
    await checkPartitions(connection, query, options.partitionedBy);
  }
  const rows = options.format === 'PARQUET'
    ? await writeParquet(connection, query, options, folder)
    : await writeTexts(connection, query, columns, options, folder);
  return { rows, columns: [{ name: 'rows', type: 'bigint' }], files: rows === 0 ? [] : await filesOf(folder, options) };
}

async function columnsOf(connection, sql, partitionedBy) {
  const described = await connection.prepare(sql);
  const columns = [...Array(described.columnCount).keys()].map((index) => {
    const name = described.columnName(index).toLowerCase();
    const type = described.columnType(index);
    const quoted = `"${name.replaceAll('"', '""')}"`;
    return { name, type, quoted, selected: type.typeId === DuckDBTypeId.HUGEINT ? `CAST(${quoted} AS BIGINT) AS ${quoted}` : quoted };
  });
  described.destroySync();
  columns.forEach(({ name, type }, index) => {
    if (/^_col\d+$/.test(name)) {
      throw new QueryFailure('MISSING_COLUMN_NAME', `line 1:1: Column name not specified at position ${index + 1}`);
    }
    if (columns.findIndex((other) => other.name === name) < index) {
      throw new QueryFailure('DUPLICATE_COLUMN_NAME', `line 1:1: Column name '${name}' specified more than once`);
    }
    if ([DuckDBTypeId.TIMESTAMP_TZ, DuckDBTypeId.TIME, DuckDBTypeId.INTERVAL, DuckDBTypeId.SQLNULL].includes(type.typeId)) {
      throw new QueryFailure('NOT_SUPPORTED', `Unsupported Hive type: ${athenaType(type)} (column '${name}')`);
    }
  });
  const last = columns.slice(columns.length - partitionedBy.length).map((column) => column.name);
  if (partitionedBy.some((name, index) => name !== last[index])) {
    throw new QueryFailure(
      'HIVE_COLUMN_ORDER_MISMATCH',
      `Partition keys must be the last columns in the table and in the same order as the table properties: [${partitionedBy.join(', ')}]`);
  }
  return columns;
}

async function checkPartitions(connection, query, partitionedBy) {
  const names = partitionedBy.map((name) => `"${name}"`).join(', ');
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM (SELECT DISTINCT ${names} FROM (${query}))`);
  if (Number(reader.getRows()[0][0]) > partitionLimit) {
    throw new QueryFailure(
      'HIVE_TOO_MANY_OPEN_PARTITIONS', `Exceeded limit of ${partitionLimit} open writers for partitions/buckets`);
  }
}

async function writeParquet(connection, query, { compression, partitionedBy }, folder) {
  const layout = partitionedBy.length > 0
    ? `PARTITION_BY (${partitionedBy.map((name) => `"${name}"`).join(', ')}), OVERWRITE true`
    : 'ROW_GROUP_SIZE 30720, ROW_GROUPS_PER_FILE 1, OVERWRITE true';
  const reader = await connection.runAndReadAll(
    `COPY (${query}) TO '${folder}' (FORMAT parquet, COMPRESSION '${compression}', ${layout})`);
  return Number(reader.getRows()[0][0]);
}

async function writeTexts(connection, query, columns, { format, compression, delimiter, partitionedBy }, folder) {
  const width = columns.length - partitionedBy.length;
  const keys = columns.slice(0, width).map((column) => JSON.stringify(column.name));
  const writers = new Map();
  let rows = 0;
  // The partition is needed as text beside the values as JSON: both come from one conversion.
  const convert = (value, type) => ({ value, type });
  try {
    for await (const row of rowsOf(connection, query, convert)) {
      const partition = row.slice(width)
        .map(({ value, type }, index) => `${partitionedBy[index]}=${partitionText(athenaText(value, type))}`).join('/');
      if (!writers.has(partition)) {
        await mkdir(join(folder, partition), { recursive: true });
        writers.set(partition, new LineWriter(join(folder, partition, 'data_0'), { gzip: compression }));
      }
      const fields = row.slice(0, width);
      await writers.get(partition).write(format === 'JSON'
        ? `{${fields.map(({ value, type }, index) => `${keys[index]}:${jsonValue(value, type)}`).join(',')}}`
        : fields.map(({ value, type }) => athenaText(value, type) ?? '\\N').join(delimiter));
      rows++;
    }
  } finally {
    await Promise.all([...writers.values()].map((writer) => writer.close()));
  }
  return rows;
}

// In files timestamps are texts; only a distributed Map gives them as numbers.
const jsonValue = (value, type) => (value !== null && /^TIMESTAMP/.test(type.toString())
  ? JSON.stringify(athenaText(value, type))
  : jsonText(value, type));

const partitionText = (text) => (text === null || text === ''
  ? '__HIVE_DEFAULT_PARTITION__'
  : text.replace(/[\u0000-\u001f"#%'*/:=?\\{[\]^\u007f]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`));

async function filesOf(folder, { format, compression }) {
  // Compressed texts are named so; Parquet files have no extension.
  const extension = format !== 'PARQUET' && compression ? '.gz' : '';
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      path: join(entry.parentPath ?? entry.path, entry.name),
      partition: (entry.parentPath ?? entry.path).slice(folder.length + 1),
      extension,
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
