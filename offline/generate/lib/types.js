// Turns a TypeScript type into a small model, and that into C#.

import ts from 'typescript';
import { namespaceOf } from './names.js';

/**
 * The model of a type: { kind, optional } where kind is string, bool, number, any, Archive, AssetOrArchive, or
 * list and map with 'of', object and enum with 'module' and 'name', union with 'first' and 'second'.
 * Input and Output around it, at any depth, are taken off.
 */
export function model(node) {
  const members = flatten(node);
  const defined = members.filter((member) => member.kind !== 'undefined');
  return { ...combine(defined), optional: defined.length < members.length };
}

function flatten(node) {
  if (ts.isUnionTypeNode(node)) {
    return node.types.flatMap(flatten);
  }
  if (ts.isTypeReferenceNode(node) && /^pulumi\.(Input|Output)$/.test(nameOf(node.typeName))) {
    return flatten(node.typeArguments[0]);
  }
  return [single(node)];
}

function single(node) {
  switch (node.kind) {
    case ts.SyntaxKind.UndefinedKeyword: return { kind: 'undefined' };
    case ts.SyntaxKind.StringKeyword: return { kind: 'string' };
    case ts.SyntaxKind.BooleanKeyword: return { kind: 'bool' };
    case ts.SyntaxKind.NumberKeyword: return { kind: 'number' };
    case ts.SyntaxKind.AnyKeyword: return { kind: 'any' };
    case ts.SyntaxKind.ArrayType: return { kind: 'list', of: model(node.elementType) };
    case ts.SyntaxKind.ParenthesizedType: return single(node.type);
    case ts.SyntaxKind.TypeLiteral: return { kind: 'map', of: model(node.members[0].type) };
    case ts.SyntaxKind.TypeReference: return reference(nameOf(node.typeName));
    default: throw new Error(`types.js does not know ${ts.SyntaxKind[node.kind]}.`);
  }
}

function reference(name) {
  const [scope, ...rest] = name.split('.');
  const [module, type] = rest.length === 2 ? rest : ['', rest[0]];
  switch (scope) {
    case 'inputs':
    case 'outputs': return { kind: 'object', module, name: type };
    case 'enums': return { kind: 'enum', module, name: type };
    case 'pulumi': return { kind: type };
    // A resource itself: its id or ARN is meant.
    default: return { kind: 'string' };
  }
}

function combine(members) {
  const kinds = [...new Map(members.map((member) => [JSON.stringify(member), member])).values()];
  if (kinds.length === 1) {
    return kinds[0];
  }
  if (kinds.every((member) => member.kind === 'Asset' || member.kind === 'Archive')) {
    return { kind: 'AssetOrArchive' };
  }
  // C# has unions of two types only.
  return kinds.length === 2 ? { kind: 'union', first: kinds[0], second: kinds[1] } : { kind: 'any' };
}

const nameOf = (name) => (ts.isIdentifier(name) ? name.text : `${nameOf(name.left)}.${name.right.text}`);

/** The C# type of a value. Side is 'Inputs' or 'Outputs': where nested types are; number is 'int' or 'double'. */
export function plain(type, side, number) {
  switch (type.kind) {
    case 'any': return 'object';
    case 'number': return number;
    case 'list': return `ImmutableArray<${plain(type.of, side, number)}>`;
    case 'map': return `ImmutableDictionary<string, ${plain(type.of, side, number)}>`;
    case 'object': return `${namespaceOf(type.module)}.${side}.${type.name}${side === 'Inputs' ? 'Args' : ''}`;
    case 'enum': return `${namespaceOf(type.module)}.${type.name}`;
    case 'union': return `Union<${plain(type.first, side, number)}, ${plain(type.second, side, number)}>`;
    default: return type.kind;
  }
}

/** The C# type of a property of arguments, without its nullability. */
export function input(type, number) {
  switch (type.kind) {
    case 'any': return 'object';
    case 'list': return `InputList<${plain(type.of, 'Inputs', number)}>`;
    case 'map': return `InputMap<${plain(type.of, 'Inputs', number)}>`;
    case 'union': return `InputUnion<${plain(type.first, 'Inputs', number)}, ${plain(type.second, 'Inputs', number)}>`;
    default: return `Input<${plain(type, 'Inputs', number)}>`;
  }
}

/** The C# type of something that a provider gives back; an array is never null, only empty. */
export function output(type, number) {
  const nullable = type.optional && type.kind !== 'list';
  return plain(type, 'Outputs', number) + (nullable ? '?' : '');
}

/** The nested types and enums that a type refers to. */
export function references(type) {
  switch (type.kind) {
    case 'list':
    case 'map': return references(type.of);
    case 'union': return [...references(type.first), ...references(type.second)];
    case 'object':
    case 'enum': return [type];
    default: return [];
  }
}
