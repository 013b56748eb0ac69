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
  write({ "package.json": "{" });
  await expect(discoverPackages(root)).rejects.toMatchObject({ code: "RG05" });
});
