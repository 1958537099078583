import { open } from './engine.js';
import { jsonText } from './values.js';
import { streamOf } from './writers.js';

/** A Parquet file that is read a chunk of rows at a time. */
export class ParquetReader {
  static async open({ path, folder }) {
    const engine = await open(folder);
    try {
      const result = await streamOf(engine.connection, `SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`);
      return new ParquetReader(engine, result);
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  constructor(engine, result) {
    this.engine = engine;
    this.names = result.columnNames().map((name) => JSON.stringify(name));
    this.chunks = result.yieldConvertedRows(jsonText);
  }

  /** The next rows as the text of a JSON array of objects; an empty array at the end. */
  async next() {
    const { value: rows, done } = await this.chunks.next();
    return done ? '[]' : `[${rows.map((row) => `{${row.map((value, index) => `${this.names[index]}:${value}`).join(',')}}`).join(',')}]`;
  }

  close() {
    this.engine.close();
  }
}
