import { expect, expectTypeOf, test } from "vitest";
import { alias, define, defineOf, defineValue } from "./define";
import { schemaOf } from "./schema-of";
import {
  atLeast,
  block,
  callback,
  either,
  extend,
  fitting,
  integer,
  list,
  nothing,
  number,
  oneOf,
  optional,
  orNull,
  table,
  tableWith,
  text,
  withBlock,
  type OptionsOf,
} from "./setting";
import { registrationOf, tableOf } from "./table-of";

const pairs = fitting<[string, string]>("two texts", (value) => Array.isArray(value) && value.length === 2);
const settings = {
  rate: either(number(), block<{ next(): number }>("schedules"))(0.5),
  column: orNull(atLeast(0, integer())),
  precision: oneOf("float32", "float64")("float32"),
  threads: optional(atLeast(1, integer())),
  key: either(text(), number())(),
  pair: pairs(["a", "b"]),
  resize: optional(callback<() => void>()),
  steps: optional(tableWith(atLeast(0, integer()))),
};

test("kinds of settings take what they say, under the keys of a config", () => {
  const schema = schemaOf(settings);
  expect(schema.parse({ key: 1 })).toEqual({
    rate: 0.5,
    column: null,
    precision: "float32",
    key: 1,
    pair: ["a", "b"],
  });
  const given = {
    rate: { next: () => 1 },
    key: "a",
    threads: 2,
    column: 0,
    resize: () => undefined,
    steps: { a: 1 },
  };
  expect(schema.parse(given)).toMatchObject(given);
  for (const wrong of [
    { rate: "fast" },
    { column: -1 },
    { precision: "float16" },
    { threads: 0 },
    { key: null },
    { pair: ["a"] },
    { resize: 1 },
    { steps: { a: 1, b: -1 } },
  ])
    expect(schema.safeParse({ key: 1, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  expect(() => schema.parse({ key: 1, pair: ["a"] })).toThrow("two texts");
});

test("their values have exact types", () => {
  expectTypeOf<OptionsOf<typeof settings>>().toEqualTypeOf<{
    readonly rate?: number | { next(): number };
    readonly column?: number | null;
    readonly precision?: "float32" | "float64";
    readonly threads?: number;
    readonly key: string | number;
    readonly pair?: [string, string];
    readonly resize?: () => void;
    readonly steps?: Readonly<Record<string, number>>;
  }>();
});

test("functions of one thing have options behind it, which a config says beside it", () => {
  const about = { summary: "Read.", of: { path: text() }, settings: { maxLength: integer(0) } };
  const read = defineOf("readers", "read.v1", about, (path, { maxLength }) => `${path} ${maxLength}`);
  expectTypeOf(read("a", { maxLength: 2 })).toEqualTypeOf<string>();
  expectTypeOf<OptionsOf<typeof read.settings>>().toEqualTypeOf<{ readonly maxLength?: number }>();
  expect(read("a")).toBe("a 0");
  const { schema, create } = registrationOf(read.registered[0]);
  expect(Object.keys(schema.shape)).toEqual(["path", "max_length"]);
  expect(create(schema.parse({ path: "a", max_length: 3 }))).toBe("a 3");
});

test("lists and tables have defaults, and a block of the default config is stated", () => {
  const schema = schemaOf({
    names: list(text(), ["a"]),
    tags: table({ b: 1 }),
    model: nothing(),
    scorer: withBlock(orNull(block("scorers")), '@scorers = "s.v1"'),
  });
  expect(schema.parse({ model: null, scorer: null })).toEqual({
    names: ["a"],
    tags: { b: 1 },
    model: null,
    scorer: null,
  });
  expect(schema.safeParse({ model: null }).success).toBe(false);
  expect(schema.safeParse({ model: 1, scorer: null }).success).toBe(false);
});

test("what a config names as it is, and what has two names", () => {
  const double = defineValue("misc", "double.v1", { summary: "Twice." }, (x: number) => 2 * x);
  expect(double(2)).toBe(4);
  const made = define("misc", "made.v1", { summary: "Made.", settings: { x: number(1) } }, ({ x }) => [x]);
  const { misc = {} } = tableOf("here", [double, made, alias(made, "made.v2")]);
  expect(Object.keys(misc)).toEqual(["double.v1", "made.v1", "made.v2"]);
  expect(misc["double.v1"].create({})).toBe(double);
  expect(misc["made.v2"].create(misc["made.v2"].schema.parse({}))).toEqual([1]);
});

const family = { width: integer() };
type Family = typeof family;
interface Shared extends Family {}
const shared: Shared = family;

test("members of a family have its settings before their own", () => {
  const settings = extend(shared, { depth: integer(1) });
  const member = define("misc", "member.v1", { summary: "", settings }, ({ width, depth }) => [width, depth]);
  expect(Object.keys(registrationOf(member.registered[0]).schema.shape)).toEqual(["width", "depth"]);
  expect(member({ width: 2 })).toEqual([2, 1]);
  expectTypeOf(member).parameter(0).toEqualTypeOf<{ readonly width: number; readonly depth?: number }>();
});
