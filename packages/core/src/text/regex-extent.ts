/** What is known of the matches of one alternative of a regular expression, without running it. */
export interface Extent {
  /** Characters it takes at most; infinite where it repeats without bound. */
  readonly longest: number;
  /** Atoms (classes, single characters) of which every character it takes is one; undefined if that cannot be said. */
  readonly characters: ReadonlySet<string> | undefined;
  /** Atoms of which the last character it takes is one, if it takes any; undefined if that cannot be said. */
  readonly last: ReadonlySet<string> | undefined;
  /** Whether it may take nothing. */
  readonly optional: boolean;
  /** Whether it matches only at the start, or only at the end of a text. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly source: string;
}

/**
 * The alternatives of a regular expression and how far their matches can reach.
 *
 * Knows what `translatePythonRegex` writes; says less, never something wrong, about what it does not know.
 */
export function regexExtents(source: string): Extent[] {
  return new Parser(source).alternatives();
}

const nothing: ReadonlySet<string> = new Set();
const empty: Extent = {
  longest: 0,
  characters: nothing,
  last: nothing,
  optional: true,
  atStart: false,
  atEnd: false,
  source: "",
};
const unknown: Extent = { ...empty, longest: Infinity, characters: undefined, last: undefined };

const union = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined) =>
  a === undefined || b === undefined ? undefined : new Set([...a, ...b]);

function sequence(items: readonly Extent[], source: string): Extent {
  const lastTaken = items.findLastIndex(({ optional }) => !optional);
  return {
    longest: items.reduce((sum, item) => sum + item.longest, 0),
    characters: items.reduce<Extent["characters"]>((all, item) => union(all, item.characters), nothing),
    last: items
      .slice(Math.max(0, lastTaken))
      .reduce<Extent["last"]>((all, item) => union(all, item.last), nothing),
    optional: lastTaken < 0,
    atStart: items[0]?.atStart ?? false,
    atEnd: items.at(-1)?.atEnd ?? false,
    source,
  };
}

function choice(alternatives: readonly Extent[]): Extent {
  return alternatives.reduce((all, one) => ({
    longest: Math.max(all.longest, one.longest),
    characters: union(all.characters, one.characters),
    last: union(all.last, one.last),
    optional: all.optional || one.optional,
    atStart: all.atStart && one.atStart,
    atEnd: all.atEnd && one.atEnd,
    source: "",
  }));
}

class Parser {
  readonly source: string;
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  alternatives(): Extent[] {
    const found: Extent[] = [];
    let items: Extent[] = [];
    let start = this.at;
    const end = () => found.push(sequence(items, this.source.slice(start, this.at)));
    while (this.at < this.source.length && this.source[this.at] !== ")") {
      if (this.source[this.at] !== "|") {
        items.push(this.repeated(this.item()));
        continue;
      }
      end();
      items = [];
      start = ++this.at;
    }
    end();
    return found;
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  item(): Extent {
    if (this.take(/\^/y) !== undefined) return { ...empty, atStart: true };
    if (this.take(/\$/y) !== undefined) return { ...empty, atEnd: true };
    const opening = this.take(/\((?:\?(?::|=|!|<=|<!|<\w+>))?/y);
    if (opening !== undefined) {
      const inner = choice(this.alternatives());
      this.at++;
      return /^\(\?<?[=!]/.test(opening) ? empty : inner;
    }
    if (this.take(/\\(?:[1-9]\d*|k<\w+>)/y) !== undefined) return unknown;
    const atom = this.source[this.at] === "[" ? this.characterClass() : this.take(/\\u\{[^}]*\}|\\x..|\\[pP]\{[^}]*\}|\\?[^]/uy); // prettier-ignore
    const characters = new Set([atom as string]);
    return { ...empty, longest: 1, characters, last: characters, optional: false };
  }

  characterClass(): string {
    const start = this.at;
    let depth = 0;
    do {
      const part = this.take(/\\[^]|[^]/y);
      if (part === "[") depth++;
      if (part === "]") depth--;
    } while (depth > 0 && this.at < this.source.length);
    return this.source.slice(start, this.at);
  }

  repeated(item: Extent): Extent {
    const repeat = this.take(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
    if (repeat === undefined) return item;
    const [, least, comma, most] = /^\{(\d+)(,?)(\d*)/.exec(repeat) ?? [];
    const minimum = least === undefined ? (repeat.startsWith("+") ? 1 : 0) : Number(least);
    const maximum = repeat.startsWith("?")
      ? 1
      : least === undefined || (comma === "," && most === "")
        ? Infinity
        : Number(most === "" ? least : most);
    return {
      ...item,
      longest: item.longest === 0 ? 0 : item.longest * maximum,
      optional: item.optional || minimum === 0,
      atStart: item.atStart && minimum > 0,
      atEnd: item.atEnd && minimum > 0,
    };
  }
}
