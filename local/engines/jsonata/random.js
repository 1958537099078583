/** The number in [0, 1) that java.util.Random gives first for a seed, which is what the service gives. */
export function seededRandom(seed) {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ 0x5DEECE66Dn) & mask;
  const next = (bits) => {
    state = (state * 0x5DEECE66Dn + 0xBn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}
