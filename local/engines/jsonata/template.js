import { EvaluationFailure, prepare } from './expression.js';

export { EvaluationFailure };

/** How deep JSON may be nested, as it is read on the other side. */
const deepest = 64;

const delimited = /^\{%([\s\S]*)%\}$/;

/**
 * Compiles a JSON value whose strings of the form {% ... %} are expressions.
 * Returns (bindings, now) => the value with each expression replaced by its result.
 */
export function compile(template, location = '', room = deepest) {
  if (typeof template === 'string') {
    const match = delimited.exec(template);
    return match ? prepare(match[1].trim(), location, room) : async () => template;
  }
  if (Array.isArray(template)) {
    const items = template.map((item, index) => compile(item, `${location}[${index}]`, room - 1));
    return async (bindings, now) => {
      const result = [];
      for (const item of items) {
        result.push(await item(bindings, now));
      }
      return result;
    };
  }
  if (template !== null && typeof template === 'object') {
    const members = Object.entries(template)
      .map(([name, value]) => [name, compile(value, location ? `${location}/${name}` : name, room - 1)]);
    return async (bindings, now) => {
      const result = [];
      for (const [name, member] of members) {
        result.push([name, await member(bindings, now)]);
      }
      return Object.fromEntries(result);
    };
  }
  return async () => template;
}
