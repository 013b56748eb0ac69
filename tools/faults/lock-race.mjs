// Processes race for one lock while they are killed at random moments: never two at once, never nobody.
//
//   node tools/faults/lock-race.mjs [--rounds 20] [--racers 6] [--entries 500] [--seed 1]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleLock, raceForLock } from "../../packages/core/tests/support/lock-race.mjs";

const number = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: { rounds: number("20"), racers: number("6"), entries: number("500"), seed: number("1") },
});
const folder = mkdtempSync(join(tmpdir(), "x-lock-race-"));
const module = await bundleLock(folder);
let wrong = 0;
for (let round = 0; round < Number(values.rounds); round++) {
  const seed = (Number(values.seed) + round) * 100_003;
  const result = await raceForLock({
    ...{ folder: join(folder, String(round)), module, seed },
    ...{ racers: Number(values.racers), entries: Number(values.entries) },
  });
  if (result.problems.length > 0) wrong++;
  console.log(`round ${round + 1}: held ${result.held} times, ${result.killed} processes killed: ${result.problems.join("; ") || "right"}`); // prettier-ignore
}
if (wrong === 0) rmSync(folder, { recursive: true });
console.log(`${wrong} of ${values.rounds} rounds wrong`);
process.exit(wrong > 0 ? 1 : 0);
