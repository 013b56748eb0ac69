import { expect, test } from "vitest";
import { ProgramCache } from "./program-cache";

test("a compilation that fails late does not take away the program that was made since", async () => {
  const cache = new ProgramCache();
  const released: string[] = [];
  const release = (made: string) => released.push(made);
  let fail = (_: Error) => {};
  const old = cache.get("predict", {
    structure: "old",
    make: () => new Promise<string>((_, reject) => (fail = reject)),
    release,
  });
  const make = () => Promise.resolve("new");
  await cache.get("predict", { structure: "new", make, release });
  fail(new Error("no memory"));
  await expect(old).rejects.toThrow("no memory");
  const again = () => Promise.resolve("made again");
  expect(await cache.get("predict", { structure: "new", make: again, release })).toBe("new");
  cache.clear();
  await Promise.resolve();
  expect(released).toEqual(["new"]);
});

test("a compilation that failed is tried again", async () => {
  const cache = new ProgramCache();
  const options = { structure: "one", release: () => undefined };
  const fails = () => Promise.reject(new Error("no memory"));
  await expect(cache.get("predict", { ...options, make: fails })).rejects.toThrow("no memory");
  expect(await cache.get("predict", { ...options, make: () => Promise.resolve("made") })).toBe("made");
});
