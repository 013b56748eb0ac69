// Static vectors on the same files: `init vectors` on a large text file (time and memory), the most similar rows of a large table,
// and the vectors of documents.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { cache, cli, createSides, once, python, row, run } from "./harness.mjs";

/** Writes a text file of vectors as large as one wants: seeded, so that every run measures the same file. */
function writeVectors(file, rows, width) {
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const numbers = Array.from({ length: 65_536 }, () => (random() * 2 - 1).toFixed(6));
  const out = openSync(file, "w");
  let text = `${rows} ${width}\n`;
  for (let row = 0; row < rows; row++) {
    text += `w${row.toString(36)}`;
    for (let i = 0; i < width; i++) text += ` ${numbers[(random() * 65_536) | 0]}`;
    text += "\n";
    if (text.length > 4_000_000 || row === rows - 1) {
      writeSync(out, text);
      text = "";
    }
  }
  closeSync(out);
}

/** Runs a command; gives seconds and megabytes of the largest process. */
function measure(command, args, env) {
  const wrapper =
    "import os,sys,time;t=time.time();p=os.posix_spawnp(sys.argv[1],sys.argv[1:],os.environ);_,s,u=os.wait4(p,0);" +
    "print(f'\\n{time.time()-t} {u.ru_utime+u.ru_stime} {u.ru_maxrss/1024}');sys.exit(s>0)";
  const last = run(python, ["-c", wrapper, command, ...args], { env })
    .trim()
    .split("\n")
    .at(-1);
  const [seconds, cpu, megabytes] = last.split(" ").map(Number);
  return { seconds, cpu, megabytes };
}

/** All comparisons; `quick` takes a tenth of the sizes. */
export async function benchVectors(context) {
  const { quick, env } = context;
  const [rows, width] = [quick ? 100_000 : 1_000_000, 100];
  const file = once(join(cache, `vectors-${rows}x${width}.txt`), (pending) =>
    writeVectors(pending, rows, width),
  );
  const folders = { ours: join(cache, "vectors-ours"), peer: join(cache, "vectors-peer") };
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  const command = ["init", "vectors", "en", file];
  const ours = measure(process.execPath, [cli, ...command, folders.ours], env);
  const peer = measure(python, ["-W", "ignore", "-m", "spacy", ...command, folders.peer], env);
  for (const name of ["vectors", "key2row"]) {
    const [one, other] = [folders.ours, folders.peer].map((folder) =>
      readFileSync(join(folder, "vocab", name)),
    );
    if (!one.equals(other)) throw new Error(`init vectors: the two ${name} differ`);
  }
  const less = (name, unit, mine, other) => row({ name, unit, ours: mine, peer: other, isLess: true });
  const results = [
    less(`init vectors, ${rows} x ${width} as text`, "seconds", ours.seconds, peer.seconds),
    less("  the same, processor time", "seconds", ours.cpu, peer.cpu),
    less("  the same, memory", "MB", ours.megabytes, peer.megabytes),
  ];
  const sides = await createSides("vectors", context, "dist");
  for (const args of [
    ["similar", ...(quick ? ["50000", "300", "100"] : ["500000", "300", "1000"])],
    ["docs", folders.ours, quick ? "4000" : "20000"],
  ]) {
    const [mine, other] = [sides.ours(...args), sides.peer(...args)];
    for (const [name, value] of Object.entries(mine.times))
      results.push(less(name, "seconds", value, other.times[name]));
  }
  return results;
}
