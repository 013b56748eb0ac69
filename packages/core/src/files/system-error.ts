import { isXError, type XError } from "../errors";
import { fileErrors } from "./errors";

interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/**
 * What the operating system refused, in words that help; undefined for all other errors.
 *
 * @param file what was written or read: many calls do not tell
 */
export function explainSystemError(problem: unknown, file?: string): XError | undefined {
  if (isXError(problem) || !(problem instanceof Error)) return undefined;
  const { code, syscall, path } = problem as Partial<SystemError>;
  if (code === undefined || syscall === undefined) return undefined;
  const explained = explain(code, file ?? path ?? "A file", problem.message);
  explained.cause = problem;
  return explained;
}

/** Runs what reads or writes a file; what the system refuses becomes an error of ours that names the file. */
export function explaining<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw explainSystemError(cause, file) ?? cause;
  }
}

function explain(code: string, path: string, message: string): XError {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return fileErrors.diskFull(path);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return fileErrors.noPermission(path);
    case "ENOENT":
      return fileErrors.fileGone(path);
    case "EIO":
      return fileErrors.diskFailed(path);
    case "EMFILE":
    case "ENFILE":
      return fileErrors.tooManyOpenFiles(path);
    default:
      return fileErrors.fileFailed(path, message);
  }
}
