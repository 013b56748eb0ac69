import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isXError, readLines, readTextFile, unpackMsgpack } from "@x/core";
import type * as Yaml from "yaml";
import { error } from "../errors";

/** Data from a JSON file (`srsly.read_json.v1`). @throws P304 with what is wrong */
export function readJsonFile(path: string): unknown {
  return reading(path, "JSON", () => JSON.parse(readTextFile(path)) as unknown);
}

/**
 * The objects of a file with one JSON value a line (`srsly.read_jsonl.v1`); empty lines are passed over.
 *
 * @param options.skip leave out lines that are no JSON, default false: P304 with file and line
 */
export function readJsonlFile(path: string, { skip = false }: { readonly skip?: boolean } = {}): unknown[] {
  const values: unknown[] = [];
  for (const { text, number } of reading(path, "JSONL", () => [...readLines(path)])) {
    if (text.trim() === "") continue;
    try {
      values.push(JSON.parse(text));
    } catch (cause) {
      if (!skip) throw error("P304", `${path}:${number}`, "JSONL", (cause as Error).message);
    }
  }
  return values;
}

/** Data from a msgpack file (`srsly.read_msgpack.v1`). */
export function readMsgpackFile(path: string): unknown {
  return reading(path, "msgpack", () => unpackMsgpack(new Uint8Array(readFileSync(path))));
}

/** Data from a YAML file (`srsly.read_yaml.v1`). */
export function readYamlFile(path: string): unknown {
  // Not imported above: its 75 modules are a tenth of the time that a program takes to start, and few configs read YAML.
  const { parse } = createRequire(import.meta.url)("yaml") as typeof Yaml;
  return reading(path, "YAML", () => parse(readTextFile(path), { prettyErrors: true }) as unknown);
}

function reading<T>(path: string, format: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (isXError(cause) && ["C116", "C117"].includes(cause.code)) throw cause;
    const failure = error("P304", path, format, (cause as Error).message.split("\n")[0].replace(/[.:]$/, ""));
    failure.cause = cause;
    throw failure;
  }
}
