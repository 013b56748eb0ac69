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

test("a writer gets its turn beside readers that never pause, and readers beside writers", async () => {
  const gate = new Gate();
  let reads = 0;
  let writes = 0;
  const isOver = () => writes >= 3 && reads >= 30;
  const readers = Array.from({ length: 5 }, async () => {
    for (let i = 0; i < 10_000 && !isOver(); i++) await gate.read(async () => void (await turn(), reads++));
  });
  const writers = Array.from({ length: 2 }, async () => {
    for (let i = 0; i < 10_000 && !isOver(); i++) await gate.write(async () => void (await turn(), writes++));
  });
  await Promise.all([...readers, ...writers]);
  expect(reads).toBeLessThan(1000);
  expect(writes).toBeLessThan(1000);
});

test("who is let in is alone with his kind, whoever comes in the same turn", async () => {
  const gate = new Gate();
  const running = { readers: 0, writers: 0 };
  const tasks: Promise<void>[] = [];
  for (let i = 0; i < 200; i++) {
    const kind = i % 3 === 0 ? "writers" : "readers";
    const task = async () => {
      running[kind]++;
      for (let k = 0; k < i % 4; k++) await Promise.resolve();
      expect(running.writers === 0 || running.readers + running.writers === 1).toBe(true);
      running[kind]--;
    };
    tasks.push(kind === "writers" ? gate.write(task) : gate.read(task));
    if (i % 7 === 0) await Promise.resolve();
  }
  await Promise.all(tasks);
});

test("reading that may stand within reading goes through while a writer waits", async () => {
  const gate = new Gate();
  let writer: Promise<void> | undefined;
  await gate.read(async () => {
    writer = gate.write(async () => undefined);
    await gate.read(turn, { maybeWithin: true });
  });
  await writer;
});
