// A process that takes and frees one lock over and over, and writes down when it is inside.
//
//   node lock-racer.mjs MODULE LOCK LOG ROUNDS SEED
import { appendFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, path, log, rounds, seed] = process.argv.slice(2);
const { isLock, pause, tryLock, waitForLockSync } = await import(pathToFileURL(module).href);
let state = Number(seed);
const random = (below) => (state = (state * 48271) % 2147483647) % below;

process.send("ready");
for (let round = 0; round < Number(rounds); round++) {
  // Half of the racers ask again and again, the others wait.
  let lock =
    random(2) === 0
      ? tryLock(path)
      : waitForLockSync(path, { patience: 60_000, busy: () => new Error("busy") });
  while (!isLock(lock)) {
    pause(1);
    lock = tryLock(path);
  }
  appendFileSync(log, `enter ${process.pid} ${round}\n`);
  pause(random(3));
  if (!lock.isHeld()) appendFileSync(log, `lost ${process.pid} ${round}\n`);
  // One in thirty is killed with the lock in its hands.
  if (random(30) === 0) process.kill(process.pid, "SIGKILL");
  appendFileSync(log, `leave ${process.pid} ${round}\n`);
  lock.release();
}
