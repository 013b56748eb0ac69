import fc from "fast-check";
import { expect, test } from "vitest";
import { Config, parseConfig, parseOverrides } from "../src/config";
import { readJson } from "../src/config/json-read";
import { writeJson } from "../src/config/json-write";
import { type ConfigTable, type ConfigValue, float } from "../src/config/values";
import { isXError } from "../src/errors";
import { canonical } from "./config-golden";

const scalar: fc.Arbitrary<ConfigValue> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double().map(float),
  fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("$", "$$", "${a.b}", "${", "True", "null", "1.0", "'x'", " x ", "# x", "[a]", "a\nb\n\n"),
);
const key = fc.oneof(
  fc.stringMatching(/^[a-z@_*][a-zA-Z0-9_.-]{0,6}$/),
  fc.constantFrom(
    "*",
    "10",
    "9",
    "__proto__",
    "constructor",
    "é",
    "a=b",
    "",
    "DEFAULT",
    "[x]",
    "#",
    " x",
    "a.b",
  ),
);
const value: fc.Arbitrary<ConfigValue> = fc.letrec<{ value: ConfigValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
})).value;
const section = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/);
const setting = fc.stringMatching(/^[a-z@_][a-z0-9_]{0,5}$/);
const table: fc.Arbitrary<ConfigTable> = fc
  .array(
    fc.tuple(
      section,
      fc.array(fc.tuple(setting, value), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    ),
    {
      maxLength: 4,
    },
  )
  .map((pairs) => new Map(pairs as [string, ConfigValue][]));

test("JSON that is written reads back, 1.0 apart from 1", () => {
  fc.assert(
    fc.property(value, (item) => {
      expect(canonical(readJson(writeJson(item))!)).toBe(canonical(item));
    }),
  );
});

test("a config without variables that is printed reads back the same, and prints the same", () => {
  const blocks = (text: string) => text.split("\n\n").sort();
  fc.assert(
    fc.property(table, (data) => {
      const config = new Config(data, { interpolated: true });
      const text = config.toString();
      const back = parseConfig(text);
      expect(canonical(back.table)).toBe(canonical(config.table));
      const again = back.toString();
      expect(blocks(again)).toEqual(blocks(text));
      expect(parseConfig(again).toString()).toBe(again);
      if (!text.includes(".*.")) expect(again).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test("a section * that has no header of its own is read behind its siblings, as in spaCy", () => {
  const star: ConfigTable = new Map([["*", new Map([["x", 0]])]]);
  const config = new Config(
    new Map([["a", new Map<string, ConfigValue>([["*", star], ["b", new Map([["c", new Map()]])]])]]),
  ); // prettier-ignore
  expect(config.toString()).toBe("[a]\n\n[a.b]\n\n[a.*.*]\nx = 0\n\n[a.b.c]");
  expect(parseConfig(config.toString()).toString()).toBe("[a]\n\n[a.b]\n\n[a.b.c]\n\n[a.*.*]\nx = 0");
});

test("merging with itself changes nothing, and a copy is apart from its original", () => {
  fc.assert(
    fc.property(table, (data) => {
      const config = new Config(data);
      expect(canonical(config.merge(config).table)).toBe(canonical(config.table));
      const copy = config.copy().set("zzz.new", 1);
      expect(config.has("zzz.new")).toBe(false);
      expect(copy.get("zzz.new")).toBe(1);
    }),
  );
});

const line = fc.oneof(
  fc.constantFrom(
    "[a]", "[a.b]", "[a.*.x]", "[DEFAULT]", "x = ${a.y}", "y = ${a.x}", "z = ${a}", '  "go on",', "]", "k = [1, 2", "",
    "# c", "x = $5", "w = \"${a.x}${a.x}\"", "[", "v = ${b.inner:y}", "k: {", "= 1", "x", "u = ${u}", "t = [${a.b}]",
  ), // prettier-ignore
  fc.string({ unit: "binary", maxLength: 20 }),
);

test("whatever the text is, it parses or fails with an error of ours", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 25 }), fc.boolean(), (lines, interpolate) => {
      try {
        const config = parseConfig(lines.join("\n"), { interpolate });
        config.interpolate();
        config.toString();
      } catch (thrown) {
        if (!isXError(thrown)) throw thrown;
      }
    }),
    { numRuns: 2000 },
  );
});

test("overrides fail with an error of ours, or not at all", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("--a.b", "--a.b=1", "--", "[1"))), (args) => {
      try {
        parseOverrides(args);
      } catch (thrown) {
        if (!isXError(thrown)) throw thrown;
      }
    }),
  );
});

const fails = (text: string) => {
  try {
    parseConfig(text);
  } catch (thrown) {
    if (!isXError(thrown)) throw thrown;
    expect(thrown.message.length).toBeLessThan(10_000);
    return thrown.code;
  }
  return "parsed";
};
test("inputs made to hang or to fill the memory are refused", () => {
  const lines = (n: number, make: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => make(i)).join("\n");
  const ten = (i: number) => `x${i} = "${`\${a.x${i + 1}}`.repeat(30)}"`;
  expect(fails(`[a]\n${lines(8, ten)}\nx8 = "some text"`)).toBe("CF15");
  const doubled = (i: number) => `[s${i}]\nx = \${s${i + 1}}\ny = \${s${i + 1}}`;
  expect(fails(`${lines(30, doubled)}\n[s30]\nz = 1`)).toBe("CF15");
  expect(fails(`[a]\nx = ${"[".repeat(100_000)}`)).toBe("parsed");
  expect(fails(`[a]\nx = ${'{"a":'.repeat(100_000)}`)).toBe("parsed");
  expect(fails(`[a]\n[a${".*".repeat(100_000)}]`)).toBe("CF18");
  expect(fails(`[a]\nx = ${"$".repeat(99_999)}`)).toBe("CF09");
  expect(fails(`[a]\nx = ${" ".repeat(300_000)}x`)).toBe("parsed");
  expect(fails(`[a]\n${"x".repeat(300_000)}`)).toBe("CF01");
  expect(fails("\0".repeat(300_000))).toBe("CF02");
  expect(fails(`[a]\n${lines(20_000, (i) => `k${i} = ${i}`)}`)).toBe("parsed");
  expect(fails(`[a]\nx = "${"y".repeat(60)}"\nz = "${"${a.x}".repeat(4_000)}"`)).toBe("CF15");
  expect(fails(`[a]\n${lines(5_000, (i) => `[a.k${i}]\nv = \${a.k${i + 1}.v}`)}`)).toMatch(/CF(08|10)/);
});
