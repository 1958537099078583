// The Athena engine: one JSON request a line on stdin, one JSON answer a line on stdout. Requests run side by side; an
// answer names its request: {"id": 1, "value": ...} or {"id": 1, "failure": {"name", "message", "isMalformed"}}.
//
//   {"id": 1, "analyze": {"sql", "database", "parameters"}, "folder"}         what a statement needs
//   {"id": 2, "run": {"sql", "database", "parameters", "tables", "folder"}}  runs it and writes the result into the folder
//   {"id": 3, "cancel": 2}                                                    interrupts request 2
//   {"id": 4, "open": {"path", "folder"}}                                     opens a Parquet file; its id is 4
//   {"id": 5, "next": 4}                                                      its next rows, as objects; none at the end
//   {"id": 6, "close": 4}
import './members.js';
import { createInterface } from 'node:readline';
import { asFailure } from './duckdb/errors.js';
import { QueryFailure } from './duckdb/failure.js';
import { ParquetReader } from './duckdb/parquet.js';
import { analyze, run } from './duckdb/query.js';

// Ctrl-C reaches this process too; it ends when its input does.
process.on('SIGINT', () => {});

const running = new Map();
const readers = new Map();

async function answer(request) {
  if (request.analyze) {
    return JSON.stringify(await analyze(request.analyze, request.folder));
  }
  if (request.run) {
    const state = {};
    running.set(request.id, state);
    try {
      return JSON.stringify(await run(request.run, (connection) => {
        state.connection = connection;
        if (state.isCancelled) {
          throw new QueryFailure('USER_CANCELED', 'Query was canceled');
        }
      }));
    } finally {
      running.delete(request.id);
    }
  }
  if (request.open) {
    readers.set(request.id, await ParquetReader.open(request.open));
  } else if (request.next) {
    return readers.get(request.next).next();
  } else if (request.close) {
    readers.get(request.close)?.close();
    readers.delete(request.close);
  } else if (request.cancel) {
    cancel(running.get(request.cancel));
  }
  return 'null';
}

function cancel(state) {
  if (state) {
    state.isCancelled = true;
    state.connection?.interrupt();
  }
}

async function handle(request) {
  let line;
  try {
    line = `{"id":${request.id},"value":${await answer(request)}}`;
  } catch (error) {
    const { failure } = asFailure(error);
    line = JSON.stringify({ id: request.id, failure: failure ?? new QueryFailure('GENERIC_INTERNAL_ERROR', String(error)).failure });
  }
  process.stdout.write(`${line}\n`);
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  handle(JSON.parse(line));
}
// Nobody waits for the queries that still run.
process.exit();
