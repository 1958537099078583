import { QueryFailure } from './failure.js';

const simple = {
  tinyint: 'TINYINT', smallint: 'SMALLINT', int: 'INTEGER', integer: 'INTEGER', bigint: 'BIGINT', float: 'FLOAT',
  double: 'DOUBLE', string: 'VARCHAR', boolean: 'BOOLEAN', date: 'DATE', timestamp: 'TIMESTAMP', binary: 'BLOB',
};

/** A column type of the catalog as one of DuckDB. */
export function duckType(type) {
  const text = type.trim().toLowerCase();
  if (text in simple) {
    return simple[text];
  }
  const [, name, inner] = /^(\w+)\s*[(<](.*)[)>]$/s.exec(text) ?? [];
  switch (name) {
    case 'decimal':
      return `DECIMAL(${inner})`;
    case 'varchar':
    case 'char':
      return 'VARCHAR';
    case 'array':
      return `${duckType(inner)}[]`;
    case 'map':
      return `MAP(${split(inner).map(duckType).join(', ')})`;
    case 'struct':
      return `STRUCT(${split(inner).map((field) => {
        const colon = field.indexOf(':');
        return `"${field.slice(0, colon).trim()}" ${duckType(field.slice(colon + 1))}`;
      }).join(', ')})`;
    default:
      throw new QueryFailure(
        'HIVE_INVALID_METADATA',
        `The type '${type}' is not known; known are ${Object.keys(simple).join(', ')}, decimal(p,s), varchar(n), char(n), array<>, map<>, struct<>`);
  }
}

function split(list) {
  let depth = 0;
  const parts = [''];
  for (const letter of list) {
    depth += { '<': 1, '(': 1, '>': -1, ')': -1 }[letter] ?? 0;
    if (letter === ',' && depth === 0) {
      parts.push('');
    } else {
      parts[parts.length - 1] += letter;
    }
  }
  return parts;
}

// Fractions are cut off; a zero is put before the digits, as there may be none (.5).
const integer = (name) => (field) => `CASE WHEN regexp_full_match(${field}, '[+-]?(\\d+\\.?|\\.)\\d*')
  THEN TRY_CAST(regexp_replace(${field}, '^([+-]?)(\\d*).*$', '\\1' || '0' || '\\2') AS ${name}) END`;

const number = (name) => (field) =>
  `CASE WHEN regexp_full_match(trim(${field}), '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|NaN|[+-]?Infinity') THEN TRY_CAST(trim(${field}) AS ${name}) END`;

/** How LazySimpleSerDe reads a field: what is no value of the column's type is NULL. */
export function lenient(type, field) {
  if (/^(TINY|SMALL|BIG)?INT(EGER)?$/.test(type)) {
    return integer(type)(field);
  }
  if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type)) {
    return number(type)(field);
  }
  switch (type) {
    case 'VARCHAR':
      return field;
    case 'BOOLEAN':
      return `CASE lower(${field}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
    case 'DATE':
      return `CASE WHEN regexp_full_match(${field}, '\\d{4}-\\d{1,2}-\\d{1,2}') THEN TRY_CAST(${field} AS DATE) END`;
    case 'TIMESTAMP':
      return `CASE WHEN regexp_full_match(${field}, '\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?') THEN TRY_CAST(${field} AS TIMESTAMP) END`;
    default:
      throw new QueryFailure('NOT_SUPPORTED', `The local Athena does not read columns of the type ${type} from text files`);
  }
}

/** How OpenCSVSerde reads a field: what is no value of the column's type fails the query. */
export function strict(type, field, column) {
  const bad = (pattern, value) =>
    `CASE WHEN ${field} IS NULL THEN NULL WHEN regexp_full_match(${field}, '${pattern}') THEN ${value} `
      + `ELSE error('HIVE_BAD_DATA: Error parsing field value ''' || ${field} || ''' for field ${column}') END`;
  if (/^(TINY|SMALL|BIG)?INT(EGER)?$/.test(type)) {
    return bad('[+-]?\\d+', `CAST(${field} AS ${type})`);
  }
  switch (type) {
    case 'VARCHAR':
      return field;
    case 'FLOAT':
    case 'DOUBLE':
      return bad('[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|NaN|[+-]?Infinity', `CAST(${field} AS ${type})`);
    case 'BOOLEAN':
      return bad('(?i)true|false', `CAST(${field} AS BOOLEAN)`);
    case 'TIMESTAMP':
      return bad('\\d+', `make_timestamp(CAST(${field} AS BIGINT) * 1000)`);
    default:
      throw new QueryFailure(
        'NOT_SUPPORTED', `OpenCSVSerde reads no column of the type ${type} here; declare it string and cast it in the query`);
  }
}
