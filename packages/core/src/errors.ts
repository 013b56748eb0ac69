import { printable } from "./text/printable";

/** Marks our errors across copies of a package, where `instanceof` fails. */
const mark = Symbol.for("@x/core/error");

/**
 * The base of every error that the packages throw on purpose.
 *
 * The message says what was asked, what was found, what is allowed and what to do next; `code` is stable and
 * can be relied on by programs.
 */
export class XError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    // Messages quote files and servers, and end on terminals and in logs.
    super(printable(`[${code}] ${message}`), options);
    this.name = "XError";
    this.code = code;
    Object.defineProperty(this, mark, { value: true });
  }
}

/** Whether a value is an error of ours, also one thrown by another copy of the package. */
export function isXError(value: unknown): value is XError {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[mark] === true;
}

type Messages = Readonly<Record<string, (...args: never[]) => string>>;

/**
 * Turns a table of messages (code -> function of the details) into a thrower's helper:
 * `const error = catalogue({ C001: (name: string) => ... }); throw error("C001", name);`
 */
export function catalogue<M extends Messages>(messages: M) {
  const text = <C extends keyof M & string>(code: C, ...details: Parameters<M[C]>): string =>
    textOf(messages, code, details);
  const error = <C extends keyof M & string>(code: C, ...details: Parameters<M[C]>): XError =>
    new XError(code, text(code, ...details));
  /** The message alone, for errors of a class of their own. */
  return Object.assign(error, { text });
}

/** Something that a user should know and that stops nothing. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** As `catalogue`, for warnings: `vocab.warn(warning("W113", name))`. */
export function warningCatalogue<M extends Messages>(messages: M) {
  return <C extends keyof M & string>(code: C, ...details: Parameters<M[C]>): Warning => ({
    code,
    message: textOf(messages, code, details),
  });
}

function textOf<M extends Messages>(messages: M, code: keyof M, details: readonly unknown[]): string {
  return messages[code](...(details.map(shortened) as never[]));
}

/** What a file holds can be of any length: a message quotes the beginning. */
const longestDetail = 10_000;

function shortened(detail: unknown): unknown {
  return typeof detail === "string" && detail.length > longestDetail
    ? `${detail.slice(0, longestDetail)}...`
    : detail;
}

/** The code of an error of ours, else undefined. */
export function errorCode(value: unknown): string | undefined {
  return isXError(value) ? value.code : undefined;
}
