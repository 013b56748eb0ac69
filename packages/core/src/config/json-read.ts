import type { ConfigTable, ConfigValue } from "./values";
import { float } from "./values";

/** Deeper nesting is no config; the limit keeps the reader off the end of the stack. */
const deepest = 400;

const number = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const literals: readonly [string, ConfigValue][] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
];

/**
 * Reads JSON as Python's `json` does, since configs are written for it: `NaN` and infinities are numbers, integers
 * of any size are exact (bigint beyond 2^53), 1.0 stays apart from 1, and tables keep the order of their keys.
 *
 * @returns undefined where the text is not JSON
 */
export function readJson(text: string): ConfigValue | undefined {
  let at = 0;
  const skip = () => {
    while (" \t\n\r".includes(text[at]) && at < text.length) at++;
  };
  const fail = Symbol();
  type Result = ConfigValue | typeof fail;

  function value(depth: number): Result {
    if (depth > deepest) return fail;
    const first = text[at];
    if (first === '"') return string();
    if (first === "[") return list(depth);
    if (first === "{") return table(depth);
    for (const [word, meaning] of literals)
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    number.lastIndex = at;
    const match = number.exec(text);
    if (match === null) return fail;
    at += match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return float(Number(match[0]));
    const parsed = Number(match[0]);
    // -0 is the integer 0.
    return Number.isSafeInteger(parsed) ? parsed + 0 : BigInt(match[0]);
  }

  function string(): string | typeof fail {
    const from = at;
    for (at++; text[at] !== '"'; at += text[at] === "\\" ? 2 : 1) if (at >= text.length) return fail;
    at++;
    try {
      return JSON.parse(text.slice(from, at)) as string;
    } catch {
      return fail;
    }
  }

  function list(depth: number): Result {
    const out: ConfigValue[] = [];
    at++;
    skip();
    if (text[at] === "]") {
      at++;
      return out;
    }
    for (;;) {
      skip();
      const item = value(depth + 1);
      if (item === fail) return fail;
      out.push(item);
      skip();
      const next = text[at++];
      if (next === "]") return out;
      if (next !== ",") return fail;
    }
  }

  function table(depth: number): Result {
    const out: ConfigTable = new Map();
    at++;
    skip();
    if (text[at] === "}") {
      at++;
      return out;
    }
    for (;;) {
      skip();
      if (text[at] !== '"') return fail;
      const key = string();
      if (key === fail) return fail;
      skip();
      if (text[at++] !== ":") return fail;
      skip();
      const item = value(depth + 1);
      if (item === fail) return fail;
      out.set(key, item);
      skip();
      const next = text[at++];
      if (next === "}") return out;
      if (next !== ",") return fail;
    }
  }

  skip();
  const result = value(0);
  if (result === fail) return undefined;
  skip();
  return at === text.length ? result : undefined;
}
