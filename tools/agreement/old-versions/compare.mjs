// Pipelines of older versions of spaCy, made by make-pipelines.py: does each load here, annotate as the reference does (annotate.py),
// and say the same again after it was saved?
//
//   node tools/agreement/old-versions/compare.mjs FOLDER REFERENCE.json   (after `npm run build`)
//
// Prints a line for each pipeline that is refused or differs, then one with the totals.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "@x/pipeline";

const [folder, file] = process.argv.slice(2);
const reference = JSON.parse(readFileSync(file, "utf8"));
const temporary = mkdtempSync(join(tmpdir(), "old-versions-"));

const annotation = (doc) => ({
  words: Array.from(doc, (token) => token.text),
  tags: Array.from(doc, (token) => token.tag),
  pos: Array.from(doc, (token) => token.pos),
  lemmas: Array.from(doc, (token) => token.lemma),
  morphs: Array.from(doc, (token) => token.morph),
  heads: Array.from(doc, (token) => token.head.i),
  deps: Array.from(doc, (token) => token.dep),
  starts: Array.from(doc, (token) => token.isSentStart === true),
  ents: doc.ents.map(({ start, end, label, id }) => [start, end, label, id]),
  cats: { ...doc.cats },
  spans: Object.fromEntries(
    [...doc.spans].map(([key, group]) => [
      key,
      Array.from(group, ({ start, end, label, id }) => [start, end, label, id]),
    ]),
  ),
});

/** Scores of categories are sums in another order here: they may differ in the sixth digit. */
function isSame(ours, theirs, key) {
  if (key !== "cats") return JSON.stringify(ours) === JSON.stringify(theirs);
  const labels = Object.keys(theirs);
  return (
    Object.keys(ours).join() === labels.join() &&
    labels.every((label) => Math.abs(ours[label] - theirs[label]) < 1e-5)
  );
}

async function differing(nlp, { texts, docs }) {
  const found = [];
  for (const [i, text] of texts.entries()) {
    const ours = annotation(await nlp(text));
    for (const key of Object.keys(ours)) {
      if (isSame(ours[key], docs[i][key], key)) continue;
      found.push(`text ${i}, ${key}: ${JSON.stringify(ours[key])}, spaCy ${JSON.stringify(docs[i][key])}`);
    }
  }
  return found;
}

const totals = { pipelines: 0, loaded: 0, same: 0 };
for (const name of readdirSync(folder).sort()) {
  totals.pipelines++;
  try {
    const nlp = await load(join(folder, name));
    totals.loaded++;
    const saved = join(temporary, name);
    await nlp.toDisk(saved);
    const again = await load(saved);
    const found = [...(await differing(nlp, reference[name])), ...(await differing(again, reference[name]))];
    if (found.length === 0) totals.same++;
    else console.log(`${name}: ${found[0].slice(0, 600)} (and ${found.length - 1} more)`);
    await nlp.close();
    await again.close();
  } catch (error) {
    console.log(`${name}: ${error.message.slice(0, 300)}`);
  }
}
rmSync(temporary, { recursive: true });
console.log(`${totals.pipelines} pipelines, ${totals.loaded} load, ${totals.same} annotate as spaCy does`);
