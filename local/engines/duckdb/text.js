import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { QueryFailure } from './failure.js';

/**
 * Copies the text files of a table into one CSV file of a form that is read without doubt: each line has the given
 * number of fields, the partition's values and the file's URI; values are quoted, NULL is empty.
 *
 * @param target the file to write
 * @param files [{path, key, uri, partition: [text]}]
 * @param split cuts a line into its fields, null for NULL
 * @param width the number of columns; fields too few are NULL, too many are left out
 * @param skip lines at the head of each file that are no rows
 */
export async function copyTexts(target, files, split, width, skip) {
  const output = createWriteStream(target);
  for (const file of files) {
    const tail = [...file.partition, file.uri].map((value) => `,${quote(value)}`).join('');
    let line = 0;
    for await (const text of linesOf(file)) {
      if (line++ < skip) {
        continue;
      }
      const fields = split(text);
      let row = quote(fields[0] ?? null);
      for (let index = 1; index < width; index++) {
        row += `,${quote(fields[index] ?? null)}`;
      }
      if (!output.write(`${row}${tail}\n`)) {
        await once(output, 'drain');
      }
    }
  }
  output.end();
  await finished(output);
}

const quote = (value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);

async function* linesOf({ path, key }) {
  if (/\.(bz2|snappy|lzo|lz4|deflate|zst)$/i.test(key)) {
    throw new QueryFailure('NOT_SUPPORTED', `the local Athena reads no text compressed as ${key}; use gzip (.gz)`);
  }
  const bytes = createReadStream(path);
  const texts = (/\.gz$/i.test(key) ? pipeline(bytes, createGunzip(), () => {}) : bytes).setEncoding('utf8');
  let rest = '';
  let isStart = true;
  for await (const chunk of texts) {
    // As Trino's line reader: the mark at the head of a file is none of its text, anywhere else it is.
    const text = isStart && chunk.startsWith('\uFEFF') ? chunk.slice(1) : rest + chunk;
    isStart &&= chunk === '';
    // A carriage return at the end of what came so far may be half of a line's end.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    yield* lines;
  }
  if (rest !== '') {
    yield rest.replace(/\r$/, '');
  }
}

/**
 * Reads lines as RegexSerDe does: what the groups of the pattern match, and NULL in every column of a line that it
 * does not match as a whole. Of Java's patterns only those that mean the same in JavaScript are taken.
 */
export function regex({ pattern }, width) {
  const [, flag, body] = /^(\(\?s\))?([^\\?]*)$/.exec(pattern) ?? [];
  if (body === undefined) {
    throw new QueryFailure(
      'NOT_SUPPORTED', `the local Athena does not read the input.regex '${pattern}': it takes (?s) at the head, and no other ? and no \\`);
  }
  const whole = new RegExp(`^(?:${body})$`, flag ? 'su' : 'u');
  const groups = new RegExp(`|${whole.source}`, 'su').exec('').length - 1;
  if (groups !== width) {
    throw new QueryFailure('HIVE_INVALID_METADATA', `The input.regex '${pattern}' has ${groups} groups, but the table ${width} columns`);
  }
  return (line) => whole.exec(line)?.slice(1).map((value) => value ?? null) ?? [];
}

/** Cuts lines as LazySimpleSerDe does: no quotes; an escape character takes the delimiter its meaning. */
export function lazySimple({ delimiter = '\u0001', escape, nullText = '\\N' }) {
  const value = (text) => (text === nullText ? null : text);
  if (escape === undefined) {
    return (line) => line.split(delimiter).map(value);
  }
  return (line) => {
    const fields = [''];
    for (let at = 0; at < line.length; at++) {
      if (line[at] === escape && at + 1 < line.length) {
        // The marker of NULL is written with the same character; it is no escaped N.
        fields[fields.length - 1] += line.startsWith(nullText, at) && fields.at(-1) === '' ? line[at] + line[++at] : line[++at];
      } else if (line[at] === delimiter) {
        fields.push('');
      } else {
        fields[fields.length - 1] += line[at];
      }
    }
    return fields.map(value);
  };
}

/** Cuts lines as OpenCSVSerde does: a record is a line; quotes are doubled or escaped. */
export function openCsv({ delimiter = ',', quote: mark = '"', escape = '\\' }) {
  return (line) => {
    const fields = [''];
    let quoted = false;
    for (let at = 0; at < line.length; at++) {
      const letter = line[at];
      if (letter === escape && quoted && (line[at + 1] === mark || line[at + 1] === escape)) {
        fields[fields.length - 1] += line[++at];
      } else if (letter === mark) {
        if (quoted && line[at + 1] === mark) {
          fields[fields.length - 1] += line[++at];
        } else {
          quoted = !quoted;
        }
      } else if (letter === delimiter && !quoted) {
        fields.push('');
      } else {
        fields[fields.length - 1] += letter;
      }
    }
    return fields;
  };
}
