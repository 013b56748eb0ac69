// Where the time of training and prediction goes, by the functions that took it.
//
//   node tools/bench/profile.mjs PROFILE.cpuprofile [...]
//
// Make a profile with: X_THREADS=1 node --cpu-prof --cpu-prof-dir DIR --expose-gc tools/bench/training-ours.mjs train --data DIR --config FILE
import { readFileSync } from "node:fs";
import { basename } from "node:path";

for (const path of process.argv.slice(2)) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(path, "utf8"));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  // Only what came after the start: the second half of the samples.
  const from = samples.length >> 1;
  const times = new Map();
  let total = 0;
  for (let i = from; i < samples.length; i++) {
    const { functionName, url } = byId.get(samples[i]).callFrame;
    const name = `${functionName || "(anonymous)"} ${basename(url).replace(/\?.*/, "")}`;
    if (functionName === "(idle)") continue;
    times.set(name, (times.get(name) ?? 0) + timeDeltas[i]);
    total += timeDeltas[i];
  }
  console.log(`${basename(path)}: ${(total / 1e6).toFixed(1)} s`);
  for (const [name, time] of [...times].sort((a, b) => b[1] - a[1]).slice(0, 22))
    console.log(`  ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`);
}
