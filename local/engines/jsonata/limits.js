// What one expression may use. The time is documented ("Transforming data with JSONata in Step Functions");
// the depth and the size are what the service was measured to accept.
const TIME = 1000;
const DEPTH = 100;
const SIZE = 6_990_256;

const enter = Symbol.for('jsonata.__evaluate_entry');
const exit = Symbol.for('jsonata.__evaluate_exit');

/** Makes an expression stop at the limits; returns the function to call before each evaluation. */
export function limit(expression) {
  let depth = 0;
  let deadline = 0;
  expression.assign(enter, () => {
    if (++depth > DEPTH) {
      throw new Error('Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.');
    }
    if (performance.now() > deadline) {
      throw new Error('Expression evaluation timeout: Check for infinite loop');
    }
  });
  expression.assign(exit, (node, input, environment, result) => {
    depth--;
    if ((Array.isArray(result) ? result.length * 8 : typeof result === 'string' ? result.length : 0) > SIZE) {
      throw new Error('Expression evaluation memory limit exceeded: Check for excessive memory usage');
    }
  });
  return () => {
    depth = 0;
    deadline = performance.now() + TIME;
  };
}
