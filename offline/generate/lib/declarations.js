// Reads the type declarations of @pulumi/aws: which properties a type has, of which types, required or not.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const root = path.dirname(createRequire(import.meta.url).resolve('@pulumi/aws/package.json'));
const files = new Map();

export const version = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;

/** A token's parts: 'aws:s3/bucket:Bucket' is in the module s3, in the file s3/bucket, and named Bucket. */
export function parseToken(token) {
  const match = /^aws:(\w+)\/(\w+):(\w+)$/.exec(token);
  if (!match) {
    throw new Error(`'${token}' is no resource token; it has the form aws:module/file:Name.`);
  }
  const [, module, file, name] = match;
  return module === 'index' ? { module: '', file, name } : { module, file: `${module}/${file}`, name };
}

/** The properties of a class or interface that a file declares at its top level, or undefined. */
export function topLevel(file, name) {
  const statement = source(file).statements.find((node) => isType(node) && node.name.text === name);
  return statement && propertiesOf(statement);
}

/** The properties of a nested type: kind is 'input' or 'output'. */
export function nested(kind, module, name) {
  const file = source(`types/${kind}`);
  const statements = module === '' ? file.statements : namespaceIn(file, module);
  const statement = statements.find((node) => isType(node) && node.name.text === name);
  if (!statement) {
    throw new Error(`types/${kind} declares no ${module}.${name}.`);
  }
  return propertiesOf(statement);
}

/** The members of an enum: { name, value } each. */
export function enumMembers(module, name) {
  const declaration = source(`types/enums/${module}/index`).statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => statement.declarationList.declarations)
    .find((node) => node.name.text === name);
  if (!declaration) {
    throw new Error(`types/enums declares no ${module}.${name}.`);
  }
  return declaration.type.members.map((member) => ({
    name: member.name.text,
    value: member.type.literal.text,
    deprecated: ts.getJSDocDeprecatedTag(member) !== undefined,
  }));
}

/** Whether a resource's or function's arguments may be left out altogether. */
export function argumentsAreOptional(file, name) {
  for (const node of source(file).statements) {
    if (ts.isClassDeclaration(node) && node.name.text === name) {
      const constructor = node.members.find(ts.isConstructorDeclaration);
      return constructor.parameters[1].questionToken !== undefined;
    }
  }
  throw new Error(`${file} declares no class ${name}.`);
}

const isType = (node) => ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node);

function namespaceIn(file, module) {
  const declaration = file.statements.find((node) => ts.isModuleDeclaration(node) && node.name.text === module);
  if (!declaration) {
    throw new Error(`${file.fileName} declares no namespace ${module}.`);
  }
  return declaration.body.statements;
}

function propertiesOf(declaration) {
  return declaration.members
    .filter((member) => ts.isPropertySignature(member) || ts.isPropertyDeclaration(member))
    .map((member) => ({
      name: member.name.text,
      type: member.type,
      required: member.questionToken === undefined,
      deprecated: ts.getJSDocDeprecatedTag(member) !== undefined,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function source(file) {
  if (!files.has(file)) {
    const fileName = path.join(root, `${file}.d.ts`);
    if (!existsSync(fileName)) {
      throw new Error(`@pulumi/aws ${version} has no ${file}.d.ts; is the token right?`);
    }
    const text = readFileSync(fileName, 'utf8');
    files.set(file, ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, /* setParentNodes */ true));
  }
  return files.get(file);
}
