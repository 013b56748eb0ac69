import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { declaredEntries } from "../../../tools/testing/declared-entries";
import { registrations } from "../src/registrations";

test.each(["initializers", "layers", "losses", "optimizers", "schedules", "runtimes"] as const)(
  "everything that a file of %s declares is registered",
  async (kind) => {
    const entries = await declaredEntries(fileURLToPath(new URL(`../src/${kind}`, import.meta.url)));
    const declared = new Set(entries.map(({ name }) => name));
    expect([...declared].sort()).toEqual(Object.keys(registrations[kind] ?? {}).sort());
  },
);
