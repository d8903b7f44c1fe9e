/**
 * `npm run kernel`: compiles the WebAssembly kernel of the JSON reader and writes it as the
 * TypeScript module that is shipped.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main as compile } from 'assemblyscript/asc';
import { EngineBug } from '../../core/errors.js';
import { projectRoot } from '../project-root.js';

const folder = join(projectRoot(), 'connectors', 'formats', 'json', 'kernel');
/** What is written. */
export const kernelModule = join(folder, 'kernel-wasm.ts');

const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
const COLUMNS = 92;

/** The text of the module, from kernel.as and what it imports. */
export async function kernelModuleText(): Promise<string> {
  let binary = new Uint8Array(0);
  const { error, stderr } = await compile(['kernel.ts', ...OPTIONS, '--outFile', 'kernel.wasm'], {
    readFile: (name) => source(name),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = Uint8Array.from(contents);
    },
    listFiles: () => [],
  });
  if (error !== null) throw new EngineBug(`kernel.as: ${stderr.toString()}`);
  const base64 = Buffer.from(binary).toString('base64');
  const lines = base64.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? [];
  return (
    '/** kernel.as, compiled by `npm run kernel`: do not edit. */\n\n' +
    '/** The WebAssembly module, in base64. */\n' +
    `export const kernelWasm =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`
  );
}

/** The compiler asks for names that end in .ts. */
function source(name: string): string | null {
  const path = join(folder, name.replace(/[.]ts$/, '.as'));
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

if (process.argv[1]?.endsWith('compile-kernel.js') === true) {
  writeFileSync(kernelModule, await kernelModuleText());
}
