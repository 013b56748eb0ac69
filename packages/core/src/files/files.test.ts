import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorCode } from "../errors";
import { leftovers, removeLeftovers, unfinishedName } from "./leftovers-node";
import { openPending, writeFileSafely } from "./pending-file-node";
import { mayRun, thisProcess } from "./process-mark-node";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "x-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(path(name), "utf8");
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (problem) {
    return errorCode(problem);
  }
  return undefined;
};

describe("written files", () => {
  it("take their place only when they are complete", () => {
    const name = "deep/er/out.txt";
    writeFileSafely(path(name), "first");
    const pending = openPending(path(name));
    pending.write("half");
    pending.write(new Uint8Array([33]));
    expect(text(name)).toBe("first");
    pending.discard();
    expect(readdirSync(path("deep/er"))).toEqual(["out.txt"]);
    writeFileSafely(path(name), "second");
    expect(text(name)).toBe("second");
    expect(readdirSync(path("deep/er"))).toEqual(["out.txt"]);
  });

  it.skipIf(process.platform === "win32")("keep the permissions and the links of those before", () => {
    writeFileSync(path("secret"), "1");
    chmodSync(path("secret"), 0o600);
    symlinkSync("secret", path("link"));
    writeFileSafely(path("link"), "2");
    expect([text("secret"), readlinkSync(path("link"))]).toEqual(["2", "secret"]);
    expect(statSync(path("secret")).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.platform === "win32")("leave devices and pipes what they are", () => {
    writeFileSafely("/dev/null", "gone");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("have names as long as the file system allows", () => {
    const name = "ü".repeat(120);
    writeFileSafely(path(name), "long");
    expect(readdirSync(folder)).toEqual([name]);
  });

  it("say what the system refuses, and leave nothing", () => {
    mkdirSync(path("folder"));
    writeFileSync(path("file"), "1");
    expect(codeOf(() => writeFileSafely(path("folder"), "x"))).toBe("FS04");
    expect(codeOf(() => writeFileSafely(path("file/below"), "x"))).toBe("FS04");
    expect(readdirSync(folder)).toEqual(["file", "folder"]);
  });
});

describe("unfinished files", () => {
  it("of processes that run no longer are removed, those of others stay", () => {
    const { pid, stdout } = spawnSync(process.execPath, ["-e", "console.log(String(process.pid))"], {
      encoding: "utf8",
    });
    expect(Number(stdout)).toBe(pid);
    const own = unfinishedName("a.txt");
    const dead = own.replace(`-${process.pid}-`, `-${pid}-`);
    const reused = own.replace(/-\d+-(\d+)\.tmp$/, "-1-$1.tmp");
    const others = own.replace(/\.[0-9a-f]{8}-/, ".00000000-");
    for (const name of [own, dead, reused, others, ".a.txt.tmp"]) writeFileSync(path(name), "");
    mkdirSync(path(dead.replace("a.txt", "folder")));
    const gone = thisProcess().began === null ? [dead] : [dead, reused];
    expect(leftovers(folder).sort()).toEqual([...gone, dead.replace("a.txt", "folder")].sort());
    removeLeftovers(folder);
    expect(leftovers(folder)).toEqual([]);
    expect(readdirSync(folder)).toContain(own);
    writeFileSafely(path("a.txt"), "1");
    expect(readdirSync(folder)).toEqual(expect.arrayContaining([own, others, ".a.txt.tmp"]));
  });

  it("of another machine count as running", () => {
    expect(mayRun({ ...thisProcess(), host: "elsewhere", pid: 2 ** 22 + 1 })).toBe(true);
    expect(mayRun({ ...thisProcess(), pid: 2 ** 22 + 1 })).toBe(false);
    expect(mayRun(thisProcess())).toBe(true);
  });
});
