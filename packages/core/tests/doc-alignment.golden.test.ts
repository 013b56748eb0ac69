import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { Doc } from "../src/doc/doc";
import { errorCode } from "../src/errors";
import { Alignment } from "../src/example/alignment";
import {
  biluoTagsToOffsets,
  biluoToIob,
  type EntityOffsets,
  iobToBiluo,
  offsetsToBiluoTags,
} from "../src/example/biluo";
import { Example } from "../src/example/example";
import { Vocab } from "../src/text/vocab";
import { type DocSpec, makeDoc } from "./support/doc-specs";

const golden = openGolden("core");
const file = "core/alignment.json";

type Outcome = { result?: unknown; error?: { class: string; message: string } };
type Tags = { tags: string[] } & Outcome;
interface Fixture {
  alignments: ({ x: string[]; y: string[] } & Outcome)[];
  offsets_to_biluo_tags: ({
    words: string[];
    spaces: boolean[];
    entities: EntityOffsets[];
    options: { missing?: string };
    warnings: string[];
  } & Outcome)[];
  biluo_tags_to_offsets: ({ words: string[]; spaces: boolean[] } & Tags)[];
  iob_to_biluo: Tags[];
  biluo_to_iob: Tags[];
  doc_from_iob: Tags[];
}

/** spaCy's codes of the errors that occur, and ours. */
const codes: Record<string, string> = {
  E949: "E001",
  E103: "E002",
  E067: "E003",
  E068: "E004",
  E177: "E005",
  E093: "D010",
};

function check(expected: Outcome, run: () => unknown): void {
  if (expected.error === undefined) return expect(run()).toEqual(expected.result);
  const code = /^\[(E\d+)\]/.exec(expected.error.message)?.[1] ?? "";
  try {
    run();
  } catch (error) {
    // A bad tag of `new Doc({ ents })` is an error of documents.
    return expect([codes[code], code === "E177" ? "D005" : ""]).toContain(errorCode(error));
  }
  throw new Error(`expected ${expected.error.message}`);
}

golden.skipUnless(file, () => {
  const fixture = golden.json<Fixture>(file);
  const doc = ({ words, spaces }: { words: string[]; spaces: boolean[] }) =>
    new Doc(new Vocab(), { words, spaces });

  fixture.alignments.forEach((row, i) =>
    golden.case(`${file}#alignments-${i}`, () =>
      check(row, () => {
        const { x2y, y2x } = Alignment.fromStrings(row.x, row.y);
        const plain = ({ lengths, data }: Alignment["x2y"]) => ({ lengths: [...lengths], data: [...data] });
        return { x2y: plain(x2y), y2x: plain(y2x) };
      }),
    ),
  );
  fixture.offsets_to_biluo_tags.forEach((row, i) =>
    golden.case(`${file}#offsets_to_biluo_tags-${i}`, () => {
      let warnings = 0;
      check(row, () => {
        const target = doc(row);
        const last = target.codePointOffset(target.text.length);
        const units = (offset: number) =>
          offset <= last ? target.utf16Offset(offset) : target.text.length + offset - last;
        const entities = row.entities.map(([start, end, label]): EntityOffsets => [
          units(start),
          units(end),
          label,
        ]);
        return offsetsToBiluoTags(target, entities, { ...row.options, onMisaligned: () => warnings++ });
      });
      expect(warnings).toBe(row.warnings.length);
    }),
  );
  fixture.biluo_tags_to_offsets.forEach((row, i) =>
    golden.case(`${file}#biluo_tags_to_offsets-${i}`, () =>
      check(row, () => {
        const target = doc(row);
        const at = (offset: number) => target.codePointOffset(offset);
        return biluoTagsToOffsets(target, row.tags).map(([start, end, label]) => [at(start), at(end), label]);
      }),
    ),
  );
  fixture.iob_to_biluo.forEach((row, i) =>
    golden.case(`${file}#iob_to_biluo-${i}`, () => check(row, () => iobToBiluo(row.tags))),
  );
  fixture.biluo_to_iob.forEach((row, i) =>
    golden.case(`${file}#biluo_to_iob-${i}`, () => check(row, () => biluoToIob(row.tags))),
  );
  fixture.doc_from_iob.forEach((row, i) =>
    golden.case(`${file}#doc_from_iob-${i}`, () =>
      check(row, () => {
        const words = row.tags.map((_, k) => `w${k}`);
        return new Doc(new Vocab(), { words, ents: row.tags }).ents.map(({ start, end, label }) => [
          start,
          end,
          label,
        ]);
      }),
    ),
  );
});

interface Aligned {
  tags: Outcome;
  ner: Outcome;
  heads_and_deps: Outcome;
  sent_starts: Outcome;
}
interface Suites {
  suites: { name: string; examples: { predicted: DocSpec; reference: DocSpec; aligned?: Aligned }[] }[];
}

for (const id of ["core/scorer.json", "core/aligned.json"])
  golden.skipUnless(id, () => {
    for (const { name, examples } of golden.json<Suites>(id).suites)
      examples.forEach(({ predicted, reference, aligned }, i) => {
        if (aligned === undefined) return;
        golden.case(`${id}#aligned-${name}-${i}`, () => {
          const vocab = new Vocab();
          const example = new Example(makeDoc(vocab, predicted), makeDoc(vocab, reference));
          check(aligned.tags, () => example.getAligned("TAG", { asString: true }));
          check(aligned.ner, () => example.getAlignedNer().map((tag) => (tag === "" ? null : tag)));
          check(aligned.sent_starts, () => example.getAlignedSentStarts());
          check(aligned.heads_and_deps, () => {
            const { heads, deps } = example.getAlignedParse();
            return [heads, deps];
          });
        });
      });
  });
