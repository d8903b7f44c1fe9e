/** What a checkpoint knows a file by, so that it goes on in that file and no other. */
import type { FileSystem } from '../../core/env.js';
import { ConnectorError } from '../../core/errors.js';
import { crc32 } from '../../storage/checksum.js';
import { connectorFault } from './file-fault.js';
import type { ListedFile } from './file-list.js';

const HEAD_BYTES = 4096;

/** A file may grow, but neither shrink below `bytes` nor begin differently. */
export interface FileMark {
  /** Size when it was opened. */
  readonly bytes: number;
  /** CRC-32 of its first bytes: 4096, or all of a smaller file. */
  readonly head: number;
}

/** Throws ConnectorError FILE_READ. */
export async function fileMark(files: FileSystem, file: ListedFile): Promise<FileMark> {
  return { bytes: file.bytes, head: await headOf(files, file, file.bytes) };
}

/** Throws ConnectorError FILE_CHANGED when `file` is not what was marked, perhaps longer. */
export async function checkFileMark(
  files: FileSystem,
  file: ListedFile,
  mark: FileMark,
): Promise<void> {
  const shrunk = file.bytes < mark.bytes;
  if (!shrunk && (await headOf(files, file, mark.bytes)) === mark.head) return;
  const what = shrunk ? `has ${file.bytes} bytes, it had ${mark.bytes}` : 'begins differently';
  throw new ConnectorError('FILE_CHANGED', {
    message: `${file.path} is not the file that the checkpoint was taken in: it ${what}`,
    hint: 'put the file back as it was, or start without the checkpoint',
    blame: 'user',
  });
}

async function headOf(files: FileSystem, file: ListedFile, bytes: number): Promise<number> {
  const length = Math.min(HEAD_BYTES, bytes);
  const head = await connectorFault('FILE_READ', 'read', file.path, () =>
    files.readAt(file.path, 0, length),
  );
  return crc32(head);
}
