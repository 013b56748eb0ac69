import { catalogue } from "../errors";

const list = (items: Iterable<string>) => [...items].join(", ");

/** Errors of the token and phrase matchers. */
export const matcherErrors = catalogue({
  emptyPattern: (key: string) =>
    `[R001] The rule "${key}" was given an empty pattern, or no list. A pattern is a list of at least one token, for example [{ LOWER: "hello" }].`,
  invalidPatterns: (key: string, problems: readonly string[]) =>
    `[R002] The patterns of rule "${key}" are not valid:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
  unknownAttribute: (attr: string, nearest: string) =>
    `[R003] "${attr}" is no token attribute that patterns can name. Did you mean ${nearest}? Custom attributes go below "_".`,
  wrongAttributeValue: (attr: string, found: string) =>
    `[R004] The attribute ${attr} of a pattern has the value ${found}. Give a text, an integer, true or false, or an object of operators such as { IN: [...] }.`,
  wrongOperator: (found: string) =>
    `[R005] "${found}" is no operator of a token pattern. Allowed are !, ?, +, *, {n}, {n,m}, {n,} and {,m} with n <= m.`,
  unknownGreedy: (greedy: string) =>
    `[R006] greedy: "${greedy}" is not known. Allowed are "FIRST", "LONGEST", or nothing to get all matches.`,
  unknownRule: (key: string, keys: readonly string[]) =>
    `[R007] There is no rule "${key}" to remove. Rules: ${list(keys) || "(none)"}.`,
  missingAnnotation: (attr: string, component: string) =>
    `[R008] The patterns look at ${attr}, and the Doc has none. Put a ${component} before the matcher in the pipeline, or pass allowMissing: true.`,
  wrongOperand: (attr: string, operator: string, expected: string) =>
    `[R009] The operator ${operator} of ${attr} does not fit its value: it takes ${expected}.`,
  notDocs: (key: string) =>
    `[R010] The patterns of phrase rule "${key}" are no list of Docs. Pass a list, for example [nlp.makeDoc("a phrase")].`,
  tooManyMatches: (limit: number, keys: readonly string[]) =>
    `[R020] There are more than ${limit} matches of the rules ${list(keys)}. A pattern such as [{ IS_ALPHA: true, OP: "+" }] matches every stretch of a run of words: let the rule keep the longest (greedy: "LONGEST"), search a part of the Doc, or raise maxMatches.`,
  invalidRegex: (attr: string, pattern: string, problem: string) =>
    `[R011] The regular expression "${pattern}" of ${attr} cannot be compiled: ${problem}. Check its brackets and escapes.`,
});
