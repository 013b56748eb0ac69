import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { declaredIn } from "@x/core/spi";
import { expect, test } from "vitest";
import { registrations } from "../src/registrations";

const folders = ["augmenters", "batchers", "callbacks", "loggers", "readers"];

test.each(folders)("everything that a file of %s declares is registered", async (name) => {
  const folder = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const modules: object[] = [];
  for (const file of files) modules.push((await import(/* @vite-ignore */ `${folder}/${file}`)) as object);
  const missing = declaredIn(...modules).flatMap(({ registered }) =>
    registered.filter((entry) => !(entry.name in (registrations[entry.kind] ?? {}))).map(({ name }) => name),
  );
  expect(missing).toEqual([]);
});
