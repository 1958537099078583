/** A query that Athena would refuse or fail: an error name such as COLUMN_NOT_FOUND, and its message. */
export class QueryFailure extends Error {
  constructor(name, message, isMalformed = false) {
    super(message);
    this.failure = { name, message, isMalformed };
  }
}

/** Where an offset lies in a text, as Athena's messages name it. */
export function place(text, offset) {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}:${before.at(-1).length + 1}`;
}
