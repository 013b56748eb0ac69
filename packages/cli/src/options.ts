import { Option, type Command } from "commander";

/** An option of a command, with every name it goes by. */
export interface OptionSpec {
  /** All names, spaCy's first: one long name at least; `-tk` and a second long name are aliases. */
  readonly flags: readonly string[];
  /** What it takes, for the help: `path`, `n`; without it the option is a switch. */
  readonly value?: string;
  readonly help: string;
  readonly default?: string | number;
  readonly choices?: readonly string[];
  readonly parse?: (value: string) => unknown;
}

const aliases = new WeakMap<Command, Map<string, string>>();
const names = new WeakMap<Option, string>();

/** Adds an option; aliases that commander does not know (`-tk`, a second long name) are rewritten by `rewriteAliases`. */
export function addOption(command: Command, spec: OptionSpec): void {
  const long = spec.flags.find((flag) => flag.startsWith("--"))!;
  const short = spec.flags.find((flag) => /^-[^-]$/.test(flag));
  const known = aliases.get(command) ?? new Map<string, string>();
  aliases.set(command, known);
  for (const flag of spec.flags) if (flag !== long && flag !== short) known.set(flag, long);
  const value = spec.value ? ` <${spec.value}>` : "";
  const option = new Option(`${short ? `${short}, ` : ""}${long}${value}`, spec.help);
  if (spec.default !== undefined) option.default(spec.default);
  if (spec.choices) option.choices(spec.choices);
  if (spec.parse) option.argParser(spec.parse);
  const ordered = [...spec.flags].sort((a, b) => a.search(/[^-]/) - b.search(/[^-]/) || a.length - b.length);
  names.set(option, ordered.join(", ") + value);
  command.addOption(option);
}

/** How the help writes an option: with all of its names. */
export function optionTerm(option: Option): string {
  return names.get(option) ?? option.flags;
}

/** Every name of an option. */
export function optionNames(option: Option): string[] {
  return optionTerm(option)
    .replace(/ [<[].*$/, "")
    .split(", ");
}

/** Replaces the further names of a command's options by the first, up to a lone `--`. */
export function rewriteAliases(command: Command, args: readonly string[]): string[] {
  const known = aliases.get(command);
  const end = args.indexOf("--");
  return args.map((argument, i) => {
    if (!known || (end >= 0 && i >= end)) return argument;
    const [name, ...value] = argument.split("=");
    const long = known.get(name);
    return long === undefined ? argument : [long, ...value].join("=");
  });
}
