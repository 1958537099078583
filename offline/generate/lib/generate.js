// From a list of tokens to the C# files: the resources and functions, then whatever they refer to.

import * as declarations from './declarations.js';
import { argsClass, enumStruct, file, functionClass, resourceClass, resultClass } from './classes.js';
import { model, references } from './types.js';
import { namespaceOf, pascal } from './names.js';

/** The files by their paths below the output folder. */
export function generate({ resources, functions }) {
  const files = new Map();
  const pending = [];
  const refer = (side, properties) => pending.push(...properties
    .flatMap((property) => references(model(property.type)))
    .map((type) => ({ ...type, side })));

  addResource(files, refer, { token: 'aws', module: '', file: 'provider', name: 'Provider' });
  for (const token of resources) {
    addResource(files, refer, { token, ...declarations.parseToken(token) });
  }
  for (const token of functions) {
    addFunction(files, refer, { token, ...declarations.parseToken(token) });
  }

  const seen = new Set();
  while (pending.length > 0) {
    const type = pending.pop();
    const key = `${type.kind === 'enum' ? '' : type.side}.${type.module}.${type.name}`;
    if (!seen.has(key)) {
      seen.add(key);
      addNested(files, refer, type);
    }
  }
  return files;
}

function addResource(files, refer, { token, module, file: source, name }) {
  const isProvider = token === 'aws';
  const argsOptional = declarations.argumentsAreOptional(source, name);
  const properties = declarations.topLevel(source, name);
  const args = declarations.topLevel(source, `${name}Args`);
  refer('Outputs', properties);
  refer('Inputs', args);
  add(files, module, name,
    resourceClass({ token, module, name, properties, argsOptional, isProvider }),
    argsClass({ module, type: name, name: `${name}Args`, base: 'ResourceArgs', properties: args, isProvider }));
}

function addFunction(files, refer, { token, module, file: source, name }) {
  const type = pascal(name);
  const result = declarations.topLevel(source, `${type}Result`);
  refer('Outputs', result);
  const args = (suffix) => declarations.topLevel(source, `${type}${suffix}`) ?? [];
  add(files, module, type,
    functionClass({ token, name: type, result: `${type}Result` }),
    argsClass({ module, type, name: `${type}Args`, base: 'InvokeArgs', properties: args('Args'), isPlain: true }),
    argsClass({ module, type, name: `${type}InvokeArgs`, base: 'InvokeArgs', properties: args('OutputArgs') }),
    resultClass({ module, type, name: `${type}Result`, properties: result }));
}

function addNested(files, refer, { kind, side, module, name }) {
  if (kind === 'enum') {
    add(files, module, name, enumStruct({ name, members: declarations.enumMembers(module, name) }));
    return;
  }
  const properties = declarations.nested(side === 'Inputs' ? 'input' : 'output', module, name);
  refer(side, properties);
  if (side === 'Inputs') {
    addTo(files, module, side, `${name}Args`,
      argsClass({ module, type: name, name: `${name}Args`, base: 'ResourceArgs', properties }));
  } else {
    addTo(files, module, side, name, resultClass({ module, type: name, name, properties }));
  }
}

const add = (files, module, name, ...members) => addTo(files, module, '', name, ...members);

function addTo(files, module, side, name, ...members) {
  const namespace = [namespaceOf(module), side].filter(Boolean).join('.');
  const folder = namespace.split('.').slice(2);
  files.set([...folder, `${name}.cs`].join('/'), file(namespace, ...members));
}
