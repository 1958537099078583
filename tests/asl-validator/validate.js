// Reads one definition from standard input and prints what asl-validator finds wrong with it, a line each.
const { readFileSync } = require('node:fs');
const validate = require('asl-validator');

const { isValid, errors } = validate(JSON.parse(readFileSync(0, 'utf8')));
for (const error of isValid ? [] : errors) {
  console.log(JSON.stringify(error));
}
