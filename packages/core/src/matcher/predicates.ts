import { normalizeMorph } from "../doc/morphology";
import type { Doc } from "../doc/doc";
import { errorCode } from "../errors";
import type { AttrName } from "../text/attributes";
import { BoundedMap } from "../text/bounded-map";
import { PythonPattern } from "../text/python-pattern";
import { comparable, numberReader, textReader } from "./columns";
import { matcherErrors } from "./errors";
import type { FuzzyCompare } from "./levenshtein";
import { objectEntries } from "./token-pattern";

/** A condition of a token that is not just one value: its result is kept for each token. */
export interface Predicate {
  /** Equal conditions have equal keys. */
  readonly key: string;
  test(doc: Doc, i: number): boolean;
}

/** A condition that integers can decide: the attribute is (not) one of these values. */
export interface Membership {
  readonly values: readonly (string | number | bigint)[];
  readonly negated: boolean;
}

interface Mode {
  /** The values of a set are regular expressions. */
  readonly regex?: boolean;
  /** The values of a set are compared with this many edits. */
  readonly fuzzy?: number;
}

/** What an object of operators asks for. */
export interface Conditions {
  readonly predicates: Predicate[];
  readonly memberships: Membership[];
}

type Test = Predicate["test"];
type Values = readonly (string | number | bigint)[];

const setOperators = new Set(["IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS"]);
const comparisons: Readonly<Record<string, (a: number | string, b: number | string) => boolean>> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
};
const fuzzyOperator = /^FUZZY([1-9]?)$/;

/**
 * The conditions of an attribute's operators. Unknown operators are passed over, as in spaCy; validation reports them.
 *
 * @throws R009 for a value that the operator cannot take, C115 for a regular expression
 */
export function attributeConditions(
  attr: AttrName,
  operators: unknown,
  { compare, ...mode }: Mode & { readonly compare: FuzzyCompare },
): Conditions {
  const found: Conditions = { predicates: [], memberships: [] };
  const text = textReader(attr);
  for (const [name, value] of objectEntries(operators) ?? []) {
    const operator = name.toUpperCase();
    const fuzzy = fuzzyOperator.exec(operator);
    const add = (test: Test) =>
      found.predicates.push({ key: predicateKey(attr, operator, value, mode), test });
    const addText = (holds: (text: string) => boolean) => {
      if (text === undefined)
        throw matcherErrors.wrongOperand(attr, operator, "only attributes that are texts");
      add(remembered(text, holds));
    };
    if ((operator === "REGEX" || fuzzy !== null) && objectEntries(value) !== undefined) {
      const inner = fuzzy === null ? { regex: true } : { fuzzy: editsOf(fuzzy) };
      const nested = attributeConditions(attr, value, { compare, ...inner });
      found.predicates.push(...nested.predicates);
      found.memberships.push(...nested.memberships);
    } else if (operator === "REGEX") {
      const regex = compilePattern(attr, value);
      addText((found) => regex.test(found));
    } else if (fuzzy !== null) {
      if (typeof value !== "string") throw matcherErrors.wrongOperand(attr, operator, "a text");
      const edits = editsOf(fuzzy);
      addText((found) => value === found || compare(found, value, edits));
    } else if (setOperators.has(operator)) {
      const values = listOf(attr, operator, value);
      const perText = operator === "IN" || operator === "NOT_IN";
      if (perText && (mode.regex === true || mode.fuzzy !== undefined))
        addText(anyText({ attr, values, compare, negated: operator === "NOT_IN", ...mode }));
      else if (attr === "MORPH" && !perText) add(featureSet(operator, values));
      else if (mode.regex === true) add(() => operator === "IS_SUPERSET" && values.length === 0);
      else setOfValues(attr, operator, values, found);
    } else if (operator in comparisons) {
      if (text !== undefined || typeof value !== "number")
        throw matcherErrors.wrongOperand(attr, operator, "a number, and the attribute must be one");
      const [read, holds] = [numberReader(attr), comparisons[operator]];
      add((doc, i) => holds(read(doc, i), value));
    }
  }
  return found;
}

/** A token has one value, so all operators of sets come down to being in the set; `IS_SUPERSET` of more than one never holds. */
function setOfValues(attr: AttrName, operator: string, given: Values, found: Conditions): void {
  const values = attr === "MORPH" ? given.map((value) => normalizeMorph(String(value))) : given;
  const size = new Set(values).size;
  if (operator === "IS_SUPERSET" && size === 0) return;
  const impossible = operator === "IS_SUPERSET" && size > 1;
  found.memberships.push({ values: impossible ? [] : values, negated: operator === "NOT_IN" });
}

function anyText(
  options: Mode & {
    readonly attr: string;
    readonly values: Values;
    readonly compare: FuzzyCompare;
    readonly negated: boolean;
  },
): (text: string) => boolean {
  const { attr, values, compare, negated, regex, fuzzy = -1 } = options;
  if (regex === true) {
    const patterns = values.map((value) => compilePattern(attr, value));
    return (found) => patterns.some((pattern) => pattern.test(found)) !== negated;
  }
  const texts = values.map(String);
  return (found) => texts.some((text) => compare(found, text, fuzzy)) !== negated;
}

