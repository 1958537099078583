import { LineWriter, streamOf } from './writers.js';
import { athenaText, athenaType } from './values.js';

const quote = (value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);

/** Writes a query's result as Athena does: every value quoted, NULL empty, the names of the columns first. */
export async function writeCsv(connection, sql, path) {
  const result = await streamOf(connection, sql);
  const writer = new LineWriter(path);
  let rows = 0;
  try {
    await writer.write(result.columnNames().map(quote).join(','));
    for await (const chunk of result.yieldConvertedRows(athenaText)) {
      rows += chunk.length;
      for (const row of chunk) {
        await writer.write(row.map(quote).join(','));
      }
    }
  } finally {
    await writer.close();
  }
  const types = result.columnTypes();
  return {
    rows,
    columns: result.columnNames().map((name, index) => ({ name, type: athenaType(types[index]) })),
    files: [{ path, partition: '' }],
  };
}
