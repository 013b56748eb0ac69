import type { Placement } from "../../contracts/composes";
import { expect, test } from "vitest";
import type { Pipe } from "../../components/pipe";
import { ComponentList } from "./component-list";

function listOf(...names: string[]): ComponentList {
  const list = new ComponentList();
  for (const name of names) list.insert(component(name));
  return list;
}
const component = (name: string) => ({
  name,
  pipe: { name } as Pipe,
  factory: name,
  registration: undefined,
});
const inserted = (placement: Placement) => {
  const list = listOf("a", "b");
  list.insert(component("c"), placement);
  return list.names.join("");
};

test("components go where they are told", () => {
  expect(inserted({})).toBe("abc");
  expect(inserted({ last: true })).toBe("abc");
  expect(inserted({ first: true })).toBe("cab");
  expect(inserted({ before: "b" })).toBe("acb");
  expect(inserted({ after: "a" })).toBe("acb");
  expect(inserted({ before: 0 })).toBe("cab");
  expect(inserted({ after: 1 })).toBe("abc");
  expect(() => inserted({ first: true, after: "a" })).toThrow(/P003.*after and first/);
  expect(() => inserted({ before: "x" })).toThrow(/P001/);
  expect(() => inserted({ before: 2 })).toThrow(/P015/);
});

test("names are unique and can be folders", () => {
  expect(() => listOf("a", "a")).toThrow(/P002/);
  for (const name of [
    "a/b",
    "",
    "..",
    ".",
    "a.b",
    "a\\b",
    "/abs",
    "../../x",
    "C:",
    "con",
    "a\u001b[2J",
    "vocab",
    "Tokenizer",
    "meta",
  ]) {
    expect(() => listOf(name), name).toThrow(/P017/);
    const list = listOf("a");
    expect(() => list.rename("a", name), name).toThrow(/P017/);
  }
  for (const name of ["ner", "my ner-2", "größe", "__proto__", "constructor"])
    expect(listOf(name).names).toEqual([name]);
});

test("a renamed component keeps its place and its state, and learns its name", () => {
  const list = listOf("a", "b");
  list.disable("a");
  list.rename("a", "c");
  expect(list.names).toEqual(["c", "b"]);
  expect(list.disabled).toEqual(["c"]);
  expect(list.get("c").pipe.name).toBe("c");
  list.enable("c");
  expect(list.enabled).toHaveLength(2);
  expect(list.remove("c").name).toBe("c");
  expect(() => list.get("c")).toThrow(/P001.*b/);
});
