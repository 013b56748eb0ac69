import { compileRegex } from "./compile-regex";
import { LongTextPlan } from "./long-text-plan";
import { translatePythonRegex } from "./python-regex";

/** Where a pattern matched, in UTF-16 units. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
}

/** From this length on, the part of a text that a match can lie in is worth finding. */
const longText = 64;

/**
 * A regular expression of Python's, translated and compiled when it is first used; C115 and C118 where that cannot be done.
 *
 * `search`, `match` and `findAll` behave as Python's `search`, `match` and `finditer`.
 */
export class PythonPattern {
  /** The pattern in Python's syntax: what files store. */
  readonly pattern: string;
  readonly #compiled = new Map<string, RegExp>();
  #plan: LongTextPlan | undefined;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  /** The first match anywhere, or undefined. */
  search(text: string): PatternMatch | undefined {
    const plan = this.#planFor(text);
    const regex = this.#regex(text, plan?.atStart === true ? "y" : "g");
    regex.lastIndex = plan?.searchFrom(text) ?? 0;
    const found = regex.exec(text);
    return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
  }

  /** Whether the pattern matches anywhere. */
  test(text: string): boolean {
    const regex = this.#regex(text, "g");
    regex.lastIndex = 0;
    return regex.test(text);
  }

  /** Whether the pattern matches at the start of the text. */
  match(text: string): boolean {
    const planned = this.#planFor(text)?.matcher(text);
    if (planned === null) return false;
    const regex = planned ?? this.#regex(text, "y");
    regex.lastIndex = 0;
    return regex.test(text);
  }

  /** All matches, left to right, without overlap. */
  findAll(text: string): PatternMatch[] {
    const found: PatternMatch[] = [];
    const regex = this.#regex(text, "g");
    regex.lastIndex = 0;
    // Not `matchAll`: it copies the expression, and copies are recompiled.
    for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
      const end = match.index + match[0].length;
      found.push({ start: match.index, end });
      if (match[0] === "") regex.lastIndex += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
    }
    return found;
  }

  /** How to look through a text without reading all of it, if it is long. */
  #planFor(text: string): LongTextPlan | undefined {
    if (text.length < longText || text.endsWith("\n")) return undefined;
    return (this.#plan ??= new LongTextPlan(
      translatePythonRegex(withoutDetours(this.pattern), { finalNewline: false }),
    ));
  }

  #regex(text: string, mode: "g" | "y"): RegExp {
    // Only before a final newline does `$` mean more in Python; other texts take the faster form.
    const finalNewline = text.endsWith("\n");
    const key = finalNewline ? `${mode}n` : mode;
    let regex = this.#compiled.get(key);
    if (regex === undefined) {
      const { source, flags } = translatePythonRegex(withoutDetours(this.pattern), { finalNewline });
      regex = compileRegex(source, flags + mode);
      this.#compiled.set(key, regex);
    }
    return regex;
  }
}

/**
 * The pattern for addresses, spaCy's too, looks for a user's name by `\S+(?::\S*)?@`, which matches what `\S+@` does, but takes the
 * square of the length for a text with many colons and no `@`.
 */
function withoutDetours(pattern: string): string {
  return pattern.replace("(?:\\S+(?::\\S*)?@)?", () => "(?:\\S+@)?");
}
