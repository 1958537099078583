/**
 * The names that an expression's syntax tree reads from a context where it has none: Step Functions evaluates
 * expressions without a document and refuses definitions that read from one ("Reference to 'name' at the top level is
 * not supported"). Names in later steps of a path, in predicates, groups, orders and transformations have a context. A
 * function's body has that of where the function stands.
 */
export function* topLevelNames(node, hasContext = false) {
  if (node === null || typeof node !== 'object') {
    return;
  }
  if (Array.isArray(node)) {
    for (const child of node) {
      yield* topLevelNames(child, hasContext);
    }
    return;
  }
  if (node.type === 'name' && !hasContext) {
    yield node.value;
  }
  for (const [member, child] of Object.entries(node)) {
    if (member === 'steps') {
      yield* topLevelNames(child[0], hasContext);
      yield* topLevelNames(child.slice(1), true);
    } else {
      yield* topLevelNames(child, hasContext || inContext(node, member));
    }
  }
}

/** Whether a member of a node is evaluated for each value that the rest of the node gives. */
function inContext(node, member) {
  return ['predicate', 'stages', 'group', 'terms'].includes(member) || node.type === 'transform';
}
