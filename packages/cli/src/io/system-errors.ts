import { isXError, type XError } from "@x/core";
import { error } from "../errors";

/** What the operating system refused, in words that help; undefined for all other errors. */
export function explainSystemError(problem: unknown): XError | undefined {
  if (isXError(problem) || !(problem instanceof Error)) return undefined;
  const { code, syscall, path = "A file", message } = problem as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  const explained = explain(code, path, message);
  explained.cause = problem;
  return explained;
}

function explain(code: string, path: string, message: string): XError {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return error("L210", path);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return error("L211", path);
    case "ENOENT":
      return error("L212", path);
    default:
      return error("L213", path, message);
  }
}
