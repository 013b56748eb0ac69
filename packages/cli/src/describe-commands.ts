import type { Command } from "commander";
import { optionNames } from "./options";
import { takesOverrides } from "./overridable";

/** An option of a command, with all its names. */
export interface OptionDescription {
  /** For example `-o`, `--output`, `--output-path`. */
  readonly names: readonly string[];
  /** What it takes, undefined for a switch. */
  readonly value?: string;
  readonly help: string;
  readonly choices?: readonly string[];
}

/** A command of `x` that does something, as its own definitions say. */
export interface CommandDescription {
  /** For example `["init", "config"]`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly variadic: boolean;
    readonly help: string;
  }[];
  readonly options: readonly OptionDescription[];
  /** Whether it takes settings of the config, `--section.key value`. */
  readonly takesSettings: boolean;
}

/** Every command below a program, in the order of the help. */
export function describeProgram(program: Command): CommandDescription[] {
  return visible(program).flatMap((child) => describe(child, []));
}

/** Without commands that only keep an old spelling working. */
function visible(command: Command): Command[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== "help");
}

function describe(command: Command, above: readonly string[]): CommandDescription[] {
  const path = [...above, command.name()];
  const below = visible(command).flatMap((child) => describe(child, path));
  // A group such as `init` only holds others.
  if (below.length > 0) return below;
  return [
    {
      path,
      summary: command.description(),
      arguments: command.registeredArguments.map((argument) => ({
        name: argument.name(),
        required: argument.required,
        variadic: argument.variadic,
        help: argument.description,
      })),
      options: command.options
        .filter((option) => !option.hidden)
        .map((option) => ({
          names: optionNames(option),
          value: /[<[](.*)[>\]]/.exec(option.flags)?.[1],
          help: option.description,
          choices: option.argChoices,
        })),
      takesSettings: takesOverrides(command),
    },
  ];
}
