/** Which files a path stands for. */
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileSystem } from '../../core/env.js';
import { ConnectorError, didYouMean } from '../../core/errors.js';
import type { Options } from '../options.js';
import { connectorFault } from './file-fault.js';

export interface ListedFile {
  readonly path: string; // absolute
  /** Below the table's folder, '/' between; the file's own name when the path is a file. */
  readonly relative: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Absolute path of the option `path`: a `file:` URL, an absolute path, or one below `baseDir`. */
export function resolvePath(text: string, baseDir: string): string {
  if (text.startsWith('file:')) return fileUrlPath(text);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) {
    throw new ConnectorError('OPTION_VALUE', {
      message: `option 'path': no file system for '${text}'`,
      blame: 'user',
      hint: 'use a local path or file:///...',
    });
  }
  return isAbsolute(text) ? text : resolve(baseDir, text);
}

function fileUrlPath(text: string): string {
  try {
    return fileURLToPath(text.replace(/^file:\/+/, 'file:///'));
  } catch (cause) {
    throw new ConnectorError('OPTION_VALUE', {
      message: `option 'path': '${text}' is no file URL`,
      blame: 'user',
      cause,
    });
  }
}

/**
 * RegExp over whole paths from the option `source.path.regex-pattern`, or null. Throws
 * OPTION_VALUE.
 */
export function pathPattern(options: Options): RegExp | null {
  const text = options['source.path.regex-pattern'];
  if (text === undefined) return null;
  try {
    return new RegExp(`^(?:${text})$`, 'u');
  } catch (cause) {
    throw new ConnectorError('OPTION_VALUE', {
      message: `option 'source.path.regex-pattern': '${text}' is no regular expression`,
      blame: 'user',
      cause,
    });
  }
}

/**
 * Files at or below `path`, sorted by relative path; names that begin with '.' or '_' are left
 * out, also of folders. `path` may have wildcards (`*`, `?`, `**`) when nothing has that very name.
 * Throws ConnectorError FILE_NOT_FOUND or FILE_READ.
 */
export async function listFiles(
  files: FileSystem,
  path: string,
  pattern: RegExp | null,
): Promise<readonly ListedFile[]> {
  const found = await connectorFault('FILE_READ', 'list', path, async () => {
    const stat = await files.stat(path);
    if (stat === null && /[*?]/.test(path)) return await globFiles(files, path);
    if (stat === null) throw await notFound(files, path);
    if (stat.isDirectory) return await walk(files, path, '');
    return [{ path, relative: baseName(path), bytes: stat.bytes, modifiedMs: stat.modifiedMs }];
  });
  return found.filter((file) => pattern === null || pattern.test(file.path)).sort(byRelativePath);
}

function byRelativePath(a: ListedFile, b: ListedFile): number {
  return a.relative < b.relative ? -1 : a.relative > b.relative ? 1 : 0;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function walk(files: FileSystem, folder: string, prefix: string): Promise<ListedFile[]> {
  const found: ListedFile[] = [];
  for (const name of await files.list(folder)) {
    if (name.startsWith('.') || name.startsWith('_')) continue;
    const path = join(folder, name);
    const stat = await files.stat(path);
    if (stat === null) continue; // removed meanwhile
    const relative = prefix + name;
    if (stat.isDirectory) found.push(...(await walk(files, path, `${relative}/`)));
    else found.push({ path, relative, bytes: stat.bytes, modifiedMs: stat.modifiedMs });
  }
  return found;
}

async function globFiles(files: FileSystem, path: string): Promise<ListedFile[]> {
  const folders = path.split('/');
  const first = folders.findIndex((name) => /[*?]/.test(name));
  const base = folders.slice(0, first).join('/') || '/';
  if ((await files.stat(base)) === null) throw await notFound(files, base);
  const pattern = globPattern(folders.slice(first).join('/'));
  return (await walk(files, base, '')).filter((file) => pattern.test(file.relative));
}

/** `**` any folders, `*` any text without '/', `?` one character; all else stands for itself. */
function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/?|[*?]|[\\^$.|+()[\]{}]/g, (part) => {
    if (part.startsWith('**')) return '(?:.*)';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 'u');
}

async function notFound(files: FileSystem, path: string): Promise<ConnectorError> {
  const at = path.replace(/\/+$/, '').lastIndexOf('/');
  const folder = path.slice(0, at) || '/';
  const stat = await files.stat(folder);
  const names = stat?.isDirectory === true ? await files.list(folder) : [];
  const near = didYouMean(baseName(path.replace(/\/+$/, '')), names);
  return new ConnectorError('FILE_NOT_FOUND', {
    message: `there is no file or folder ${path}`,
    blame: 'user',
    hint:
      near ??
      (stat === null
        ? `The folder ${folder} does not exist either.`
        : `${folder} has: ${names.slice(0, 10).join(', ') || 'nothing'}.`),
  });
}
