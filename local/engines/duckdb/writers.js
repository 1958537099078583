import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DuckDBTypeId } from '@duckdb/node-api';

/** A text file that is written line by line, in whole chunks. */
export class LineWriter {
  constructor(path, { gzip = false } = {}) {
    this.path = path;
    const file = createWriteStream(path);
    this.target = gzip ? createGzip() : file;
    this.done = gzip ? new Promise((resolve, reject) => {
      pipeline(this.target, file, (error) => (error ? reject(error) : resolve()));
    }) : finished(file);
    this.lines = [];
  }

  async write(line) {
    this.lines.push(line);
    if (this.lines.length >= 1024) {
      await this.flush();
    }
  }

  async flush() {
    const text = this.lines.join('\n');
    this.lines = [];
    if (text !== '' && !this.target.write(`${text}\n`)) {
      await once(this.target, 'drain');
    }
  }

  async close() {
    await this.flush();
    this.target.end();
    await this.done;
  }
}

/**
 * Runs a query whose texts arrive as they are: on their way into JavaScript texts lose a U+FEFF at their head, so one
 * more is put before it.
 */
export async function streamOf(connection, sql) {
  const described = await connection.prepare(sql);
  const columns = [...Array(described.columnCount).keys()].map((index) => ({
    name: `"${described.columnName(index).replaceAll('"', '""')}"`,
    isText: described.columnType(index).typeId === DuckDBTypeId.VARCHAR,
  }));
  described.destroySync();
  const values = columns.map(({ name, isText }, index) =>
    `${isText ? `CASE WHEN starts_with(c${index}, chr(65279)) THEN chr(65279) || c${index} ELSE c${index} END` : `c${index}`} AS ${name}`);
  return await connection.stream(
    `SELECT ${values.join(', ')} FROM (${sql}) AS result(${columns.map((column, index) => `c${index}`).join(', ')})`);
}

/** The rows of a query, one after the other, with each value converted. */
export async function* rowsOf(connection, sql, converter) {
  const result = await streamOf(connection, sql);
  for await (const rows of result.yieldConvertedRows(converter)) {
    yield* rows;
  }
}
