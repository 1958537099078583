// Wherever a number becomes text ($string, &, the copy that a transformation makes), the reference implementation rounds it
// to 15 digits by this method. Step Functions rounds only what is no whole number, or is 1e21 and more; it writes all else in
// full, with the fewest digits that give the number again (measured: github.com/floci-io/floci/pull/2683).
const round = Number.prototype.toPrecision;

Number.prototype.toPrecision = function toPrecision(digits) {
  const number = Number(this);
  return Number.isInteger(number) && Math.abs(number) < 1e21 ? String(number) : round.call(number, digits);
};
