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

/** A message as users see it, with its code in front: `[P019] The pipeline is closed.` */
type Coded = `[${string}] ${string}`;

/** What each message is made of, by its name. */
type Details = Readonly<Record<string, readonly unknown[]>>;
type Messages<D extends Details> = { readonly [Name in keyof D]: (...details: D[Name]) => Coded };

/** Code and message apart. */
type Parts = { readonly code: string; readonly message: string };

/** Makes the errors of one code; `parts` is for what says the same as a warning, or as an error of a class of its own. */
type ErrorMaker<D extends readonly unknown[]> = { (...details: D): XError; parts(...details: D): Parts };

/**
 * Turns messages, each with its code in front, into makers of errors. Their names say what happened:
 *
 * ```ts
 * const errors = catalogue({
 *   fileGone: (path: string) => `[C001] ${path} is gone. Check the path, and run it again.`,
 * });
 * throw errors.fileGone(path);
 * ```
 */
export function catalogue<D extends Details>(
  messages: Messages<D>,
): { readonly [Name in keyof D]: ErrorMaker<D[Name]> } {
  const makers = inParts(messages).map(([name, parts]) => {
    const make = (...details: readonly unknown[]) => {
      const { code, message } = parts(...details);
      return new XError(code, message);
    };
    return [name, Object.assign(make, { parts })];
  });
  return Object.fromEntries(makers);
}

/** Names as a message lists them. */
export function listed(names: Iterable<unknown>, none = "(none)"): string {
  return [...names].join(", ") || none;
}

/** Something that a user should know and that stops nothing. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** As `catalogue`, for warnings: `vocab.warn(warnings.emptyVectors(folder))`. */
export function warningCatalogue<D extends Details>(
  messages: Messages<D>,
): { readonly [Name in keyof D]: (...details: D[Name]) => Warning } {
  return Object.fromEntries(inParts(messages)) as never;
}

function inParts(messages: object): [string, (...details: readonly unknown[]) => Parts][] {
  return Object.entries(messages as Record<string, (...details: readonly unknown[]) => Coded>).map(
    ([name, message]) => [
      name,
      (...details) => {
        const text = message(...details.map(shortened));
        const end = text.indexOf("] ");
        return { code: text.slice(1, end), message: text.slice(end + 2) };
      },
    ],
  );
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
