import { parseConfig, type Config, type ConfigObject } from "@x/core";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { error } from "../errors";
import { exists } from "./walk";
import type { Terminal } from "./terminal";

/** Reads a config; `-` is standard input. Variables stay as they are unless asked. */
export async function readConfig(
  path: string,
  terminal: Terminal,
  options: { readonly overrides?: ConfigObject; readonly interpolate?: boolean } = {},
): Promise<Config> {
  const { overrides = {}, interpolate = false } = options;
  const file = resolve(terminal.cwd, path);
  if (path !== "-" && !(await exists(file))) throw error("L100", "The config", path);
  const text = path === "-" ? await terminal.readInput() : await readFile(file, "utf8");
  return parseConfig(text, { overrides, interpolate, file: path === "-" ? "(standard input)" : path });
}
