import type { Doc } from "@x/core";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const python = fileURLToPath(new URL("../../../../.peers/bin/python", import.meta.url));
const script = `
import json, sys, spacy
nlp = spacy.load(sys.argv[1])
rows = []
for doc in nlp.pipe(json.loads(sys.stdin.read())):
    rows.append({
        "words": [t.text for t in doc], "tag": [t.tag_ for t in doc], "pos": [t.pos_ for t in doc],
        "morph": [str(t.morph) for t in doc], "lemma": [t.lemma_ for t in doc], "dep": [t.dep_ for t in doc],
        "head": [t.head.i for t in doc], "sent_start": [int(t.is_sent_start) for t in doc],
        "ents": [[e.start, e.end, e.label_] for e in doc.ents],
        "noun_chunks": [[c.start, c.end] for c in doc.noun_chunks],
        "tensor": [float(x) for x in doc.tensor.flatten()[:96]] if len(doc.tensor) else [],
    })
print(json.dumps(rows))`;

export type PeerDoc = Record<string, readonly unknown[]>;

/** What spaCy's pipeline in a folder gives for texts. */
export function peerDocs(folder: string, texts: readonly string[]): PeerDoc[] {
  const output = execFileSync(python, ["-W", "ignore", "-c", script, folder], {
    encoding: "utf8",
    input: JSON.stringify(texts),
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output) as PeerDoc[];
}

/** The data folder of an installed pipeline package below a folder of packages; undefined where it is not there. */
export function dataFolder(packages: string, name: string): string | undefined {
  const folder = join(packages, name);
  if (!existsSync(folder)) return undefined;
  const data = readdirSync(folder).find((entry) => entry.startsWith(`${name}-`));
  return data === undefined ? undefined : join(folder, data);
}

/** The same of our doc. */
export function ourDoc(doc: Doc): PeerDoc {
  const none = new Array<string>(doc.length).fill("");
  return {
    words: doc.lexemes.map(({ text }) => text),
    tag: doc.tags ?? none,
    pos: doc.pos ?? none,
    morph: [...doc].map((token) => String(token.morph)),
    lemma: doc.lemmas ?? none,
    dep: doc.deps ?? none,
    head: [...doc.heads!],
    sent_start: Array.from(doc.sentStarts!, (start) => (start === 1 ? 1 : 0)),
    ents: doc.ents.map(({ start, end, label }) => [start, end, label]),
    noun_chunks: doc.nounChunks.map(({ start, end }) => [start, end]),
  };
}

/** All values that differ. */
export function differences(expected: readonly PeerDoc[], found: readonly PeerDoc[]): unknown[] {
  return found.flatMap((doc, index) =>
    Object.entries(doc).flatMap(([name, values]) => {
      const truth = expected[index][name];
      return Array.from({ length: Math.max(truth.length, values.length) }, (_, i) => i)
        .filter((i) => JSON.stringify(truth[i]) !== JSON.stringify(values[i]))
        .map((i) => ({ index, name, i, found: values[i], truth: truth[i] }));
    }),
  );
}
