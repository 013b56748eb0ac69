import { compileRegex } from "./compile-regex";
import { BoundedMap } from "./bounded-map";
import type { TranslatedRegex } from "./python-regex";
import { regexExtents, type Extent } from "./regex-extent";

/**
 * Where in a long text the matches of a regular expression can lie, so that not all of it has to be read.
 *
 * Without it, taking affixes off a word of n signs one by one takes n searches through all that is left.
 */
export class LongTextPlan {
  /** Whether all matches are at the start. */
  readonly atStart: boolean;
  readonly #atEnd: boolean;
  /** UTF-16 units of the longest match of the alternatives that repeat nothing without bound. */
  readonly #window: number = 0;
  /** Characters of the alternatives that do; undefined if those may take any. */
  readonly #repeated: RegExp | undefined;
  readonly #bounded: boolean;
  readonly #flags: string;
  readonly #alternatives: readonly Extent[];
  /** Whether groups are referred to by number or name: then no alternative can be left out. */
  readonly #counted: boolean;
  /** By the last character of a text: the alternatives that can reach it. */
  readonly #byLast = new BoundedMap<{ readonly regex: RegExp | undefined }>(256);

  constructor({ source, flags }: TranslatedRegex) {
    const extents = regexExtents(source);
    this.#alternatives = extents;
    this.#flags = flags;
    this.#counted = /\\[1-9k]/.test(source);
    this.atStart = extents.every(({ atStart }) => atStart);
    this.#atEnd = extents.every(({ atEnd }) => atEnd);
    const unbounded = extents.filter(({ longest }) => longest === Infinity);
    for (const { longest } of extents)
      if (longest < Infinity) this.#window = Math.max(this.#window, 2 * longest);
    const repeated = all(unbounded.map(({ characters }) => characters));
    this.#bounded = repeated !== undefined;
    if (repeated !== undefined && repeated.size > 0) this.#repeated = this.#one(repeated);
  }

  /** No match begins before this place. */
  searchFrom(text: string): number {
    if (!this.#atEnd || !this.#bounded || this.atStart) return 0;
    let start = text.length;
    if (this.#repeated !== undefined)
      for (let before = start; before > 0; start = before) {
        const character = characterBefore(text, before);
        if (!this.#repeated.test(character)) break;
        before -= character.length;
      }
    return Math.max(0, Math.min(start, text.length - this.#window));
  }

  /** What is left to be tried at the start of a text: null for nothing, undefined for the whole expression. */
  matcher(text: string): RegExp | null | undefined {
    if (!this.#atEnd || this.#counted) return undefined;
    const character = characterBefore(text, text.length);
    let known = this.#byLast.get(character);
    if (known === undefined) {
      const able = this.#alternatives.filter(
        ({ last, optional }) => optional || last === undefined || this.#one(last).test(character),
      );
      const source = able.map(({ source }) => source).join("|");
      known = { regex: able.length === 0 ? undefined : compileRegex(source, `${this.#flags}y`) };
      this.#byLast.set(character, known);
    }
    return known.regex ?? null;
  }

  /** A character that is one of the atoms. */
  #one(atoms: ReadonlySet<string>): RegExp {
    return compileRegex(`^(?:${[...atoms].join("|")})$`, this.#flags);
  }
}

function all(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const atom of set) found.add(atom);
  }
  return found;
}

function characterBefore(text: string, end: number): string {
  const pair = end > 1 && (text.codePointAt(end - 2) as number) > 0xffff;
  return text.slice(end - (pair ? 2 : 1), end);
}
