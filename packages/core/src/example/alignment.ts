import { isSpace } from "../text/unicode";
import { AlignmentArray } from "./alignment-array";
import { exampleErrors } from "./errors";

/**
 * Which tokens of two tokenizations of one text cover the same characters. Follows spaCy's `Alignment` and
 * `get_alignments`: the texts may differ in whitespace and case; tokens of whitespace align only with equal ones.
 */
export class Alignment {
  constructor(
    readonly x2y: AlignmentArray,
    readonly y2x: AlignmentArray,
  ) {}

  /** @throws E001 if the texts differ in more than whitespace and case */
  static fromStrings(x: readonly string[], y: readonly string[]): Alignment {
    const isSame = x.length === y.length && x.every((word, i) => word !== "" && word === y[i]);
    if (isSame) {
      const identity = new AlignmentArray(x.map((_, i) => [i]));
      return new Alignment(identity, identity);
    }
    const { x2y, y2x } = align(x, y);
    return new Alignment(new AlignmentArray(x2y), new AlignmentArray(y2x));
  }

  static fromIndices(x2y: readonly number[][], y2x: readonly number[][]): Alignment {
    return new Alignment(new AlignmentArray(x2y), new AlignmentArray(y2x));
  }
}

/** One tokenization: its lower-cased code points, and the token that each belongs to. */
interface Characters {
  readonly words: readonly string[];
  readonly characters: readonly string[];
  readonly tokenOf: readonly number[];
  at: number;
  previous: number;
  readonly rows: Set<number>[];
}

function charactersOf(words: readonly string[]): Characters {
  return {
    words,
    characters: [...words.join("").toLowerCase()],
    tokenOf: words.flatMap((word, i) => Array.from(word.toLowerCase(), () => i)),
    at: 0,
    previous: -1,
    rows: [],
  };
}

function align(x: readonly string[], y: readonly string[]): { x2y: number[][]; y2x: number[][] } {
  const [a, b] = [charactersOf(x), charactersOf(y)];
  const withoutSpace = ({ characters }: Characters) =>
    characters.filter((character) => !isSpace(character)).join("");
  const isBroken = (side: Characters) => side.characters.length !== side.tokenOf.length;
  if (withoutSpace(a) !== withoutSpace(b) || isBroken(a) || isBroken(b))
    throw exampleErrors.textsDiffer(x, y);
  while (a.at < a.characters.length && b.at < b.characters.length) {
    const tokens = [a.tokenOf[a.at], b.tokenOf[b.at]] as const;
    for (const [side, token] of [
      [a, tokens[0]],
      [b, tokens[1]],
    ] as const)
      if (side.previous !== token) side.rows.push(new Set());
    step(a, b, tokens);
    [a.previous, b.previous] = tokens;
  }
  return { x2y: finish(a), y2x: finish(b) };
}

function step(a: Characters, b: Characters, [i, j]: readonly [number, number]): void {
  const link = () => {
    a.rows[a.rows.length - 1].add(j);
    b.rows[b.rows.length - 1].add(i);
  };
  if (a.words[i] === b.words[j] && isTokenStart(a) && isTokenStart(b)) {
    link();
    // By the length before lower-casing, as spaCy counts; what is left of a longer one aligns character by character.
    a.at += [...a.words[i]].length;
    b.at += [...b.words[j]].length;
  } else if (a.characters[a.at] === b.characters[b.at]) {
    link();
    a.at++;
    b.at++;
  } else if (isSpace(a.characters[a.at])) a.at++;
  else if (isSpace(b.characters[b.at])) b.at++;
  else throw exampleErrors.textsDiffer(a.words, b.words);
}

function isTokenStart(side: Characters): boolean {
  return side.at === 0 || side.tokenOf[side.at - 1] < side.tokenOf[side.at];
}

/** The rows in order, with empty ones for whitespace at the end. */
function finish(side: Characters): number[][] {
  const trailing = new Set(side.tokenOf.slice(side.at)).size;
  const rows = side.rows.map((row) => [...row].sort((p, q) => p - q));
  return [...rows, ...Array.from({ length: trailing }, () => [])];
}
