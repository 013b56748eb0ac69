import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { declaredEntries } from "../../../tools/testing/declared-entries";
import { registrations } from "../src/registrations";

const folders = ["architectures", "components", "layers", "scorer", "transition-parser"];

test.each(folders)("everything that a file of %s declares is registered", async (folder) => {
  const entries = await declaredEntries(fileURLToPath(new URL(`../src/${folder}`, import.meta.url)));
  const missing = entries.filter(({ kind, name }) => !(name in (registrations[kind] ?? {})));
  expect(missing.map(({ name }) => name)).toEqual([]);
});
