import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isLock, tryLock, unfinishedName, waitForLock, waitForLockSync, type FileLock } from "../src/files";
import { bundleLock, raceForLock } from "./support/lock-race.mjs";

const folder = mkdtempSync(join(tmpdir(), "x-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const newPath = () => join(folder, String(count++), ".lock");
const busy = () => new Error("busy");
const take = (path: string): FileLock => {
  const taken = tryLock(path);
  if (!isLock(taken)) throw new Error(`held by ${taken.pid}`);
  return taken;
};
/** The lock of this process, with some of it changed. */
const leave = (path: string, changed: object) => {
  const lock = take(path);
  const owner = JSON.parse(readFileSync(path, "utf8")) as object;
  lock.release();
  writeFileSync(path, JSON.stringify({ ...owner, token: "0123456789abcdef", ...changed }));
};
const beside = (path: string) => readdirSync(join(path, ".."));
/** Above the numbers that processes get. */
const ended = 2 ** 22 + 1;

describe("a lock", () => {
  it("keeps others out until it is released, says who holds it, and leaves nothing behind", () => {
    const path = newPath();
    const lock = take(path);
    expect(lock.isHeld()).toBe(true);
    expect(beside(path)).toEqual([".lock"]);
    expect(tryLock(path)).toEqual({ path, pid: process.pid, host: hostname() });
    lock.release();
    lock.release();
    expect(beside(path)).toEqual([]);
    take(path).release();
  });

  it("of a process that has ended is taken over", () => {
    const path = newPath();
    leave(path, { pid: ended });
    take(path).release();
    expect(beside(path)).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["half of a lock", '{"token":"0123'],
    ["something else", "{}"],
  ])("file that holds %s is what a power cut has left", (_, content) => {
    const path = newPath();
    mkdirSync(join(path, ".."));
    writeFileSync(path, content);
    take(path).release();
    expect(beside(path)).toEqual([]);
  });

  it("of a process on another machine is nobody's to take over", () => {
    const path = newPath();
    leave(path, { pid: ended, host: "elsewhere" });
    const before = readFileSync(path, "utf8");
    expect(tryLock(path)).toEqual({ path, pid: ended, host: "elsewhere" });
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("knows that it was taken away, and does not remove its successor", () => {
    const path = newPath();
    const lock = take(path);
    leave(`${path}.other`, {});
    writeFileSync(path, readFileSync(`${path}.other`));
    expect(lock.isHeld()).toBe(false);
    lock.release();
    expect(existsSync(path)).toBe(true);
  });

  it("is taken over although others were killed while they took it over, and swept up after them", () => {
    const path = newPath();
    const [first, second] = ["0123456789abcdef", "fedcba9876543210"];
    leave(`${path}.${first}.heir`, { pid: ended, token: second });
    leave(`${path}.${first}.heir.${second}.heir`, { pid: ended, token: "00000000000000aa" });
    const unfinished = `..lock${/\.[0-9a-f]{8}-/.exec(unfinishedName("a"))![0]}${ended}-1-0.tmp`;
    writeFileSync(join(path, "..", unfinished), "");
    leave(path, { pid: ended, token: first });
    const lock = take(path);
    expect(beside(path)).toEqual([".lock"]);
    lock.release();
  });

  it("is waited for, not forever", async () => {
    const path = newPath();
    const lock = take(path);
    await expect(waitForLock(path, { patience: 120, busy })).rejects.toThrow("busy");
    expect(() => waitForLockSync(path, { patience: 120, busy })).toThrow("busy");
    setTimeout(() => lock.release(), 100);
    (await waitForLock(path, { patience: 60_000, busy })).release();
  });

  it("is freed when its process ends without freeing it, also by an exception", async () => {
    const module = await bundleLock(folder);
    for (const end of ["process.exit(3)", "throw new Error('unexpected')", ""]) {
      const path = newPath();
      const script = `import { tryLock } from ${JSON.stringify(module)}; tryLock(${JSON.stringify(path)}); ${end}`;
      spawnSync(process.execPath, ["--input-type=module", "-e", script]);
      expect(beside(path)).toEqual([]);
    }
  });

  it("is held by one process at a time, however many race and are killed", { timeout: 120_000 }, async () => {
    const module = await bundleLock(folder);
    const race = { folder: join(folder, "race"), module, racers: 4, entries: 100, seconds: 15, seed: 17 };
    expect((await raceForLock(race)).problems).toEqual([]);
  });
});
