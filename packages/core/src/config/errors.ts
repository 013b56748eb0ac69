import { catalogue } from "../errors";

const places = (lines: readonly string[]) => lines.map((line) => `\n  ${line}`).join("");

/** Errors of reading, interpolating and writing configs. Every `at` is `file:line` or `line N`. */
export const errors = catalogue({
  unreadableLines: (lines: readonly string[]) =>
    `[CF01] These lines are neither \`[section]\` nor \`key = value\`:${places(lines)}\nIndent the lines that go on with the value before them (also a closing bracket).`,
  lineBeforeSection: (at: string, line: string) =>
    `[CF02] ${at}: ${line} stands before the first section. A config begins with a section such as [nlp].`,
  sectionExists: (at: string, section: string, first: string) =>
    `[CF03] ${at}: the section [${section}] is there already (${first}). Put all its settings in one place.`,
  settingExists: (at: string, key: string, first: string) =>
    `[CF04] ${at}: ${key} is set already (${first}). Remove one of the two lines.`,
  defaultSection: (at: string, keys: readonly string[]) =>
    `[CF05] ${at}: [DEFAULT] would apply to every section, which configs do not allow: ${keys.join(", ")}. Put the settings in a section of their own, such as [vars], and refer to them by \${vars.key}.`,
  missingParentSection: (at: string, section: string, missing: string) =>
    `[CF06] ${at}: the section [${section}] needs a section [${missing}], which is not there. Add the line [${missing}], or correct the name.`,
  sectionAndSetting: (at: string, section: string, key: string) =>
    `[CF07] ${at}: [${section}] and the setting "${key}" of its parent are the same thing. Remove one of the two.`,
  unknownVariable: (at: string, path: string, variable: string, advice: string) =>
    `[CF08] ${at}: ${path} refers to \${${variable}}, but there is no such setting or section.${advice === "" ? "" : ` ${advice}`}`,
  strayDollar: (at: string, path: string, found: string) =>
    `[CF09] ${at}: ${path} has a "$" that begins no variable: ${found}. Write $$ for a dollar sign, or \${section.key}.`,
  variablesTooDeep: (at: string, path: string, limit: number) =>
    `[CF10] ${at}: the variables of ${path} refer to each other more than ${limit} times. Look for a circle, or shorten the chain.`,
  sectionInText: (at: string, path: string, section: string) =>
    `[CF11] ${at}: ${path} puts the whole section [${section}] into a text or list. Refer to one of its settings instead; what a registered function returns cannot be referred to.`,
  circularReference: (at: string, path: string, section: string) =>
    `[CF12] ${at}: ${path} refers to [${section}], which it is itself part of. Refer to single settings instead.`,
  cannotOverride: (key: string, reason: string) =>
    `[CF13] The override "${key}" cannot be applied: ${reason}. Overrides are written section.key, and the section must be there.`,
  cannotWrite: (path: string, reason: string) => `[CF14] ${path} cannot be written to a config: ${reason}.`,
  valueTooLong: (at: string, path: string, limit: number) =>
    `[CF15] ${at}: with its variables filled in, ${path} is longer than ${limit} characters. Refer to less.`,
  missingSection: (path: string, found: string) =>
    `[CF16] The config has no ${path}${found === "" ? "" : `, only ${found}`}. Add it, or fill the config with its defaults (\`x init fill-config\`).`,
  sectionTooDeep: (at: string, found: number, limit: number) =>
    `[CF18] ${at}: the section is nested ${found} levels deep; at most ${limit} are allowed.`,
  notAnOverride: (argument: string) =>
    `[CF17] "${argument}" is no override. Write --section.key value, --section.key=value, or --section.key for true.`,
  invalidConfig: (problems: readonly string[]) =>
    `[CF20] The config has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:${places(problems)}`,
});
