import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { finite } from './numbers.js';
import { seededRandom } from './random.js';
import { isWellFormed } from './texts.js';

// The functions that Step Functions adds to JSONata ("Transforming data with JSONata in Step Functions").
// Integer arguments are rounded towards zero; a missing argument gives undefined, as in JSONata's own functions.

const HASHES = { 'MD5': 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** The longest array that JSONata's own range operator makes. */
const LONGEST_RANGE = 1e7;

const fromMillis = await jsonata('$fromMillis').evaluate();
const base64decode = await jsonata('$base64decode').evaluate();

/** Defines the added functions, $now and $millis by the given clock, a strict $base64decode, and takes $eval away. */
export function addFunctions(expression, clock) {
  expression.registerFunction('partition', partition, '<an?:a>');
  expression.registerFunction('range', range, '<nnn?:a>');
  expression.registerFunction('hash', hash, '<ss?:s>');
  expression.registerFunction('random', (seed) => seed === undefined ? Math.random() : seededRandom(seed), '<n?:n>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction('parse', parse, '<s?:x>');
  expression.registerFunction('base64decode', decode, '<s-:s>');
  expression.registerFunction('millis', () => clock.now, '<:n>');
  expression.registerFunction(
    'now', (picture, timezone) => fromMillis.implementation(clock.now, picture, timezone), '<s?s?:s>');
  expression.assign('eval', undefined);
}

function fail(message) {
  // The code that JSONata gives to errors with a message of their own.
  throw { code: 'D3137', message };
}

function partition(array, size = array?.length) {
  const step = Math.trunc(size);
  if (step < 0) {
    fail('Second argument must be zero or greater');
  }
  if (!array?.length || step === 0) {
    return undefined;
  }
  const parts = [];
  for (let start = 0; start < array.length; start += step) {
    parts.push(array.slice(start, start + step));
  }
  return parts;
}

function range(first, last, step) {
  if (first === undefined || last === undefined || step === undefined) {
    return undefined;
  }
  const [from, to, by] = [first, last, step].map(Math.trunc);
  if (by === 0) {
    return undefined;
  }
  if ((to - from) / by >= LONGEST_RANGE) {
    fail(`The array that function "range" makes must have fewer than ${LONGEST_RANGE} elements`);
  }
  const numbers = [];
  for (let number = from; by > 0 ? number <= to : number >= to; number += by) {
    numbers.push(number);
  }
  // As with JSONata's own ranges, one of a single number is that number, and an empty one is undefined.
  Object.defineProperty(numbers, 'sequence', { enumerable: false, value: true });
  return numbers;
}

function hash(text, algorithm) {
  if (text === undefined || algorithm === undefined) {
    return undefined;
  }
  if (!Object.hasOwn(HASHES, algorithm)) {
    fail(`The second argument of function "hash" must be one of ${Object.keys(HASHES).join(', ')}`);
  }
  if (!isWellFormed(text)) {
    fail('The first argument of function "hash" holds an unpaired surrogate, which has no bytes');
  }
  return createHash(HASHES[algorithm]).update(text, 'utf8').digest('hex');
}

/** The reference implementation leaves out what is no Base64; the service fails. */
function decode(text) {
  if (text !== undefined && !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text)) {
    fail('The argument of function "base64decode" is not Base64');
  }
  return base64decode.implementation(text);
}

function parse(text) {
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text, finite);
  } catch {
    return fail('The argument of function "parse" is not valid JSON');
  }
}
