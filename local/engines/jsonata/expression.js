import jsonata from 'jsonata';
import { addFunctions } from './functions.js';
import { limit } from './limits.js';

export class EvaluationFailure extends Error {
  constructor(kind, location, expression, message) {
    super(message);
    this.details = { kind, location, expression, message };
  }
}

/** What is wrong with the text of an expression, or null. */
export function check(text) {
  try {
    jsonata(text);
    return null;
  } catch (error) {
    return `${error.message} (at character ${error.position})`;
  }
}

/** Compiles one expression: (bindings, now) => its result, or an EvaluationFailure that names the field. */
export function prepare(text, location) {
  const fail = (kind, message) => { throw new EvaluationFailure(kind, location, text, message); };
  const clock = { now: 0 };
  let expression;
  let begin;
  return async (bindings, now) => {
    let result;
    try {
      if (!expression) {
        expression = jsonata(text);
        addFunctions(expression, clock);
        begin = limit(expression);
      }
      clock.now = now;
      begin();
      result = await expression.evaluate(undefined, bindings);
    } catch (error) {
      fail('error', error.code ? `. ${error.code}: ${error.message}` : `: ${error.message}`);
    }
    if (result === undefined) {
      fail('undefined');
    }
    return toJson(result, () => fail('unsupported'));
  };
}

/** The result as JSON: a number that is not finite becomes its name, as the service has it. */
function toJson(value, unsupported) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      if (value?._jsonata_function || value?._jsonata_lambda || value instanceof RegExp) {
        return unsupported();
      }
      for (const key of value === null ? [] : Object.keys(value)) {
        value[key] = toJson(value[key], unsupported);
      }
      return value;
    default:
      return unsupported();
  }
}
