import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isXError } from "@x/core";
import { readLines, readTextFile } from "@x/core/files";
import { unpackMsgpack, defineOf, flag, text } from "@x/core/spi";
import type * as Yaml from "yaml";
import { errors } from "../errors";

const of = { path: text() };

/** Data from a JSON file. Throws P304 with what is wrong. */
export const readJsonFile = defineOf(
  "readers",
  "srsly.read_json.v1",
  { summary: "Data from a JSON file.", of, settings: {} },
  (path) => reading(path, "JSON", () => JSON.parse(readTextFile(path)) as unknown),
);

/** The objects of a file with one JSON value per line; empty lines are passed over. Throws P304 with file and line. */
export const readJsonlFile = defineOf(
  "readers",
  "srsly.read_jsonl.v1",
  {
    summary: "Data from a file with one JSON value per line.",
    of,
    settings: {
      /** Leave out lines that are no JSON, instead of refusing the file. */
      skip: flag(false),
    },
  },
  (path, { skip }): unknown[] => {
    const values: unknown[] = [];
    for (const { text, number } of reading(path, "JSONL", () => [...readLines(path)])) {
      if (text.trim() === "") continue;
      try {
        values.push(JSON.parse(text));
      } catch (cause) {
        if (!skip) throw errors.wrongFormat(`${path}:${number}`, "JSONL", (cause as Error).message);
      }
    }
    return values;
  },
);

/** Data from a msgpack file. Throws P304 with what is wrong. */
export const readMsgpackFile = defineOf(
  "readers",
  "srsly.read_msgpack.v1",
  {
    summary: "Data from a msgpack file.",
    of,
    settings: {
      /** Accepted as spaCy accepts it: lists are arrays here either way. */
      useList: flag(true),
    },
  },
  (path) => reading(path, "msgpack", () => unpackMsgpack(new Uint8Array(readFileSync(path)))),
);

/** Data from a YAML file. Throws P304 with what is wrong. */
export const readYamlFile = defineOf(
  "readers",
  "srsly.read_yaml.v1",
  { summary: "Data from a YAML file.", of, settings: {} },
  (path) => {
    // Not imported above: its 75 modules are a tenth of the time that a program takes to start, and few configs read YAML.
    const { parse } = createRequire(import.meta.url)("yaml") as typeof Yaml;
    return reading(path, "YAML", () => parse(readTextFile(path), { prettyErrors: true }) as unknown);
  },
);

function reading<T>(path: string, format: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (isXError(cause) && ["C116", "C117"].includes(cause.code)) throw cause;
    const failure = errors.wrongFormat(
      path,
      format,
      (cause as Error).message.split("\n")[0].replace(/[.:]$/, ""),
    );
    failure.cause = cause;
    throw failure;
  }
}
