import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Frames that are shown at most. */
const most = 5;
/** Code of Node, of installed packages, and of the packages of this workspace when they run from their folders. */
const notTheirs =
  /^node:|[/\\]node_modules[/\\]|[/\\]packages[/\\][\w-]+[/\\](src|dist|bin)[/\\]|^<anonymous>|^native/;

/**
 * Where in the user's own files an error came from: `FILE:LINE:COLUMN` by the stack of the error and of its causes, the innermost
 * first. Nothing where none of their files took part.
 */
export function userFrames(problem: unknown, cwd: string): string[] {
  const frames: string[] = [];
  for (let error = problem; error instanceof Error; error = error.cause) {
    const found = [
      ...(error.stack ?? "").matchAll(/^\s+at (?:.*\()?((?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/gm),
    ]
      .map(([, path, line, column]) => ({
        path: path.startsWith("file:") ? fileURLToPath(path) : path.replace(/^async /, ""),
        place: `${line}:${column}`,
      }))
      .filter(({ path }) => !notTheirs.test(path))
      .map(({ path, place }) => `${displayPath(path, cwd)}:${place}`);
    // The innermost error knows best.
    if (found.length > 0) frames.splice(0, frames.length, ...found);
  }
  return frames.slice(0, most);
}

function displayPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside.startsWith("..") ? path : inside;
}
