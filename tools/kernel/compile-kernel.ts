/**
 * `npm run kernel`: compiles the WebAssembly kernels (of the JSON reader, of the Nexmark generator)
 * and writes each as the TypeScript module that is shipped.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main as compile } from 'assemblyscript/asc';
import { EngineBug } from '../../core/errors.js';
import { projectRoot } from '../project-root.js';

/** Folders with a kernel.as, which may import others of the folder. */
export const kernelFolders: readonly string[] = [
  join(projectRoot(), 'connectors', 'formats', 'json', 'kernel'),
  join(projectRoot(), 'connectors', 'nexmark', 'kernel'),
];

/** What is written. */
export function kernelModule(folder: string): string {
  return join(folder, 'kernel-wasm.ts');
}

const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];
const COLUMNS = 92;

/** The text of the module, from the folder's kernel.as and what it imports. */
export async function kernelModuleText(folder: string): Promise<string> {
  let binary = new Uint8Array(0);
  const { error, stderr } = await compile(['kernel.ts', ...OPTIONS, '--outFile', 'kernel.wasm'], {
    readFile: (name) => source(folder, name),
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
function source(folder: string, name: string): string | null {
  const path = join(folder, name.replace(/[.]ts$/, '.as'));
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

if (process.argv[1]?.endsWith('compile-kernel.js') === true) {
  for (const folder of kernelFolders) {
    writeFileSync(kernelModule(folder), await kernelModuleText(folder));
  }
}
