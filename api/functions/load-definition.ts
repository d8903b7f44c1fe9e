/** CREATE FUNCTION name AS 'module#export': finds the module and takes the export. */
import { realpath } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { didYouMean, PlanError } from '../../core/errors.js';
import type { FunctionDefinition } from './definition.js';

/**
 * `implementation`: a JavaScript file below `baseDir` or an installed package, '#', and the name of
 * an export that is a FunctionDefinition. Throws PlanError FUNCTION_MODULE (the module is not
 * there, lies
 * outside, or fails) and FUNCTION_EXPORT.
 */
export async function loadDefinition(
  implementation: string,
  baseDir: string,
): Promise<FunctionDefinition> {
  const at = implementation.lastIndexOf('#');
  if (at < 1 || at === implementation.length - 1) {
    throw new PlanError('FUNCTION_MODULE', {
      message: `'${implementation}' does not say which export of which module it is`,
      hint: "Write 'module#export', for example './functions.js#distance'.",
    });
  }
  const [path, name] = [implementation.slice(0, at), implementation.slice(at + 1)];
  const exports = await imported(await moduleFile(path, baseDir), path);
  const found = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (found !== undefined) return found as FunctionDefinition;
  throw new PlanError('FUNCTION_EXPORT', {
    message: `module ${path} exports no "${name}"`,
    hint: didYouMean(name, Object.keys(exports)),
  });
}

async function imported(file: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PlanError('FUNCTION_MODULE', { message: `module ${path} fails: ${why}`, cause });
  }
}

/** A file below `baseDir`, symbolic links followed, else a package as seen from there. */
async function moduleFile(path: string, baseDir: string): Promise<string> {
  const root = await realpath(baseDir);
  const file = await realpath(resolve(root, path)).catch(() => null);
  if (file !== null && isBelow(file, root)) return file;
  const isPath = isAbsolute(path) || path.startsWith('.');
  if (file !== null && isPath) {
    throw new PlanError('FUNCTION_MODULE', {
      message: `module ${path} lies outside of the folder of the session`,
      hint: 'Open the database with a "baseDir" above it.',
    });
  }
  const isPackage = /^(?:@[\w~-][\w.~-]*\/)?[a-zA-Z0-9~_-][\w.~/-]*$/.test(path);
  if (isPath || !isPackage || path.includes('..') || isBuiltin(path)) throw notFound(path, null);
  try {
    return createRequire(join(root, 'package.json')).resolve(path);
  } catch (cause) {
    throw notFound(path, cause);
  }
}

function isBelow(file: string, root: string): boolean {
  const way = relative(root, file);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function notFound(path: string, cause: unknown): PlanError {
  return new PlanError('FUNCTION_MODULE', {
    message: `no module ${path}, neither a file below the session's folder nor a package`,
    ...(cause === null ? {} : { cause }),
  });
}
