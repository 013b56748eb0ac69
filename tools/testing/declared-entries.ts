import { readdirSync } from "node:fs";
import { join } from "node:path";
import { declaredIn, type Entry } from "@x/core/spi";

/** What the files of a folder declare, whether or not a table lists it. */
export async function declaredEntries(folder: string): Promise<Entry[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const modules: object[] = [];
  for (const file of files) modules.push((await import(/* @vite-ignore */ join(folder, file))) as object);
  return declaredIn(...modules).flatMap(({ registered }) => registered);
}
