import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { declaredIn } from "@x/core/spi";
import { expect, test } from "vitest";
import { registrations } from "../src/registrations";

test.each(["initializers", "layers", "losses", "optimizers", "schedules", "runtimes"] as const)(
  "everything that a file of %s declares is registered",
  async (kind) => {
    const folder = fileURLToPath(new URL(`../src/${kind}`, import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
    );
    const modules: object[] = [];
    for (const file of files) modules.push((await import(/* @vite-ignore */ `${folder}/${file}`)) as object);
    const declared = declaredIn(...modules).flatMap(({ registered }) => registered.map(({ name }) => name));
    expect([...new Set(declared)].sort()).toEqual(Object.keys(registrations[kind] ?? {}).sort());
  },
);
