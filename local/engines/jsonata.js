// JSONata, and the layout of graphs: one JSON request a line on stdin, one JSON answer a line on stdout, in the same order.
//
//   {"id": 1, "template": 7, "define": {...}, "bindings": {"states": {...}, "x": 1}, "now": 1700000000000}
//     evaluates template 7 (defined by the first request that names it); answers {"id": 1, "value": ...}
//     or {"id": 1, "failure": {"kind", "location", "expression", "message"}}.
//   {"id": 2, "check": ["1 +", ...]}
//     answers {"id": 2, "value": [null | "what is wrong", ...]}.
//   {"id": 3, "layOut": {...}}
//     places the nodes and edges of a graph in ELK's JSON format; answers {"id": 3, "value": the graph with coordinates}.
import './members.js';
import { createInterface } from 'node:readline';
import { check } from './jsonata/expression.js';
import { checked } from './jsonata/numbers.js';
import { compile, EvaluationFailure } from './jsonata/template.js';
import { layOut } from './layout.js';

// Ctrl-C reaches this process too; it ends when its input does.
process.on('SIGINT', () => {});

const templates = new Map();

async function answer(request, line) {
  if (request.check) {
    return { value: request.check.map(check) };
  }
  if (request.layOut) {
    // What cannot be drawn must not end what runs.
    return layOut(request.layOut).then(
      (value) => ({ value }),
      (error) => ({ failure: { kind: 'error', location: '', expression: '', message: String(error.message ?? error) } }));
  }
  if (request.define !== undefined) {
    templates.set(request.template, compile(request.define));
  }
  try {
    return { value: await templates.get(request.template)(checked(line, request.bindings), request.now) };
  } catch (error) {
    if (error instanceof EvaluationFailure) {
      return { failure: error.details };
    }
    throw error;
  }
}

// Requests are evaluated one after the other: the time limit and $now() belong to one of them.
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: request.id, ...(await answer(request, line)) })}\n`);
}
