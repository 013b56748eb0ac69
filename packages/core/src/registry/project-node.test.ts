import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findProject } from "./project-node";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "x-project-")));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Record<string, string | object>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  }
}
function link(path: string, target: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}
/** The project for a folder, and the foreign one, as paths below the root. */
function find(from: string, library: string) {
  const { folder, foreign } = findProject(join(root, from), join(root, library));
  return [folder, foreign].map((path) => path?.slice(root.length + 1));
}

const library = "p/node_modules/@x/core/dist/index.js";
beforeEach(() =>
  write({ "p/package.json": { name: "p" }, "p/src/a": "", [library]: "", "elsewhere/data/a": "" }),
);

test("the project is where the library is installed, whatever folder is worked in", () => {
  expect(find("p", library)).toEqual(["p", undefined]);
  expect(find("p/src", library)).toEqual(["p", undefined]);
  expect(find("elsewhere/data", library)).toEqual(["p", undefined]);
});

test("a folder of strangers is not the project, inside of it or outside, whatever it brings along", () => {
  for (const place of ["evil", "p/downloads/evil"]) {
    write({ [`${place}/package.json`]: { name: "evil", dependencies: { "@x/core": "1", p: "1" } } });
    write({
      [`${place}/node_modules/@x/core/package.json`]: { name: "@x/core" },
      [`${place}/model/config.cfg`]: "",
    });
    expect(find(place, library)).toEqual(["p", place]);
    expect(find(`${place}/model`, library)).toEqual(["p", place]);
  }
});

test("no name in a package.json makes its folder a member", () => {
  for (const name of ["../downloads/evil", ".", "..", "../../p/downloads/evil", "p", 7, null]) {
    write({ "p/downloads/evil/package.json": { name } });
    expect(find("p/downloads/evil", library), String(name)).toEqual(["p", "p/downloads/evil"]);
  }
  write({ "p/downloads/evil/package.json": "{ damaged" });
  expect(find("p/downloads/evil", library)).toEqual(["p", "p/downloads/evil"]);
});

test("a command that is installed for the whole machine, or by npx, has no project", () => {
  write({ "lib/node_modules/@x/core/index.js": "", "q/package.json": { name: "q" } });
  expect(find("q", "lib/node_modules/@x/core/index.js")).toEqual([undefined, "q"]);
  expect(find("elsewhere", "lib/node_modules/@x/core/index.js")).toEqual([undefined, undefined]);
});

test("what is installed at the root does not belong to the working folder", () => {
  expect(findProject(root, "/node_modules/@x/core/index.js").folder).toBeUndefined();
});

test("a program that is installed for the whole machine is its own project", () => {
  write({
    "lib/node_modules/app/package.json": { name: "app" },
    "lib/node_modules/app/node_modules/@x/core/index.js": "",
    "q/package.json": { name: "q" },
  });
  expect(find("q", "lib/node_modules/app/node_modules/@x/core/index.js")).toEqual([
    "lib/node_modules/app",
    "q",
  ]);
});

describe("in a workspace, the member that is worked in", () => {
  beforeEach(() => write({ "p/apps/a/package.json": { name: "@s/a" }, "p/apps/a/src/x": "" }));

  test("of npm, yarn, bun: linked in node_modules", () => {
    expect(find("p/apps/a", library)).toEqual(["p", "p/apps/a"]);
    link("p/node_modules/@s/a", "../../apps/a");
    expect(find("p/apps/a/src", library)).toEqual(["p/apps/a", undefined]);
    expect(find("elsewhere", library)).toEqual(["p", undefined]);
  });

  test("of pnpm: an importer of the lock file", () => {
    const store = "p/node_modules/.pnpm/@x+core@1.0.0/node_modules/@x/core/index.js";
    write({
      [store]: "",
      "p/pnpm-lock.yaml":
        "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\n  apps/a:\n    dependencies:\n      x: 1\n\npackages:\n\n  apps/b:\n",
      "p/apps/b/package.json": { name: "b" },
    });
    expect(find("p/apps/a", store)).toEqual(["p/apps/a", undefined]);
    expect(find("p/apps/b", store)).toEqual(["p", "p/apps/b"]);
  });

  test("where the library runs from a member, the others are of the same project", () => {
    write({ "p/packages/core/package.json": { name: "@x/core" }, "p/packages/core/src/i.ts": "" });
    rmSync(join(root, "p/node_modules"), { recursive: true });
    link("p/node_modules/@x/core", "../../packages/core");
    link("p/node_modules/@s/a", "../../apps/a");
    expect(find("p/apps/a", "p/packages/core/src/i.ts")).toEqual(["p/apps/a", undefined]);
    expect(find("elsewhere", "p/packages/core/src/i.ts")).toEqual(["p", undefined]);
  });
});

test("a bundle belongs to the project around it", () => {
  write({ "app/package.json": { name: "app" }, "app/dist/server.js": "" });
  expect(find("elsewhere", "app/dist/server.js")).toEqual(["app", undefined]);
});
