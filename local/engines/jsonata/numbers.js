// Wherever a number becomes text ($string, &, the copy that a transformation makes), the reference implementation rounds it
// to 15 digits by this method. Step Functions rounds only what is no whole number, or is 1e21 and more; it writes all else in
// full, with the fewest digits that give the number again (measured: github.com/floci-io/floci/pull/2683).
const round = Number.prototype.toPrecision;

Number.prototype.toPrecision = function toPrecision(digits) {
  const number = Number(this);
  return Number.isInteger(number) && Math.abs(number) < 1e21 ? String(number) : round.call(number, digits);
};

// Three digits of exponent, or so many before it that two are enough.
const mayBeTooLarge = /[eE]\+?\d{3}|\d{200}/;

/** The reviver of JSON.parse that refuses a number such as 1e400, which would be read as infinite. */
export function finite(name, value) {
  if (typeof value === 'number' && Math.abs(value) === Infinity) {
    throw new RangeError('A number is larger than those of JSONata, which end at 1.7976931348623157e308');
  }
  return value;
}

/** What an expression may see: bindings that tell the first use where one of their numbers is too large. */
export function checked(line, bindings) {
  try {
    if (mayBeTooLarge.test(line)) {
      JSON.parse(line, finite);
    }
    return bindings;
  } catch (error) {
    return { get states() { throw error; } };
  }
}
