import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { macros } from './macros.js';
import { typeMacros } from './types.js';

/** A database of its own, in memory, for one query or one file; what does not fit is spilled into the folder. */
export async function open(folder) {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '256MB',
    temp_directory: join(folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A database with the macros that queries need. */
export async function openForQueries(folder) {
  const database = await open(folder);
  await database.connection.run(macros + typeMacros);
  return database;
}
