import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Registry } from "@x/core";
import { packMsgpack } from "@x/core/spi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registrations } from "../registrations";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "x-data-"));
  writeFileSync(join(folder, "a.json"), '{"labels": ["PER", "LOC"]}');
  writeFileSync(join(folder, "a.jsonl"), '{"a": 1}\n\n{"a": \n{"a": 3}\n');
  writeFileSync(join(folder, "a.msgpack"), packMsgpack({ a: [1, "b"] }));
  writeFileSync(join(folder, "a.yaml"), "single:\n  - tags: [':']\n    variants: ['-', \"–\"]\n");
  writeFileSync(join(folder, "bad.yaml"), "a: [1, 2\nb: 3\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const registry = new Registry().use(registrations);
function read(name: string, args: Record<string, unknown>): unknown {
  const { schema, create } = registry.get("readers", name);
  return create(schema.parse({ ...args, path: join(folder, String(args.path)) }));
}

test("files are read", () => {
  expect(read("srsly.read_json.v1", { path: "a.json" })).toEqual({ labels: ["PER", "LOC"] });
  expect(read("srsly.read_jsonl.v1", { path: "a.jsonl", skip: true })).toEqual([{ a: 1 }, { a: 3 }]);
  expect(read("srsly.read_msgpack.v1", { path: "a.msgpack" })).toEqual({ a: [1, "b"] });
  expect(read("srsly.read_yaml.v1", { path: "a.yaml" })).toEqual({
    single: [{ tags: [":"], variants: ["-", "–"] }],
  });
});

test.each([
  ["srsly.read_json.v1", "missing.json", "ENOENT"],
  ["srsly.read_json.v1", "a.jsonl", "a.jsonl"],
  ["srsly.read_jsonl.v1", "a.jsonl", "a.jsonl:3"],
  ["srsly.read_msgpack.v1", "a.json", "a.json"],
  ["srsly.read_yaml.v1", "bad.yaml", "bad.yaml"],
])("%s of %s says what is wrong", (name, path, text) => {
  expect(() => read(name, { path })).toThrow(new RegExp(`P304.*${text}`, "s"));
});
