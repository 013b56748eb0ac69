import { expect, test } from "vitest";
import { Gate } from "./gate";

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

test("readers overlap, a writer is alone, also after an error", async () => {
  const gate = new Gate();
  const running = new Set<string>();
  const seen: string[] = [];
  const task = (name: string) => async () => {
    running.add(name);
    seen.push([...running].sort().join());
    await turn();
    await turn();
    running.delete(name);
  };
  const failing = gate.write(async () => {
    await turn();
    throw new Error("no");
  });
  const tasks = [
    gate.read(task("a")),
    gate.read(task("b")),
    gate.write(task("W")),
    gate.read(task("c")),
    gate.write(task("V")),
  ];
  await expect(failing).rejects.toThrow("no");
  await Promise.all(tasks);
  expect(seen.filter((names) => /[VW]/.test(names)).sort()).toEqual(["V", "W"]);
  expect(seen).toContain("a,b");
});

test("reading within reading goes through while a writer waits", async () => {
  const gate = new Gate();
  let writer: Promise<void> | undefined;
  await gate.read(async () => {
    writer = gate.write(async () => undefined);
    await gate.read(turn);
  });
  await writer;
});
