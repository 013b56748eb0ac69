import { type Config, type ConfigObject, parseConfig } from "@x/core";
import { readTextFile, writeFileSafely } from "@x/core/files";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import type { Terminal } from "./terminal";
import { exists, isDirectory } from "./walk";

/**
 * Reads a config; `-` is standard input. Variables stay as they are unless asked. Mistakes are noted in the config, for
 * `checkConfig` to show them with all others.
 */
export async function readConfig(
  path: string,
  terminal: Terminal,
  options: { readonly overrides?: ConfigObject; readonly interpolate?: boolean } = {},
): Promise<Config> {
  const { overrides = {}, interpolate = false } = options;
  const file = resolve(terminal.cwd, path);
  if (path !== "-" && !(await exists(file))) throw errors.missingInput("The config", path);
  const text = path === "-" ? await terminal.readInput() : readTextFile(file, { file: path });
  const name = path === "-" ? "(standard input)" : path;
  return parseConfig(text, { overrides, interpolate, file: name, collect: true });
}

/** Writes a config, or prints it where the path is `-`; an existing file only by force. */
export async function saveConfig(
  text: string,
  path: string,
  { context, force }: { readonly context: CommandContext; readonly force: boolean },
): Promise<void> {
  const { terminal, messages } = context;
  if (path === "-") return terminal.out(`${text}\n`);
  const file = resolve(terminal.cwd, path);
  if (await isDirectory(file)) throw errors.unusableOutput(path, "a folder");
  if (!force && (await exists(file))) throw errors.fileExists(path);
  writeFileSafely(file, text);
  messages.good(`Saved the config: ${path}`);
}
