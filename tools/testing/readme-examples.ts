import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const workspace = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs the TypeScript blocks of a package's README, one after the other, as modules of that package.
 * An example that no longer compiles or throws fails the test that calls this.
 */
export async function runReadmeExamples(packageName: string): Promise<number> {
  const folder = join(workspace, "packages", packageName);
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code);
  const scratch = mkdtempSync(join(folder, "tests", "readme-"));
  try {
    for (const [number, code] of blocks.entries()) {
      const path = join(scratch, `example-${number}.ts`);
      writeFileSync(path, `${code}\nexport {};\n`);
      await import(/* @vite-ignore */ path);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return blocks.length;
}
