// A text of JavaScript may hold half of a character, an unpaired surrogate, which no text of UTF-8 can.
const unpaired = /\p{Surrogate}/u;

/** Whether a text holds whole characters only. */
export const isWellFormed = (text) => !unpaired.test(text);

/** A message with each half of a character as its escape. */
export const visible = (message) => message.replace(
  /\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
