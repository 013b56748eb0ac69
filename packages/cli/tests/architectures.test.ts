import { tmpdir } from "node:os";
import { registry } from "@x/core";
import { registryKinds } from "@x/core/spi";
import { expect, test } from "vitest";
import { usePackages } from "../src/packages";

const page = new URL("../../../docs/architectures.md", import.meta.url);
const tool = new URL("../../../tools/docs/registrations.mjs", import.meta.url).href;
const { architecturesPage } = (await import(/* @vite-ignore */ tool)) as {
  architecturesPage: () => Promise<string>;
};

test("docs/architectures.md is what the schemas say (npm run docs-generate, or this test with -u)", async () => {
  await expect(await architecturesPage()).toMatchFileSnapshot(page.pathname);
});

test("it has a row for every registered name, with what it is", async () => {
  await usePackages({ terminal: { cwd: tmpdir(), env: { X_PROJECT: tmpdir() } } });
  const text = await architecturesPage();
  const missing = registryKinds.flatMap((kind) => {
    const section = text.slice(text.indexOf(`\n## ${kind}\n`)).split("\n## ")[1] ?? "";
    return registry
      .names(kind)
      .filter((name) => !section.includes(`| \`${name}\` |`))
      .map((name) => `${kind} ${name}`);
  });
  expect(missing).toEqual([]);
});
