import { textErrors } from "./errors";
import { spaceClass } from "./unicode";

const wordClass = "\\p{L}\\p{N}_";
const asciiClasses: Record<string, string> = { d: "0-9", s: "\\t-\\r\\x20", w: "A-Za-z0-9_" };
const unicodeClasses: Record<string, string> = { d: "\\p{Nd}", s: spaceClass, w: wordClass };
const controls: Record<string, string> = { a: "\\x07", f: "\\f", n: "\\n", r: "\\r", t: "\\t", v: "\\v" };
const syntax = new Set("^$\\.*+?()[]{}|/");

/** A pattern for `new RegExp(source, flags)`. */
export interface TranslatedRegex {
  readonly source: string;
  readonly flags: string;
}

/**
 * Translates a regular expression of Python's `re` (for texts) into one for JavaScript that matches the same.
 *
 * Handles Unicode classes and word boundaries, `$` before a final newline, `\U0001F97C`, identity escapes, `(?u)` and
 * other flags in front, named groups, `{,n}`, and brackets or braces that stand for themselves.
 *
 * @param options.finalNewline whether `$` also matches before a newline at the end, as in Python (default true);
 * false is faster and equal for texts that end otherwise
 * @throws C115 for what JavaScript cannot express: conditionals, atomic groups, possessive repeats, flags within
 */
export function translatePythonRegex(
  pattern: string,
  { finalNewline = true }: { readonly finalNewline?: boolean } = {},
): TranslatedRegex {
  return new Translator(pattern, finalNewline).run();
}

class Translator {
  readonly pattern: string;
  readonly finalNewline: boolean;
  at = 0;
  out = "";
  flags = new Set<string>();
  /** Set when a class has a negated class in it: only the `v` mode can nest them. */
  nested = false;

  constructor(pattern: string, finalNewline: boolean) {
    this.pattern = pattern;
    this.finalNewline = finalNewline;
  }

  run(): TranslatedRegex {
    const leading = /^\(\?([aiLmsux]+)\)/.exec(this.pattern);
    if (leading !== null) {
      this.flags = new Set(leading[1]);
      if (this.flags.has("x") || this.flags.has("L")) this.fail(leading[0]);
      this.at = leading[0].length;
    }
    while (this.at < this.pattern.length) this.piece();
    return { source: this.out, flags: (this.flags.has("i") ? "i" : "") + (this.nested ? "v" : "u") };
  }

  fail(what: string): never {
    throw textErrors.untranslatableRegex(this.pattern, what);
  }

  get classes(): Record<string, string> {
    return this.flags.has("a") ? asciiClasses : unicodeClasses;
  }

  piece(): void {
    const character = this.next();
    switch (character) {
      case "\\":
        this.out += this.escape();
        return;
      case "[":
        this.out += this.characterClass();
        return;
      case "(":
        this.out += this.group();
        return;
      case ".":
        this.out += this.flags.has("s") ? "[^]" : "[^\\n]";
        return;
      case "^":
        this.out += this.flags.has("m") ? "(?<![^\\n])" : "^";
        return;
      case "$":
        if (this.flags.has("m")) this.out += "(?![^\\n])";
        else this.out += this.finalNewline ? "(?=\\n?$)" : "$";
        return;
      case "{":
        this.out += this.brace();
        return;
      case "]":
      case "}":
        this.out += `\\${character}`;
        return;
      case "*":
      case "+":
      case "?":
        if (this.pattern[this.at] === "+") this.fail(`${character}+`);
        this.out += character;
        return;
      default:
        this.out += character;
    }
  }

  next(): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.at) as number);
    this.at += character.length;
    return character;
  }

  brace(): string {
    const repeat = /^(\d*)(,?)(\d*)\}/.exec(this.pattern.slice(this.at, this.at + 24));
    if (repeat === null || repeat[1] + repeat[3] === "") return "\\{";
    this.at += repeat[0].length;
    return `{${repeat[1] || "0"}${repeat[2]}${repeat[3]}}`;
  }

  group(): string {
    const rest = this.pattern.slice(this.at);
    if (rest[0] !== "?") return "(";
    const take = (opening: RegExp, write: (match: RegExpExecArray) => string): string | undefined => {
      const match = opening.exec(rest);
      if (match === null) return undefined;
      this.at += match[0].length;
      return write(match);
    };
    return (
      take(/^\?(?::|=|!|<=|<!)/, ([opening]) => `(${opening}`) ??
      take(/^\?P<(\w+)>/, ([, name]) => `(?<${name}>`) ??
      take(/^\?P=(\w+)\)/, ([, name]) => `\\k<${name}>`) ??
      take(/^\?#[^)]*\)/, () => "") ??
      take(/^\?u:/, () => "(?:") ??
      this.fail(`(${rest.slice(0, 4)}`)
    );
  }

  escape(): string {
    const character = this.next();
    const { classes } = this;
    const word = `[${classes.w}]`;
    if (character === "A") return "^";
    if (character === "Z") return "$";
    if (character === "b") return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    if (character === "B") return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    if (character in classes) return `[${classes[character]}]`;
    if (character.toLowerCase() in classes) return `[^${classes[character.toLowerCase()]}]`;
    if (/[1-9]/.test(character)) {
      const second = /^\d/.exec(this.pattern.slice(this.at))?.[0] ?? "";
      this.at += second.length;
      return `(?:\\${character}${second})`;
    }
    const point = this.literalEscape(character);
    if (point.length > 1 && point.startsWith("\\")) return point;
    return syntax.has(point) ? `\\${point}` : point;
  }

  /** An escape that stands for one character, in and outside classes. */
  literalEscape(character: string): string {
    if (character in controls) return controls[character];
    const digits = { x: 2, u: 4, U: 8 }[character];
    if (digits !== undefined) {
      const hex = this.pattern.slice(this.at, this.at + digits);
      this.at += digits;
      return `\\u{${parseInt(hex, 16).toString(16)}}`;
    }
    if (character === "0") {
      const octal = /^[0-7]{0,2}/.exec(this.pattern.slice(this.at))?.[0] ?? "";
      this.at += octal.length;
      return `\\u{${(parseInt(octal, 8) || 0).toString(16)}}`;
    }
    if (/[A-Za-z]/.test(character)) this.fail(`\\${character}`);
    return character;
  }

  characterClass(): string {
    let out = "[";
    if (this.pattern[this.at] === "^") {
      out += "^";
      this.at++;
    }
    let first = true;
    for (;;) {
      if (this.at >= this.pattern.length) this.fail("[");
      const character = this.next();
      if (character === "]" && !first) return `${out}]`;
      first = false;
      out += this.classMember(character);
      const range = this.pattern[this.at] === "-" && this.pattern[this.at + 1] !== "]";
      if (range && this.at + 1 < this.pattern.length) {
        this.at++;
        out += `-${this.classMember(this.next())}`;
      }
    }
  }

  classMember(character: string): string {
    if (character !== "\\") return literalInClass(character);
    const escaped = this.next();
    if (escaped in this.classes) return this.classes[escaped];
    if (escaped.toLowerCase() in this.classes) {
      this.nested = true;
      return `[^${this.classes[escaped.toLowerCase()]}]`;
    }
    if (escaped === "b") return "\\x08";
    const point = this.literalEscape(escaped);
    return point.length > 1 && point.startsWith("\\") ? point : literalInClass(point);
  }
}

/** Punctuation as a code, which both the `u` and the `v` mode read as a plain character. */
function literalInClass(character: string): string {
  if (!/[!-/:-@[-^`{-~]/.test(character)) return character;
  return `\\x${character.charCodeAt(0).toString(16)}`;
}
