// Static vectors, spaCy and us in turn on the same files: `init vectors` on a large text file (time and memory), the most similar
// rows of a large table, and the vectors of documents.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const cache = join(root, ".cache/bench");
const python = join(root, ".peers/bin/python");
const cli = join(root, "packages/cli/bin/x.js");

/** Runs a command; gives its last line of output, and seconds and megabytes of the largest process. */
function measure(command, args, env) {
  const wrapper =
    "import os,sys,time;t=time.time();p=os.posix_spawnp(sys.argv[1],sys.argv[1:],os.environ);_,s,u=os.wait4(p,0);" +
    "print(f'\\n{time.time()-t} {u.ru_utime+u.ru_stime} {u.ru_maxrss/1024} {s}')";
  const { stdout, stderr } = spawnSync(python, ["-c", wrapper, command, ...args], {
    cwd: root,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const lines = stdout.split("\n").filter((line) => line.trim() !== "");
  const [seconds, cpu, megabytes, status] = lines.at(-1).split(" ").map(Number);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stderr.slice(-2000)}`);
  return { seconds, cpu, megabytes, line: lines.at(-2) };
}

/** All comparisons; `quick` takes a tenth of the sizes. */
export function benchVectors({ quick = false, env = process.env } = {}) {
  const [rows, width] = [quick ? 100_000 : 1_000_000, 100];
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `vectors-${rows}x${width}.txt`);
  if (!existsSync(file))
    measure(process.execPath, ["tools/bench/vectors-data.mjs", file, String(rows), String(width)], env);
  const [ours, theirs] = [join(cache, "vectors-ours"), join(cache, "vectors-peer")];
  for (const folder of [ours, theirs]) rmSync(folder, { recursive: true, force: true });
  const results = [];
  const add = (name, unit, mine, peer, higher) => {
    const ratio = higher ? mine / peer : peer / mine;
    results.push({ name, unit, ours: mine, peer, ratio });
  };
  const mine = measure(process.execPath, [cli, "init", "vectors", "en", file, ours], env);
  const peer = measure(python, ["-W", "ignore", "-m", "spacy", "init", "vectors", "en", file, theirs], env);
  const same = ["vectors", "key2row"].every((name) =>
    readFileSync(join(ours, "vocab", name)).equals(readFileSync(join(theirs, "vocab", name))),
  );
  if (!same) throw new Error("init vectors: the two folders differ");
  add(`init vectors, ${rows} x ${width} as text`, "seconds", mine.seconds, peer.seconds, false);
  add("  the same, processor time", "seconds", mine.cpu, peer.cpu, false);
  add("  the same, memory", "MB", mine.megabytes, peer.megabytes, false);
  const sizes = quick ? ["50000", "300", "100"] : ["500000", "300", "1000"];
  for (const task of ["similar", "docs"]) {
    const args = task === "similar" ? sizes : [ours, quick ? "4000" : "20000"];
    const a = JSON.parse(
      measure(process.execPath, ["tools/bench/vectors-ours.mjs", task, ...args], env).line,
    );
    const b = JSON.parse(
      measure(python, ["-W", "ignore", "tools/bench/vectors_spacy.py", task, ...args], env).line,
    );
    for (const [name, value] of Object.entries(a)) add(name, "seconds", value, b[name], false);
  }
  return results;
}
