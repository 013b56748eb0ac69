import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { parseConfig, parseOverrides } from "../src/config";
import { fromPlain, isTable } from "../src/config/values";
import { errorCode } from "../src/errors";
import { canonical, ordered, readGolden, tableOf } from "./config-golden";

const golden = openGolden("core");
const text = (path: string) => readFileSync(path, "utf8");

describe("configs as users write them", () => {
  for (const { id, path } of golden.find(/^core\/config\/parse\/.*\.cfg$/)) {
    const expected = tableOf(readGolden(path.replace(/cfg$/, "json")));
    golden.case(`${id}#raw`, () => {
      const config = parseConfig(text(path), { interpolate: false });
      expect(ordered(config.table)).toBe(ordered(expected.get("raw")!));
    });
    golden.case(`${id}#interpolated`, () => {
      const config = parseConfig(text(path));
      expectValues(`${id}#interpolated`, config.table, expected.get("interpolated")!);
    });
    golden.case(`${id}#raw_then_interpolated`, () => {
      const config = parseConfig(text(path), { interpolate: false }).interpolate();
      const result = tableOf(expected.get("raw_then_interpolated")).get("result")!;
      expectValues(`${id}#raw_then_interpolated`, config.table, result);
    });
    golden.case(`${id}#to_str_of_raw`, () => {
      const config = parseConfig(text(path), { interpolate: false });
      expectText(`${id}#to_str_of_raw`, config.toString(), expected.get("to_str_of_raw") as string);
    });
    golden.case(`${id}#to_str_of_interpolated`, () => {
      const config = parseConfig(text(path));
      expectText(
        `${id}#to_str_of_interpolated`,
        config.toString(),
        expected.get("to_str_of_interpolated") as string,
      );
      expect(canonical(parseConfig(config.toString()).table)).toBe(canonical(config.table));
    });
    golden.case(`${id}#sections_in_order`, () => {
      expect(parseConfig(text(path)).sections).toEqual(expected.get("sections_in_order"));
    });
  }
});

/** Equal, but for the one field that the ledger says differs; that one must be what the ledger's rule says. */
function expectValues(id: string, found: ReturnType<typeof tableOf>, wanted: Parameters<typeof ordered>[0]) {
  const entry = golden.differs(id);
  const clean = (value: Parameters<typeof ordered>[0]) => {
    const copy = tableOf(fromPlain(value));
    if (entry !== undefined) {
      const parts = entry.field!.split("/");
      const parent = parts.slice(0, -1).reduce((at, part) => tableOf(at.get(part)), copy);
      parent.set(parts.at(-1)!, "differs");
    }
    return ordered(copy);
  };
  expect(clean(found)).toBe(clean(wanted));
  if (entry === undefined) return;
  expect(ordered(found)).not.toBe(ordered(wanted));
  const value = entry
    .field!.split("/")
    .reduce<unknown>((at, part) => (isTable(at) ? at.get(part) : undefined), found);
  expect(ordered(value as never)).toBe(entry.rule);
}

function expectText(id: string, found: string, wanted: string) {
  const entry = golden.differs(id);
  if (entry === undefined) return expect(found).toBe(wanted);
  const line = new RegExp(`^${entry.field}.*$`, "m");
  expect(found.replace(line, "")).toBe(wanted.replace(line, ""));
  expect(line.exec(found)?.[0]).toBe(entry.rule);
}

test("a byte order mark and Windows' ends of lines are no part of a config", () => {
  const config = parseConfig('\ufeff[paths]\r\ntrain = "a"\r\n\r\n[nlp]\r\nlang = "en"\r\n');
  expect(config.toJson()).toEqual({ paths: { train: "a" }, nlp: { lang: "en" } });
});

test("a number given for a path is a name", () => {
  const overrides = parseOverrides(["--paths.train", "2021", "--paths.dev=007", "--training.seed", "2021"]);
  expect(overrides).toEqual({ "paths.train": "2021", "paths.dev": "007", "training.seed": 2021 });
  const config = parseConfig("[paths]\ntrain = null\ndev = null\n[a]\npath = ${paths.train}\n[training]\n", {
    overrides,
  });
  expect(config.get("a.path")).toBe("2021");
});

