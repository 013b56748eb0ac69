import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { lifeOf, thisProcess, type ProcessMark } from "./process-mark-node";

const machine = "pid:[4026531836]";
const here: ProcessMark = { ...thisProcess(), host: "box", machine: "m1", boot: "b1", space: machine };
const there = { ...here, space: "pid:[4026532000]" };
const ended = { ...here, pid: 2 ** 22 + 1 };

it.each<[string, Partial<ProcessMark>, ProcessMark, string]>([
  ["runs", here, here, "alive"],
  ["has ended", ended, here, "dead"],
  ["ran before the machine started anew", { ...here, boot: "b0" }, here, "dead"],
  ["is on another host", { ...ended, host: "other" }, here, "unknown"],
  ["is on another machine of the same name", { ...ended, machine: "m2", boot: "b2" }, here, "unknown"],
  ["ran in the container that this one replaces", { ...there, space: "pid:[4026532001]" }, there, "dead"],
  ["is on the machine, seen from a container", ended, there, "unknown"],
  ["is in a container, seen from the machine", { ...ended, space: there.space }, here, "unknown"],
  [
    "has the number of another one",
    { ...here, began: "1" },
    here,
    existsSync("/proc/self/stat") ? "dead" : "alive",
  ],
  ["tells little", { pid: here.pid, host: "box" }, here, "alive"],
  ["tells nothing", {}, here, "dead"],
])("a process that %s", (_, mark, from, life) => {
  expect(lifeOf(mark, from)).toBe(life);
});

it.runIf(existsSync("/proc/self/stat"))(
  "a process that has ended and was not asked for yet is dead",
  async () => {
    // What has taken the shell's place never asks for its child, which ends only then.
    const shell = spawn("sh", ["-c", "sleep 1000 & echo $!; exec sleep 1000"]);
    const pid = await new Promise<number>((found) =>
      shell.stdout.once("data", (text) => found(Number(text))),
    );
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise((next) => setTimeout(next, 10));
    };
    await until(() => readFileSync(`/proc/${shell.pid}/comm`, "utf8") === "sleep\n");
    process.kill(pid, "SIGKILL");
    await until(() => lifeOf({ ...thisProcess(), pid, began: null }) === "dead");
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    shell.kill();
  },
);
