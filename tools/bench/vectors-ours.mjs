// Our side of the benchmark of vectors: processor seconds by name. The same work as vectors_spacy.py.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Doc, loadVectors, MemoryTable, Vectors, Vocab } from "@x/core";
import { KeyRows } from "@x/core/vectors";
import { similarityProduct } from "@x/nn/runtime";
import { clock, rate, report } from "./ours.mjs";

const [task, ...args] = process.argv.slice(2);
const times = {};
async function timed(name, run) {
  const start = clock();
  const value = await run();
  times[name] = rate(0, start).cpu;
  return value;
}
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;

if (task === "similar") {
  const [rows, width, queries] = args.map(Number);
  const table = MemoryTable.empty(width);
  const pool = Float32Array.from({ length: 65_536 }, () => random() - 0.5);
  for (let row = 0; row < rows; row++) {
    const { block, offset } = table.nextRow();
    const at = (random() * 65_536) | 0;
    for (let i = 0; i < width; i++) block[offset + i] = pool[(at + i * 7) & 65_535];
    table.commit();
  }
  const keyRows = new KeyRows(rows);
  for (let row = 0; row < rows; row++) keyRows.set(row + 1000, 0, row);
  const vectors = Vectors.of({ table, keyRows });
  const asked = Float32Array.from({ length: queries * width }, random);
  const product = similarityProduct();
  await timed(`mostSimilar, ${queries} queries in ${rows} x ${width}`, () =>
    vectors.mostSimilar(asked, { n: 10, product: product.multiply }),
  );
  await product.release();
} else {
  const [folder, count] = [join(args[0], "vocab"), Number(args[1])];
  const vocab = new Vocab();
  vocab.strings.addAll(JSON.parse(readFileSync(join(folder, "strings.json"), "utf8")));
  vocab.vectors = loadVectors(folder, { strings: vocab.strings });
  const words = [];
  for (const [key] of vocab.vectors.entries()) if (words.push(vocab.strings.textOf(key)) === 15_000) break;
  const texts = Array.from({ length: count }, () =>
    Array.from({ length: 50 }, () => words[(random() * words.length) | 0]),
  );
  const docs = await timed("documents of 50 words with vectors: making them and their vectors", () => {
    const made = texts.map((text) => new Doc(vocab, { words: text }));
    for (const doc of made) void doc.vector;
    return made;
  });
  await timed("similarity of documents in pairs", () => {
    for (let i = 1; i < docs.length; i++) docs[i].similarity(docs[i - 1]);
  });
}
report({ times });
