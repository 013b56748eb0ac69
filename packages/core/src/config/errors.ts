import { catalogue } from "../errors";

const places = (lines: readonly string[]) => lines.map((line) => `\n  ${line}`).join("");

/** Errors of reading, interpolating and writing configs. Every `at` is `file:line` or `line N`. */
export const error = catalogue({
  CF01: (lines: readonly string[]) =>
    `These lines are neither \`[section]\` nor \`key = value\`:${places(lines)}\n` +
    "Indent the lines that go on with the value before them (also a closing bracket).",
  CF02: (at: string, line: string) =>
    `${at}: ${line} stands before the first section. A config begins with a section such as [nlp].`,
  CF03: (at: string, section: string, first: string) =>
    `${at}: the section [${section}] is there already (${first}). Put all its settings in one place.`,
  CF04: (at: string, key: string, first: string) =>
    `${at}: ${key} is set already (${first}). Remove one of the two lines.`,
  CF05: (at: string, keys: readonly string[]) =>
    `${at}: [DEFAULT] would apply to every section, which configs do not allow: ${keys.join(", ")}. ` +
    "Put the settings in a section of their own, such as [vars], and refer to them by ${vars.key}.",
  CF06: (at: string, section: string, missing: string) =>
    `${at}: the section [${section}] needs a section [${missing}], which is not there. Add the line [${missing}], ` +
    "or correct the name.",
  CF07: (at: string, section: string, key: string) =>
    `${at}: [${section}] and the setting "${key}" of its parent are the same thing. Remove one of the two.`,
  CF08: (at: string, path: string, variable: string, advice: string) =>
    `${at}: ${path} refers to \${${variable}}, but there is no such setting or section. ${advice}`.trimEnd(),
  CF09: (at: string, path: string, found: string) =>
    `${at}: ${path} has a "$" that begins no variable: ${found}. Write $$ for a dollar sign, or \${section.key}.`,
  CF10: (at: string, path: string, limit: number) =>
    `${at}: the variables of ${path} refer to each other more than ${limit} times. Look for a circle, or shorten the chain.`,
  CF11: (at: string, path: string, section: string) =>
    `${at}: ${path} puts the whole section [${section}] into a text or list. Refer to one of its settings instead; ` +
    "what a registered function returns cannot be referred to.",
  CF12: (at: string, path: string, section: string) =>
    `${at}: ${path} refers to [${section}], which it is itself part of. Refer to single settings instead.`,
  CF13: (key: string, reason: string) =>
    `The override "${key}" cannot be applied: ${reason}. Overrides are written section.key, and the section must be there.`,
  CF14: (path: string, reason: string) => `${path} cannot be written to a config: ${reason}.`,
  CF15: (at: string, path: string, limit: number) =>
    `${at}: with its variables filled in, ${path} is longer than ${limit} characters. Refer to less.`,
  CF16: (path: string, found: string) =>
    `The config has no ${path}${found === "" ? "" : `, only ${found}`}. Add it, or fill the config with its defaults (\`x init fill-config\`).`,
  CF18: (at: string, found: number, limit: number) =>
    `${at}: the section is nested ${found} levels deep; at most ${limit} are allowed.`,
  CF17: (argument: string) =>
    `"${argument}" is no override. Write --section.key value, --section.key=value, or --section.key for true.`,
  CF20: (problems: readonly string[]) =>
    `The config has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:${places(problems)}`,
});
