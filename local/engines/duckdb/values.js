import {
  DuckDBBlobValue, DuckDBDateValue, DuckDBDecimalValue, DuckDBListValue, DuckDBMapValue, DuckDBStructValue,
  DuckDBTimestampMillisecondsValue, DuckDBTimestampNanosecondsValue, DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue, DuckDBTimestampValue, DuckDBTypeId,
} from '@duckdb/node-api';

/** Milliseconds since 1970 of any timestamp, as bigint; undefined of what is none. */
function millis(value) {
  switch (value.constructor) {
    case DuckDBTimestampValue:
    case DuckDBTimestampTZValue:
      return floor(value.micros, 1000n);
    case DuckDBTimestampMillisecondsValue:
      return value.millis;
    case DuckDBTimestampNanosecondsValue:
      return floor(value.nanos, 1000000n);
    case DuckDBTimestampSecondsValue:
      return value.seconds * 1000n;
    default:
      return undefined;
  }
}

const floor = (value, unit) => (value >= 0n ? value : value - unit + 1n) / unit;

/** A double as Java writes it: 1.0, 0.22, 1.0E7, 1.0E-4. */
export function doubleText(value, digits = String(Math.abs(value))) {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) {
    return sign + (digits.includes('.') ? digits : `${digits}.0`);
  }
  const [mantissa, exponent] = Number(digits).toExponential().split('e');
  return `${sign}${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** A real as Java writes it: no more digits than tell it from its neighbours. */
function realText(value) {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  let digits = 1;
  while (Math.fround(Number(value.toPrecision(digits))) !== value && digits < 9) {
    digits++;
  }
  return doubleText(Number(value.toPrecision(digits)));
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** A value as Athena writes it into results; null for NULL. Used as a DuckDBValueConverter. */
export function athenaText(value, type) {
  if (value === null) {
    return null;
  }
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return type.typeId === DuckDBTypeId.FLOAT ? realText(value) : type.typeId === DuckDBTypeId.DOUBLE ? doubleText(value) : String(value);
    case 'object':
      return objectText(value, type);
    default:
      return String(value);
  }
}

function objectText(value, type) {
  const part = (item, itemType) => athenaText(item, itemType) ?? 'null';
  const instant = millis(value);
  if (instant !== undefined) {
    const text = new Date(Number(instant)).toISOString().replace('T', ' ').slice(0, -1);
    return value instanceof DuckDBTimestampTZValue ? `${text} UTC` : text;
  }
  switch (value.constructor) {
    case DuckDBBlobValue:
      return hex(value.bytes);
    case DuckDBListValue:
      return `[${value.items.map((item) => part(item, type.valueType)).join(', ')}]`;
    case DuckDBStructValue:
      return `{${Object.entries(value.entries).map(([name, item], index) => `${name}=${part(item, type.entryTypes[index])}`).join(', ')}}`;
    case DuckDBMapValue:
      return `{${value.entries.map(({ key, value: item }) => `${part(key, type.keyType)}=${part(item, type.valueType)}`).join(', ')}}`;
    default:
      return value.toString();
  }
}

/**
 * A value as JSON text, as a distributed Map gives it to its children: numbers as numbers with all their digits,
 * timestamps as milliseconds since 1970, lists and structs nested. Dates are texts (yyyy-MM-dd), bytes are Base64, NaN
 * and the infinities, for which JSON has no number, are texts. Used as a DuckDBValueConverter.
 */
export function jsonText(value, type) {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isFinite(value) ? numberText(value, type) : `"${value}"`;
    default:
      return objectJson(value, type);
  }
}

const numberText = (value, type) =>
  (type.typeId === DuckDBTypeId.FLOAT ? String(Number(realText(value))) : Object.is(value, -0) ? '-0.0' : String(value));

function objectJson(value, type) {
  const instant = millis(value);
  if (instant !== undefined) {
    return String(instant);
  }
  switch (value.constructor) {
    case DuckDBDecimalValue:
      return value.toString();
    case DuckDBBlobValue:
      return JSON.stringify(Buffer.from(value.bytes).toString('base64'));
    case DuckDBListValue:
      return `[${value.items.map((item) => jsonText(item, type.valueType)).join(',')}]`;
    case DuckDBStructValue:
      return `{${Object.entries(value.entries).map(([name, item], index) =>
        `${JSON.stringify(name)}:${jsonText(item, type.entryTypes[index])}`).join(',')}}`;
    case DuckDBMapValue:
      return `{${value.entries.map(({ key, value: item }) =>
        `${JSON.stringify(athenaText(key, type.keyType))}:${jsonText(item, type.valueType)}`).join(',')}}`;
    case DuckDBDateValue:
    default:
      return JSON.stringify(value.toString());
  }
}

/** A type as Athena names it. */
export function athenaType(type) {
  switch (type.typeId) {
    case DuckDBTypeId.HUGEINT:
      return 'bigint';
    case DuckDBTypeId.FLOAT:
      return 'float';
    case DuckDBTypeId.BLOB:
      return 'varbinary';
    case DuckDBTypeId.TIMESTAMP_TZ:
      return 'timestamp with time zone';
    case DuckDBTypeId.LIST:
      return 'array';
    case DuckDBTypeId.STRUCT:
      return 'row';
    case DuckDBTypeId.MAP:
      return 'map';
    case DuckDBTypeId.SQLNULL:
      return 'unknown';
    default:
      return type.toString().toLowerCase();
  }
}