/** How many texts a condition remembers its result for, in each of two generations. */
const rememberedTexts = 4000;

/** Texts repeat, so that most results are known. */
function remembered(read: (doc: Doc, i: number) => string, holds: (text: string) => boolean): Test {
  const known = new BoundedMap<boolean>(rememberedTexts);
  return (doc, i) => {
    const text = read(doc, i);
    let result = known.get(text);
    if (result === undefined) known.set(text, (result = holds(text)));
    return result;
  };
}

/** Sets of single features, `Case=Nom`: an analysis is the set of its features. */
function featureSet(operator: string, values: Values): Test {
  const wanted = new Set(values.map((value) => normalizeMorph(String(value))));
  return (doc, i) => compareSets(operator, new Set(featuresOf(doc.morphs?.[i] ?? "")), wanted);
}

function featuresOf(morph: string): string[] {
  if (morph === "" || morph === "_") return [];
  return morph.split("|").flatMap((feature) => {
    const at = feature.indexOf("=");
    const values = feature.slice(at + 1).split(",");
    return values.map((value) => feature.slice(0, at + 1) + value);
  });
}

function compareSets(operator: string, found: ReadonlySet<unknown>, wanted: ReadonlySet<unknown>): boolean {
  if (operator === "IS_SUBSET") return [...found].every((item) => wanted.has(item));
  if (operator === "IS_SUPERSET") return [...wanted].every((item) => found.has(item));
  return [...found].some((item) => wanted.has(item));
}

/** The conditions of a custom attribute, whose value may be a text, a number, or a list of them. @throws R009, C115 */
export function customConditions(name: string, operators: unknown, compare: FuzzyCompare): Predicate[] {
  return (objectEntries(operators) ?? []).flatMap(([given, value]) => {
    const operator = given.toUpperCase();
    const test = customTest(`_.${name}`, operator, { value, compare });
    if (test === undefined) return [];
    const key = predicateKey(`_.${name}`, operator, value, {});
    return [{ key, test: (doc: Doc, i: number) => test(doc.token(i)._.get(name)) }];
  });
}

function customTest(
  attr: string,
  operator: string,
  { value, compare }: { readonly value: unknown; readonly compare: FuzzyCompare },
): ((found: unknown) => boolean) | undefined {
  const fuzzy = fuzzyOperator.exec(operator);
  if (operator === "REGEX") {
    const regex = compilePattern(attr, value);
    return (found) => typeof found === "string" && regex.test(found);
  }
  if (fuzzy !== null) {
    if (typeof value !== "string") throw matcherErrors.wrongOperand(attr, operator, "a text");
    return (found) => typeof found === "string" && (found === value || compare(found, value, editsOf(fuzzy)));
  }
  if (setOperators.has(operator)) {
    const wanted = new Set(listOf(attr, operator, value).map(comparable));
    if (operator === "IN" || operator === "NOT_IN")
      return (found) => isScalar(found) && wanted.has(comparable(found)) === (operator === "IN");
    return (found) => {
      const items = Array.isArray(found) ? found : found instanceof Set ? [...found] : [found];
      return items.every(isScalar) && compareSets(operator, new Set(items.map(comparable)), wanted);
    };
  }
  const holds = comparisons[operator];
  if (holds === undefined) return undefined;
  const wanted = comparableNumber(value);
  return (found) => {
    const own = comparableNumber(found);
    if (operator === "!=") return own !== wanted;
    return typeof own === typeof wanted && holds(own as number, wanted as number);
  };
}

const comparableNumber = (value: unknown) => (typeof value === "string" ? value : comparable(value));

function isScalar(value: unknown): boolean {
  return (
    typeof value === "string" ||
    typeof value === "boolean" ||
    Number.isInteger(value) ||
    typeof value === "bigint"
  );
}

function listOf(attr: string, operator: string, value: unknown): Values {
  if (!Array.isArray(value) || !value.every(isScalar))
    throw matcherErrors.wrongOperand(attr, operator, "a list of values");
  return value.map((item: unknown) => (typeof item === "boolean" ? Number(item) : (item as string | number)));
}

function compilePattern(attr: string, value: unknown): PythonPattern {
  if (typeof value !== "string")
    throw matcherErrors.wrongOperand(attr, "REGEX", "a regular expression in Python's syntax");
  const pattern = new PythonPattern(value);
  try {
    pattern.test(""); // a pattern that cannot be compiled is refused now, not at the first text
  } catch (cause) {
    if (errorCode(cause) !== "C118") throw cause;
    throw matcherErrors.invalidRegex(attr, value, ((cause as Error).cause as Error).message);
  }
  return pattern;
}

function editsOf(operator: RegExpExecArray): number {
  return operator[1] === "" ? -1 : Number(operator[1]);
}

function predicateKey(attr: string, operator: string, value: unknown, mode: Mode): string {
  const plain = (_: string, item: unknown) => (typeof item === "bigint" ? `${item}n` : item);
  return JSON.stringify([attr, operator, value, mode.regex ?? false, mode.fuzzy ?? null], plain);
}
