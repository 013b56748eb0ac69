import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode, registry } from "@x/core";
import { tableOf } from "@x/core/spi";
import { Model } from "@x/nn";
import { readSafetensors } from "@x/nn/files";
import { Graph } from "@x/nn/graph";
import { sharedRuntime } from "@x/nn/runtime";
import { defineLayer } from "@x/nn/spi";
import { defineComponent } from "@x/pipeline/spi";
import { expect, it } from "vitest";
import { importCode } from "./code";

const folder = mkdtempSync(join(tmpdir(), "x-code-"));
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return name;
};
const codeOf = (path: string) => importCode(path, { cwd: folder, env: {} }).then(() => undefined, errorCode);

it("registers what a TypeScript file outside of any project registers", async () => {
  const file = write(
    "mine.ts",
    `import { registry } from "@x/core";
     const schema = { shape: {} } as never;
     registry.register("misc", "my.test.v1", { schema, create: (): number => 7 }, { packageName: "mine" });`,
  );
  await importCode(file, { cwd: folder, env: {} });
  expect(registry.has("misc", "my.test.v1")).toBe(true);
});

it("hands the same packages to JavaScript files", async () => {
  const text = `import { registry } from "@x/core"; await 0; globalThis.seenByTheFile = registry;`;
  await importCode(write("mine.mjs", text), { cwd: folder, env: {} });
  expect((globalThis as Record<string, unknown>).seenByTheFile).toBe(registry);
});

it("hands over the entry points for authors too", async () => {
  const text = `
    import { defineLayer } from "@x/nn/spi";
    import { tableOf } from "@x/core/spi";
    import { Model } from "@x/nn";
    import { Graph } from "@x/nn/graph";
    import { sharedRuntime } from "@x/nn/runtime";
    import { readSafetensors } from "@x/nn/files";
    import { defineComponent } from "@x/pipeline/spi";
    globalThis.seenByTheFile = [tableOf, defineLayer, Model, Graph, sharedRuntime, readSafetensors, defineComponent];`;
  await importCode(write("authors.mjs", text), { cwd: folder, env: {} });
  expect((globalThis as Record<string, unknown>).seenByTheFile).toEqual([
    tableOf,
    defineLayer,
    Model,
    Graph,
    sharedRuntime,
    readSafetensors,
    defineComponent,
  ]);
});

it("says why a file cannot be imported", async () => {
  expect(await codeOf("missing.ts")).toBe("L004");
  expect(await codeOf(write("wrong.ts", "throw new Error('no')"))).toBe("L005");
  expect(await codeOf(write("wrong.mjs", "import 'no-such-package'"))).toBe("L005");
});
