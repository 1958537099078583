// Reads a JSON array of definitions from stdin; writes a JSON array with a list of problems for each.
import { json } from "node:stream/consumers";
import validator from "asl-validator";

// asl-validator knows expressions only on one line, with a space inside each bracket; Step Functions does not mind.
const oneLine = (_, value) =>
  typeof value === "string" && value.startsWith("{%") && value.endsWith("%}") && value.length >= 4
    ? `{% ${value.slice(2, -2).trim().replace(/[\r\n]+/g, " ")} %}`
    : value;

const definitions = JSON.parse(JSON.stringify(await json(process.stdin)), oneLine);
const problems = definitions.map((definition) =>
  validator(definition).errors.map((error) => `${error["Error code"]}: ${error.Message}`),
);
process.stdout.write(JSON.stringify(problems));
