import type { XError } from "../errors";
import { type Position, describePosition } from "./position";
import { ConfigValidationError, type ConfigProblem } from "./problems";

/** What happens to a mistake in a config: thrown at once, or noted so that the next ones are found too. */
export type Report = (failure: XError, path: string, position?: Position) => void;

export const refuse: Report = (failure) => {
  throw failure;
};

/** With so many mistakes a file is no config. */
const mostProblems = 200;

/**
 * Notes mistakes as problems; the same one twice counts once.
 *
 * The report throws CF20 with what was found so far when that is too much to continue.
 */
export function noteIn(problems: ConfigProblem[]): Report {
  let reports = 0;
  return (failure, path, position) => {
    // A problem names its place itself.
    const message = [`[${failure.code}] `, `${describePosition(position)}: `, `${path} `].reduce(
      (text, beginning) => (text.startsWith(beginning) ? text.slice(beginning.length) : text),
      failure.message,
    );
    if (!problems.some((known) => known.path === path && known.message === message))
      problems.push({ file: position?.file, line: position?.line, path, message });
    // The same mistake again and again is too much as well.
    if (++reports >= 10 * mostProblems || problems.length >= mostProblems)
      throw new ConfigValidationError(problems);
  };
}

/** A mistake on its way out of a recursion, with the setting whose text is to blame. */
export class Failure {
  constructor(
    readonly error: XError,
    readonly path: string,
    readonly position: Position | undefined,
  ) {}
}

/** Runs a step that may fail; a failure is reported, and gives undefined. */
export function attempt<T>(report: Report, run: () => T): T | undefined {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    report(thrown.error, thrown.path, thrown.position);
    return undefined;
  }
}
