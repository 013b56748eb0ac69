import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { discoverPackages } from "./discovery-node";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "x-discovery-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Record<string, string | object>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  }
}
const plugin = (name: string) => ({ name, type: "module", x: { registrations: "./index.js" } });
const module = `export const registrations = { packageName: "x", layers: { "p.v1": {} } };`;

test("dependencies with the field are found, others and the undeclared are not", async () => {
  write({
    "package.json": { dependencies: { a: "1", plain: "1", missing: "1" }, devDependencies: { "@s/b": "1" } },
    "node_modules/a/package.json": plugin("a"),
    "node_modules/a/index.js": module,
    "node_modules/@s/b/package.json": plugin("@s/b"),
    "node_modules/@s/b/index.js": module,
    "node_modules/plain/package.json": { name: "plain" },
    "node_modules/undeclared/package.json": plugin("undeclared"),
    "node_modules/undeclared/index.js": module,
    "deep/down/readme": "",
  });
  const found = await discoverPackages(join(root, "deep", "down"));
  expect(found.map((table) => table.packageName)).toEqual(["a", "@s/b"]);
  expect(Object.keys(found[0].layers ?? {})).toEqual(["p.v1"]);
});

test("registrations that are announced and absent are an error", async () => {
  write({ "package.json": { dependencies: { a: "1" } }, "node_modules/a/package.json": plugin("a") });
  await expect(discoverPackages(root)).rejects.toMatchObject({ code: "RG04" });
  write({ "node_modules/a/index.js": "export const other = 1;" });
  await expect(discoverPackages(root)).rejects.toMatchObject({ code: "RG04" });
});

test("a damaged manifest is an error with its path", async () => {
  for (const text of ["{", "null", "7"]) {
    write({ "package.json": text });
    await expect(discoverPackages(root)).rejects.toMatchObject({ code: "RG05" });
  }
});

test("a package with the field brings those of its own dependencies", async () => {
  write({
    "package.json": { dependencies: { all: "1" } },
    "node_modules/all/package.json": { name: "all", x: {}, dependencies: { a: "1", plain: "1" } },
    "node_modules/all/node_modules/a/package.json": plugin("a"),
    "node_modules/all/node_modules/a/index.js": module,
    "node_modules/plain/package.json": { name: "plain", dependencies: { hidden: "1" } },
    "node_modules/hidden/package.json": plugin("hidden"),
    "node_modules/hidden/index.js": module,
  });
  expect((await discoverPackages(root)).map((table) => table.packageName)).toEqual(["a"]);
  expect(await discoverPackages(root, { except: ["a"] })).toEqual([]);
});

test("a package made for another major version is refused", async () => {
  write({
    "package.json": { dependencies: { a: "1" } },
    "node_modules/a/package.json": {
      ...plugin("a"),
      version: "3.1.0",
      peerDependencies: { "@x/core": "^77.0.0" },
    },
    "node_modules/a/index.js": module,
  });
  await expect(discoverPackages(root)).rejects.toMatchObject({
    code: "RG06",
    message: expect.stringMatching(/a 3\.1\.0 was made for @x\/core \^77\.0\.0/),
  });
});

test("two versions of the core are refused, and who brought them is said", async () => {
  write({
    "package.json": { dependencies: { good: "1", bad: "1" } },
    "node_modules/good/package.json": plugin("good"),
    "node_modules/good/index.js": module,
    "node_modules/bad/package.json": { ...plugin("bad"), dependencies: { "@x/core": "^77.0.0" } },
    "node_modules/bad/index.js": module,
    "node_modules/bad/node_modules/@x/core/package.json": { name: "@x/core", version: "77.0.1" },
  });
  await expect(discoverPackages(root)).rejects.toMatchObject({
    code: "RG07",
    message: expect.stringMatching(/used by good; 77\.0\.1 in .*, brought by bad\./),
  });
});

test("a range that names no version is not judged", async () => {
  write({
    "package.json": { dependencies: { a: "1" } },
    "node_modules/a/package.json": { ...plugin("a"), dependencies: { "@x/core": "workspace:*" } },
    "node_modules/a/index.js": module,
  });
  expect(await discoverPackages(root)).toHaveLength(1);
});
