import jsonata from 'jsonata';
import { addFunctions } from './functions.js';
import { limit } from './limits.js';
import { topLevelNames } from './references.js';
import { isWellFormed, visible } from './texts.js';

export class EvaluationFailure extends Error {
  constructor(kind, location, expression, message) {
    super(message);
    this.details = { kind, location, expression: visible(expression), message: message && visible(message) };
  }
}

/** What is wrong with the text of an expression, as the end of a sentence about it, or null. */
export function check(text) {
  try {
    const [name] = topLevelNames(jsonata(text).ast());
    return name === undefined ? null
      : visible(`refers to "${name}" at the top level, where there is no context; begin with $states.input, $states.result or a variable`);
  } catch (error) {
    return visible(`is no JSONata: ${error.message} (at character ${error.position})`);
  }
}

/** Compiles one expression: (bindings, now) => its result, nested no deeper than there is room, or an EvaluationFailure that names the field. */
export function prepare(text, location, room) {
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
    return toJson(result, room, {
      unsupported: () => fail('unsupported'),
      illFormed: () => fail('error', ': the result holds an unpaired surrogate, half of a character, which is no text'),
      tooDeep: () => fail('error', ': the result is nested deeper than the 64 levels that are read here'),
    });
  };
}

/** The result as JSON: a number that is not finite becomes its name, as the service has it. */
function toJson(value, room, problem) {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value) ? value : problem.illFormed();
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      if (value?._jsonata_function || value?._jsonata_lambda || value instanceof RegExp) {
        return problem.unsupported();
      }
      if (value !== null && room === 0) {
        return problem.tooDeep();
      }
      for (const key of value === null ? [] : Object.keys(value)) {
        if (!isWellFormed(key)) {
          return problem.illFormed();
        }
        value[key] = toJson(value[key], room - 1, problem);
      }
      return value;
    default:
      return problem.unsupported();
  }
}
