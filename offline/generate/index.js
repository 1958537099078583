// node index.js [--check] [FOLDER]: writes offline/Pulumi.Aws, or FOLDER, from the declarations of @pulumi/aws.
// With --check it writes nothing, and fails where the files are not what it would write.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version } from './lib/declarations.js';
import { generate } from './lib/generate.js';

const here = import.meta.dirname;
const folder = path.resolve(process.argv.slice(2).find((argument) => !argument.startsWith('--'))
  ?? path.join(here, '../Pulumi.Aws'));
const files = generate(JSON.parse(readFileSync(path.join(here, 'resources.json'), 'utf8')));
const stale = existing(folder).filter((name) => !files.has(name));
const changed = [...files].filter(([name, text]) => read(path.join(folder, name)) !== text).map(([name]) => name);

if (process.argv.includes('--check')) {
  for (const name of [...stale, ...changed]) {
    console.error(`${name} is not what @pulumi/aws ${version} gives; run: node offline/generate/index.js`);
  }
  process.exitCode = stale.length + changed.length === 0 ? 0 : 1;
} else {
  stale.forEach((name) => rmSync(path.join(folder, name)));
  for (const name of changed) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), files.get(name));
  }
  console.log(`${files.size} files from @pulumi/aws ${version}: ${changed.length} written, ${stale.length} removed.`);
}

function existing(directory) {
  return !existsSync(directory) ? [] : readdirSync(directory, { recursive: true })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.cs') && !/^(bin|obj)\//.test(name));
}

function read(name) {
  return existsSync(name) ? readFileSync(name, 'utf8') : undefined;
}
