import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorCode } from "@x/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { blank, load, type EntityRuler, type Language, type Pipe } from "../src";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const isBuilt = existsSync(join(packageFolder, "dist/index.js"));

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "x-savers-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A pipeline whose files say which version it is, each of them. */
async function version(name: string): Promise<Language> {
  const nlp = blank("en");
  nlp.addPipe("sentencizer", { config: { punct_chars: [name] } });
  await nlp.addPipe<EntityRuler>("entity_ruler").addPatterns([{ label: name, pattern: name }]);
  nlp.vocab.setVector("word", Float32Array.of(name.charCodeAt(0)));
  nlp.meta.name = name;
  return nlp;
}

/** What version each file of a folder is of, as a load finds them. */
async function versionsIn(folder: string): Promise<string[]> {
  const nlp = await load(folder, { packages: [] });
  const sentencizer = nlp.getPipe<Pipe & { punctChars: Set<string> }>("sentencizer");
  return [
    String(nlp.meta.name),
    ...sentencizer.punctChars,
    ...nlp.getPipe<EntityRuler>("entity_ruler").labels,
    String.fromCharCode(nlp.vocab.getVector("word")[0]),
  ];
}
const whole = ["A", "B"].map((name) => [name, name, name, name]);

test("two calls of toDisk at once leave one whole version, and nothing else", async () => {
  const target = join(root, "model");
  const [a, b] = [await version("A"), await version("B")];
  await Promise.all([a, b, a, b].map((nlp) => nlp.toDisk(target)));
  expect(whole).toContainEqual(await versionsIn(target));
  expect(readdirSync(root)).toEqual(["model"]);
});

const saver = `
import { load } from "@x/pipeline";
const [source, target] = process.argv.slice(1);
const nlp = await load(source, { packages: [] });
process.stdout.write("ready");
await new Promise((go) => process.stdin.once("data", go));
process.stdin.destroy();
for (let i = 0; i < 10; i++) await nlp.toDisk(target);
`;

// The other processes import this package as Node does, so it must be built.
test.skipIf(!isBuilt)(
  "two processes that save into one folder leave one whole version, and a load meanwhile gets one (needs npm run build)",
  { timeout: 300_000 },
  async () => {
    const target = join(root, "model");
    await (await version("A")).toDisk(target);
    const savers = [];
    for (const name of ["A", "B"]) {
      await (await version(name)).toDisk(join(root, name));
      const args = ["--input-type=module", "-e", saver, join(root, name), target];
      savers.push(spawn(process.execPath, args, { cwd: packageFolder, stdio: ["pipe", "pipe", "inherit"] }));
    }
    await Promise.all(savers.map(({ stdout }) => once(stdout, "data")));
    const ends = savers.map((saver) => once(saver, "exit"));
    let running = savers.length;
    for (const end of ends) void end.then(() => running--);
    for (const { stdin } of savers) stdin.write("go");
    do {
      try {
        expect(whole).toContainEqual(await versionsIn(target));
      } catch (cause) {
        // That nobody lets it read is said; a mixture it never gives.
        if (errorCode(cause) !== "P407") throw cause;
      }
      // A load may take no turn of its own, and this process then never hears that the others have ended.
      await new Promise((turn) => setImmediate(turn));
    } while (running > 0);
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0]);
    expect(whole).toContainEqual(await versionsIn(target));
    expect(readdirSync(root).sort()).toEqual(["A", "B", "model"]);
    expect(readdirSync(target).filter((name) => name.startsWith("."))).toEqual([]);
  },
);
