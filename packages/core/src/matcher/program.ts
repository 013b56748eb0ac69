import type { Vocab } from "../text/vocab";
import type { AttrName } from "../text/attributes";
import { CustomColumn, makeColumn, type Column, type PatternValue } from "./columns";
import { matcherErrors } from "./errors";
import type { FuzzyCompare } from "./levenshtein";
import { attributeConditions, customConditions, type Membership, type Predicate } from "./predicates";
import {
  objectEntries,
  parseOperator,
  patternAttr,
  quantifiers,
  specEntries,
  type Quantifier,
  type TokenPattern,
  type TokenSpec,
} from "./token-pattern";

/** The condition that a column's number is, or is not, in a set. */
interface SetTest {
  readonly column: number;
  readonly ids: ReadonlySet<number>;
  readonly negated: boolean;
}

/** What a token must be. */
interface TokenTest {
  /** Columns, and the number that each must have. */
  readonly columns: readonly number[];
  readonly values: readonly number[];
  readonly sets: readonly SetTest[];
  readonly predicates: readonly number[];
}

/** A place in a compiled pattern: what the next token must be, and what follows. */
export interface PatternNode extends TokenTest {
  readonly id: number;
  readonly quantifier: Quantifier;
  readonly next: PatternNode | undefined;
  readonly rule: Rule;
  /** The token of the pattern as it was given. */
  readonly tokenIndex: number;
}

/** All patterns under one key. */
export interface Rule {
  readonly key: string;
  /** Whether the same tokens can be found on more than one way. */
  ambiguous: boolean;
}

/** A compiled pattern. */
export interface CompiledPattern {
  readonly first: PatternNode;
  /** Attributes that must be annotated. */
  readonly attrs: ReadonlySet<AttrName>;
}

/** The columns and conditions that the patterns of a matcher share, and the compiler that fills them. */
export class Program {
  readonly columns: Column[] = [];
  readonly predicates: Predicate[] = [];
  /** How well an attribute tells patterns apart: the higher, the fewer tokens have one value. */
  readonly selectivity: number[] = [];
  readonly #columnOf = new Map<string, number>();
  readonly #predicateOf = new Map<string, number>();
  #nodes = 0;

  constructor(
    private readonly vocab: Vocab,
    private readonly compare: FuzzyCompare,
  ) {}

  /** Compiles a pattern; undefined if it can match nothing, as `{0}` alone. @throws R003, R004, R005, R009, C115 */
  compile(pattern: TokenPattern, rule: Rule): CompiledPattern | undefined {
    const attrs = new Set<AttrName>();
    const steps = pattern.flatMap((spec, tokenIndex) => {
      const test = this.#compileToken(spec, attrs);
      const op = specEntries(spec).find(([name]) => name === "OP")?.[1];
      return parseOperator(op).map((quantifier) => ({ ...test, quantifier, tokenIndex }));
    });
    let first: PatternNode | undefined;
    for (const step of steps.reverse()) first = { ...step, id: this.#nodes++, next: first, rule };
    return first && { first, attrs };
  }

  #compileToken(spec: TokenSpec, attrs: Set<AttrName>): TokenTest {
    const columns: number[] = [];
    const values: number[] = [];
    const sets: SetTest[] = [];
    const predicates: Predicate[] = [];
    const equal = (column: number, value: PatternValue) => {
      columns.push(column);
      values.push(this.columns[column].idOf(value));
    };
    for (const [name, value] of specEntries(spec)) {
      if (name === "OP") continue;
      if (name === "_") {
        for (const [custom, wanted] of objectEntries(value) ?? [])
          if (objectEntries(wanted) !== undefined)
            predicates.push(...customConditions(custom, wanted, this.compare));
          else
            equal(
              this.#column(`_.${custom}`, () => new CustomColumn(custom)),
              plainValue(`_.${custom}`, wanted),
            );
        continue;
      }
      const attr = patternAttr(name);
      const column = () => this.#column(attr, () => makeColumn(attr, (key) => this.vocab.strings.find(key)));
      if (objectEntries(value) === undefined) {
        attrs.add(attr);
        equal(column(), plainValue(attr, value));
      } else {
        const found = attributeConditions(attr, value, { compare: this.compare });
        predicates.push(...found.predicates);
        for (const membership of found.memberships) sets.push(this.#setTest(column(), membership));
      }
    }
    return { columns, values, sets, predicates: predicates.map((predicate) => this.#predicate(predicate)) };
  }

  #setTest(column: number, { values, negated }: Membership): SetTest {
    const ids = new Set(values.map((value) => this.columns[column].idOf(value)));
    return { column, ids, negated };
  }

  #column(name: string, make: () => Column): number {
    let index = this.#columnOf.get(name);
    if (index === undefined) {
      index = this.columns.push(make()) - 1;
      this.#columnOf.set(name, index);
      const place = bySelectivity.indexOf(name);
      this.selectivity.push(place < 0 ? 0 : bySelectivity.length - place);
    }
    return index;
  }

  #predicate(predicate: Predicate): number {
    let index = this.#predicateOf.get(predicate.key);
    if (index === undefined) {
      index = this.predicates.push(predicate) - 1;
      this.#predicateOf.set(predicate.key, index);
    }
    return index;
  }
}

const bySelectivity = (
  "ORTH LOWER NORM LEMMA ENT_ID ENT_KB_ID SUFFIX SHAPE PREFIX TAG MORPH DEP POS ENT_TYPE LENGTH LIKE_URL LIKE_EMAIL " +
  "IS_CURRENCY IS_BRACKET IS_QUOTE IS_DIGIT LIKE_NUM IS_SPACE IS_PUNCT"
).split(" ");

function plainValue(attr: string, value: unknown): PatternValue {
  const fits =
    typeof value === "string" ||
    typeof value === "boolean" ||
    (Number.isInteger(value) && (value as number) >= 0) ||
    (typeof value === "bigint" && value >= 0n);
  if (!fits) throw matcherErrors.wrongAttributeValue(attr, JSON.stringify(value) ?? String(value));
  return value as PatternValue;
}

/** Whether a pattern can reach the same end from the same start on several ways. */
export function isAmbiguous(first: PatternNode): boolean {
  for (let node: PatternNode | undefined = first; node !== undefined; node = node.next)
    if (node.quantifier === quantifiers.zeroPlus || node.quantifier === quantifiers.zeroOne) return true;
  return false;
}
