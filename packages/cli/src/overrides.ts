import type { ConfigObject } from "@x/core";
import { parseOverrides } from "@x/core/spi";
import { errors } from "./errors";

/** The environment variable whose settings win over those of the command line. */
const overridesVariable = "SPACY_CONFIG_OVERRIDES";

const isSetting = (argument: string) => /^--[^=]*\./.test(argument);

/**
 * Takes the settings of the config (`--section.key value`, `--section.key=value`, a bare flag is true) out of the
 * arguments of a command.
 *
 * @returns the settings by their dotted names, and the command's own arguments, in their order
 */
export function takeOverrides(args: readonly string[]): {
  readonly rest: string[];
  readonly overrides: ConfigObject;
} {
  const rest: string[] = [];
  const settings: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (!isSetting(args[i])) {
      rest.push(args[i]);
      continue;
    }
    settings.push(args[i]);
    const hasValue = !args[i].includes("=") && i + 1 < args.length && !args[i + 1].startsWith("--");
    if (hasValue) settings.push(args[++i]);
  }
  return { rest, overrides: parseOverrides(settings) };
}

/** The settings in the environment; anything else in there is refused. */
export function environmentOverrides(env: Readonly<Record<string, string | undefined>>): ConfigObject {
  const { rest, overrides } = takeOverrides(splitShell(env[overridesVariable] ?? ""));
  if (rest.length > 0) throw errors.notASetting(rest[0], overridesVariable);
  return overrides;
}

/** Splits at blanks outside of quotes, as a shell would. */
export function splitShell(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quote !== "") {
      if (character === quote) quote = "";
      else if (character === "\\" && quote === '"' && /["\\]/.test(text[i + 1] ?? "")) word += text[++i];
      else word += character;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word ??= "";
      if (character === '"' || character === "'") quote = character;
      else if (character === "\\" && i + 1 < text.length) word += text[++i];
      else word += character;
    }
  }
  if (quote !== "") throw errors.unclosedQuote(overridesVariable);
  if (word !== undefined) words.push(word);
  return words;
}
