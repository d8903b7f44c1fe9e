/** Errors of the file system as ConnectorError. */
import { ConnectorError, MillraceError } from '../../core/errors.js';
import { errorText, fileHint } from '../../storage/file-error.js';

/**
 * Result of `work`; what it throws becomes ConnectorError `code` naming `path` and what was tried
 * (errors of ours pass unchanged).
 */
export async function connectorFault<T>(
  code: 'FILE_READ' | 'FILE_WRITE',
  verb: string,
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof MillraceError) throw cause;
    throw new ConnectorError(code, {
      message: `cannot ${verb} ${path}: ${errorText(cause)}`,
      hint: fileHint(cause, path),
      cause,
    });
  }
}
