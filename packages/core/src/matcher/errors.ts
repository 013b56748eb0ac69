import { catalogue } from "../errors";

const list = (items: Iterable<string>) => [...items].join(", ");

/** Errors of the token and phrase matchers. */
export const matcherError = catalogue({
  R001: (key: string) =>
    `The rule "${key}" was given an empty pattern, or no list. A pattern is a list of at least one token, for example [{ LOWER: "hello" }].`,
  R002: (key: string, problems: readonly string[]) =>
    `The patterns of rule "${key}" are not valid:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
  R003: (attr: string, nearest: string) =>
    `"${attr}" is no token attribute that patterns can name. Did you mean ${nearest}? Custom attributes go below "_".`,
  R004: (attr: string, found: string) =>
    `The attribute ${attr} of a pattern has the value ${found}. Give a text, an integer, true or false, or an object of operators such as { IN: [...] }.`,
  R005: (found: string) =>
    `"${found}" is no operator of a token pattern. Allowed are !, ?, +, *, {n}, {n,m}, {n,} and {,m} with n <= m.`,
  R006: (greedy: string) =>
    `greedy: "${greedy}" is not known. Allowed are "FIRST", "LONGEST", or nothing to get all matches.`,
  R007: (key: string, keys: readonly string[]) =>
    `There is no rule "${key}" to remove. Rules: ${list(keys) || "(none)"}.`,
  R008: (attr: string, component: string) =>
    `The patterns look at ${attr}, and the Doc has none. Put a ${component} before the matcher in the pipeline, or pass allowMissing: true.`,
  R009: (attr: string, operator: string, expected: string) =>
    `The operator ${operator} of ${attr} does not fit its value: it takes ${expected}.`,
  R010: (key: string) =>
    `The patterns of phrase rule "${key}" are no list of Docs. Pass a list, for example [nlp.makeDoc("a phrase")].`,
  R020: (limit: number, keys: readonly string[]) =>
    `There are more than ${limit} matches of the rules ${list(keys)}. A pattern such as [{ IS_ALPHA: true, OP: "+" }] matches every stretch of a run of words: let the rule keep the longest (greedy: "LONGEST"), search a part of the Doc, or raise maxMatches.`,
  R011: (attr: string, pattern: string, problem: string) =>
    `The regular expression "${pattern}" of ${attr} cannot be compiled: ${problem}. Check its brackets and escapes.`,
});
