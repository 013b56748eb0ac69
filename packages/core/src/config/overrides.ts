import type { ConfigObject } from "../registry/registration";
import { errors } from "./errors";
import { readJson } from "./json-read";

/**
 * Reads overrides from the arguments of a command: `--section.key value`, `--section.key=value`, or `--section.key`
 * alone for true. Values are JSON where they are JSON, else text; in `[paths]` a number is the name of a file or folder.
 *
 * @returns values by path, in the form `parseConfig` takes: tables are Maps, integral floats are wrapped
 * Throws CF17 for an argument that is none of these.
 */
export function parseOverrides(args: readonly string[]): ConfigObject {
  const overrides: ConfigObject = {};
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (!argument.startsWith("--")) throw errors.notAnOverride(argument);
    // As spaCy does it: dashes inside become underscores only in the form with "=".
    const option = argument.replaceAll("--", "");
    const equals = option.indexOf("=");
    const path = equals < 0 ? option : option.slice(0, equals).replaceAll("-", "_");
    if (!option.includes(".")) throw errors.notAnOverride(argument);
    if (equals >= 0) overrides[path] = readOverride(option.slice(equals + 1), path);
    else if (i + 1 >= args.length || args[i + 1].startsWith("--")) overrides[path] = true;
    else overrides[path] = readOverride(args[++i], path);
  }
  return overrides;
}

function readOverride(text: string, path: string): unknown {
  // A folder may be called 2021.
  if (path.startsWith("paths.") && text.trim() !== "" && Number.isFinite(Number(text))) return text;
  if (["NaN", "Infinity", "-Infinity"].includes(text.trim())) return text;
  const value = readJson(text);
  if (value !== undefined) return value;
  // spaCy reads overrides with ujson, which takes leading zeros.
  return /^-?0[0-9]+$/.test(text) ? Number(text) : text;
}
