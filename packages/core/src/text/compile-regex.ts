import { textErrors } from "./errors";

/** Compiles what a pattern was translated to. Only the engine knows what it takes. @throws C118 */
export function compileRegex(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (cause) {
    const failure = textErrors.invalidRegex(source, (cause as Error).message.slice(-200));
    failure.cause = cause;
    throw failure;
  }
}
