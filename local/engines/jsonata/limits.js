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
  let start;
  expression.assign(enter, () => {
    if (++depth > DEPTH) {
      throw new Error('Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.');
    }
    if (performance.now() > deadline) {
      // Time in which other processes had the processor does not count.
      const left = TIME - used(start);
      if (left <= 0) {
        throw new Error('Expression evaluation timeout: Check for infinite loop');
      }
      deadline = performance.now() + left;
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
    start = process.cpuUsage();
    deadline = performance.now() + TIME;
  };
}

/** The processor time in milliseconds since a measurement. */
function used(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
