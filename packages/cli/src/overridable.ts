import type { Command } from "commander";

const overridable = new WeakSet<Command>();

/** Lets a command take settings of the config, `--section.key value`. */
export function allowOverrides(command: Command): void {
  overridable.add(command);
  command.usage(`${command.usage()} [--section.key value ...]`);
}

export function takesOverrides(command: Command): boolean {
  return overridable.has(command);
}
