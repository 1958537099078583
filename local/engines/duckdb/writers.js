import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

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

/** The rows of a query, one after the other, with each value converted. */
export async function* rowsOf(connection, sql, converter) {
  const result = await connection.stream(sql);
  for await (const rows of result.yieldConvertedRows(converter)) {
    yield* rows;
  }
}
