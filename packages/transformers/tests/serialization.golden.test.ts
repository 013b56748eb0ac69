import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Doc, Registry, Vocab } from "@x/core";
import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import type { Sequences } from "@x/nn";
import { writeSafetensors } from "@x/nn/files";
import { load, type Language, type TrainablePipe } from "@x/pipeline";
import { afterAll, describe, expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import {
  folderFiles,
  loadEncoder,
  loadPieceTokenizer,
  saveTransformer,
  setTrfData,
  TransformerData,
  transformerFiles,
  trfData,
} from "../src";
import { expectNear, numbersIn } from "./support/expect-near";
import { hasPeer, runPeer } from "./support/peer";
import { makeDoc, packages, shimIn, type CorpusRecord, type PredictionCase } from "./support/trajectory";

const golden = openGolden("transformers");
const root = "transformers/pipeline/bert";
const id = `${root}/nlp_layout.json`;
const folder = mkdtempSync(join(tmpdir(), "x-transformers-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Layout {
  readonly files: string[];
  readonly shim: { readonly config: Record<string, unknown>; readonly tokenizer: Record<string, unknown> };
  readonly test: PredictionCase[];
}

golden.skipUnless(id, () => {
  const layout = golden.json<Layout>(id);
  const { test: records } = golden.json<{ test: CorpusRecord[] }>(`${root}/corpus.json`);
  const open = (path: string) => load(path, { registry: new Registry(), packages });
  const expectPredictions = async (nlp: Language) => {
    for (const [i, wanted] of layout.test.entries()) {
      const doc = await nlp(makeDoc(nlp, records[i]));
      expect(doc.ents.map(({ start, end, label }) => [start, end, label])).toEqual(wanted.ents);
      expect(doc.tags).toEqual(wanted.tags);
      const scores = (await nlp.getPipe<TrainablePipe>("tagger").model.predict([doc])) as Sequences;
      expectNear(scores.data.data as Float32Array, numbersIn(wanted.tag_scores!), {
        absolute: 1e-4,
        name: `scores ${i}`,
      });
      const { lastHiddenState } = trfData(doc)!.modelOutput;
      expect(lastHiddenState!.shape).toEqual(wanted.last_hidden_state!.shape);
    }
  };

  describe("a pipeline of spacy-transformers 1.4", () => {
    golden.case(id, async () => {
      const nlp = await open(dirname(golden.file(`${root}/nlp/config.cfg`)!));
      await expectPredictions(nlp);
      // Keys that are integers in Python stay so.
      const { id2label, label2id, ...config } = layout.shim.config;
      expect(shimIn(nlp).encoder.config).toMatchObject(config);
      expect(shimIn(nlp).encoder.config.id2label).toEqual(
        new Map([
          [0, "LABEL_0"],
          [1, "LABEL_1"],
        ]),
      );
      expect([id2label, label2id]).toBeDefined();

      // And again from what is written here.
      const path = join(folder, "again");
      await nlp.toDisk(path);
      await expectPredictions(await open(path));
      const copy = await open(path);
      expect([...(await copy.serialize()).keys()].sort()).toEqual(
        expect.arrayContaining(["transformer/cfg", "transformer/model"]),
      );
      const files = shimIn(copy).tokenizer.files();
      expect([...files.keys()].sort()).toEqual(
        Object.keys(layout.shim.tokenizer)
          .filter((name) => name !== "kwargs")
          .sort(),
      );
    });
  });

  test("weights as safetensors, as spacy-transformers 2 stores them, and a folder for other tools", async () => {
    const nlp = await open(dirname(golden.file(`${root}/nlp/config.cfg`)!));
    const shim = shimIn(nlp);
    const stored = unpackMsgpack(shim.toBytes()) as Record<string, unknown>;
    shim.fromBytes(packMsgpack({ ...stored, state: writeSafetensors(shim.encoder.stateDict()) }));
    await shim.ready();
    await expectPredictions(nlp);

    const plain = join(folder, "plain");
    saveTransformer(nlp.getPipe<TrainablePipe>("transformer").model, plain);
    const files = folderFiles(plain);
    const encoder = await loadEncoder(files);
    expect([...encoder.params.keys()]).toEqual([...shim.params.keys()]);
    for (const [key, { data }] of encoder.params) expect(data, key).toEqual(shim.params.get(key)!.data);
    const tokenizer = await loadPieceTokenizer(files);
    const [ours, theirs] = await Promise.all(
      [tokenizer, shim.tokenizer].map((own) => own.encodeBatch(["some words here"])),
    );
    expect(ours.strings).toEqual(theirs.strings);
    expect(() => transformerFiles(nlp.getPipe<TrainablePipe>("tagger").model)).toThrowError(/TR410/);
  });

  test.skipIf(!hasPeer())(
    "Python's spacy.load opens what is written here, with the same predictions",
    async () => {
      const nlp = await open(dirname(golden.file(`${root}/nlp/config.cfg`)!));
      const path = join(folder, "for-python");
      await nlp.toDisk(path);
      const found = runPeer<{ tags: string[]; ents: [number, number, string][]; shape: number[] }[]>(
        `
import json, sys, spacy
from spacy.tokens import Doc
nlp = spacy.load(sys.argv[1])
out = []
for record in json.loads(sys.argv[2]):
    doc = Doc(nlp.vocab, words=record["words"], spaces=record["spaces"])
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    out.append({"tags": [t.tag_ for t in doc], "ents": [[e.start, e.end, e.label_] for e in doc.ents], "shape": list(doc._.trf_data.model_output.last_hidden_state.shape)})
print(json.dumps(out))
`,
        [path, JSON.stringify(records)],
      );
      layout.test.forEach((wanted, i) => {
        expect(found[i].tags).toEqual(wanted.tags);
        expect(found[i].ents).toEqual(wanted.ents);
        expect(found[i].shape).toEqual(wanted.last_hidden_state!.shape);
      });
    },
    120_000,
  );
});

test.skipIf(!hasPeer())(
  "Python reads the data of a Doc that is stored here",
  async () => {
    const doc = new Doc(new Vocab(), { words: ["a", "b"] });
    setTrfData(doc, TransformerData.zeros(2, 3));
    const again = Doc.fromBytes(new Vocab(), doc.toBytes());
    expect(trfData(again)!.modelOutput.lastHiddenState!.shape).toEqual([1, 2, 3]);
    const shape = runPeer<number[]>(
      `
import base64, json, sys, spacy, spacy_transformers
from spacy.tokens import Doc
from spacy.vocab import Vocab
spacy_transformers.pipeline_component.install_extensions()
doc = Doc(Vocab()).from_bytes(base64.b64decode(sys.argv[1]))
print(json.dumps(list(doc._.trf_data.model_output.last_hidden_state.shape)))
`,
      [Buffer.from(doc.toBytes()).toString("base64")],
    );
    expect(shape).toEqual([1, 2, 3]);
  },
  120_000,
);