golden.skipUnless("core/config/overrides.json", () => {
  const suite = tableOf(readGolden(golden.file("core/config/overrides.json")!));
  describe("overrides", () => {
    for (const [i, item] of (suite.get("parse") as never[]).entries()) {
      const given = tableOf(item);
      const source = text(golden.file(`core/config/parse/${given.get("config") as string}`)!);
      const overrides = Object.fromEntries(tableOf(given.get("overrides")));
      for (const [mode, interpolate] of [
        ["raw", false],
        ["interpolated", true],
      ] as const)
        golden.case(`core/config/overrides.json#parse-${i}-${mode}`, () => {
          const outcome = tableOf(given.get(mode));
          const run = () => parseConfig(source, { overrides, interpolate });
          if (outcome.has("error")) expect(codeOf(run)).toMatch(/^CF(08|13)$/);
          else
            expectValues(
              `core/config/overrides.json#parse-${i}-${mode}`,
              run().table,
              outcome.get("result")!,
            );
        });
    }
    for (const [i, item] of (suite.get("command_line") as never[]).entries()) {
      const given = tableOf(item);
      golden.case(`core/config/overrides.json#command_line-${i}`, () => {
        const run = () => parseOverrides(given.get("args") as string[]);
        if (given.has("error")) expect(codeOf(run)).toBe("CF17");
        else expect(canonical(fromPlain(run()))).toBe(canonical(given.get("result")!));
      });
    }
  });
});

/** What kind of our errors each of spaCy's is. */
const kinds: Record<string, RegExp> = {
  ConfigValidationError: /^CF(01|02|05|06|07|08|11)$/,
  DuplicateOptionError: /^CF04$/,
  DuplicateSectionError: /^CF03$/,
  InterpolationDepthError: /^CF10$/,
  InterpolationSyntaxError: /^CF09$/,
  RecursionError: /^CF12$/,
  KeyError: /^CF06$/,
};

golden.skipUnless("core/config/malformed.json", () => {
  describe("malformed configs", () => {
    for (const item of readGolden(golden.file("core/config/malformed.json")!) as never[]) {
      const given = tableOf(item);
      const id = `core/config/malformed.json#${given.get("name") as string}`;
      for (const [mode, interpolate] of [
        ["raw", false],
        ["interpolated", true],
      ] as const)
        golden.case(`${id}-${mode}`, () => {
          const outcome = tableOf(given.get(mode));
          const run = () => parseConfig(given.get("text") as string, { interpolate });
          const entry = golden.differs(`${id}-${mode}`);
          if (entry !== undefined) expect(canonical(run().table)).toBe(entry.rule);
          else if (outcome.has("error"))
            expect(codeOf(run)).toMatch(kinds[tableOf(outcome.get("error")).get("class") as string]);
          else expect(ordered(run().table)).toBe(ordered(outcome.get("result")!));
        });
    }
  });
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return errorCode(thrown) ?? `${basename(import.meta.url)}: ${String(thrown)}`;
  }
  return "nothing thrown";
}

test("errors name the file and the line", () => {
  const source = "[a]\nx = 1\n\n[b]\ny = ${a.z}\n";
  expect(() => parseConfig(source, { file: "my.cfg" })).toThrow(
    /my\.cfg:5: b\.y refers to \$\{a\.z\}.*a\.x/s,
  );
  expect(parseConfig('[a]\nx = {"b": {"c": 1}}', { file: "my.cfg" }).positionOf("a.x.b.c")).toEqual({
    file: "my.cfg",
    line: 2,
  });
});

test("texts with variables can be used in other texts", () => {
  const source = [
    "[paths]",
    'root = "data"',
    'dir = "${paths.root}/en"',
    'train = "${paths.dir}/train.spacy"',
    "bare = ${paths.dir}/x",
    'list = ["${paths.dir}", "${paths.root}"]',
    'cost = "$$5"',
    'text = "it costs ${paths.cost}"',
  ].join("\n");
  expect(parseConfig(source).get("paths")).toEqual({
    root: "data",
    dir: "data/en",
    train: "data/en/train.spacy",
    bare: "data/en/x",
    list: ["data/en", "data"],
    cost: "$5",
    text: "it costs $5",
  });
});

test("dollar signs and braces of a config without variables are written so that they read back", () => {
  const config = parseConfig('[a]\nx = "$${b}"\ny = "$$"');
  expect(config.get("a")).toEqual({ x: "${b}", y: "$" });
  expect(parseConfig(config.toString()).get("a")).toEqual({ x: "${b}", y: "$" });
});

test("tables with keys that no section can hold are written in one line", () => {
  const config = parseConfig('[a]\nmap = {"x=y": 1, "#": {"b.c": {"d": 2}}}');
  expect(config.toString()).toBe('[a]\nmap = {"x=y": 1, "#": {"b.c": {"d": 2}}}');
});

test.each([
  ["quotes", '"s'.repeat(200_000)],
  ["signs that are not ASCII", "\ufffdks\x7f\u00e9".repeat(60_000)],
])("a value of hundreds of thousands of %s is read back as it was written", (_, value) => {
  const config = parseConfig(`[a]\nb = ${value}`);
  expect(config.get("a.b")).toBe(value);
  expect(parseConfig(config.toString()).get("a.b")).toBe(value);
});
