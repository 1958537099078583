// Reads one definition from standard input and prints what asl-validator finds wrong with it, a line each.
const { readFileSync } = require('node:fs');
const validate = require('asl-validator');

// asl-validator takes only expressions of one line, with spaces inside the brackets; Step Functions takes any.
const onOneLine = (_, value) =>
  typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}') && value.length >= 4
    ? `{% ${value.slice(2, -2).trim().replace(/[\r\n]+/g, ' ')} %}`
    : value;

for (const error of validate(JSON.parse(readFileSync(0, 'utf8'), onOneLine)).errors) {
  console.log(`${error['Error code']}: ${error.Message}`);
}
