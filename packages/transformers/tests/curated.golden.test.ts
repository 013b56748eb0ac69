import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Doc, DocBin, Example, Registry, type ConfigObject } from "@x/core";
import { adam, type Sequences } from "@x/nn";
import { load, type Language, type TrainablePipe } from "@x/pipeline";
import { train } from "@x/train";
import { afterAll, expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { gradualUnfreezing, trfData, type CuratedTransformer } from "../src";
import { curatedShimOf } from "../src/curated/curated-model";
import { CuratedShim } from "../src/curated/curated-shim";
import { expectNear } from "./support/expect-near";
import { packages } from "./support/trajectory";

const golden = openGolden("transformers");
const root = "transformers/curated";
const id = `${root}/expected.json`;
const folder = mkdtempSync(join(tmpdir(), "x-curated-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Expected {
  readonly words: string[];
  readonly spaces: boolean[];
  readonly tags: string[];
  readonly lengths: number[];
  readonly layers: number[][];
  readonly tagger: number[];
  readonly senter: number[];
}

golden.skipUnless(id, () => {
  const expected = golden.json<Expected[]>(id);
  const open = (path = dirname(golden.file(`${root}/nlp/config.cfg`)!), overrides?: ConfigObject) =>
    load(path, { registry: new Registry(), packages, overrides, exclude: ["tokenizer", "vocab"] });
  const docOf = (nlp: Language, { words, spaces }: Expected) => new Doc(nlp.vocab, { words, spaces });
  const expectPredictions = async (nlp: Language) => {
    for (const wanted of expected) {
      const doc = await nlp(docOf(nlp, wanted));
      const data = trfData(doc)!;
      expect([...data.align.lengths]).toEqual(wanted.lengths);
      data.allHiddenLayerStates.forEach((layer, i) =>
        expectNear(layer.data as Float32Array, wanted.layers[i], { absolute: 2e-5, name: `layer ${i}` }),
      );
      expect(data.allHiddenLayerStates).toHaveLength(wanted.layers.length);
      for (const name of ["tagger", "senter"] as const) {
        const scores = (await nlp.getPipe<TrainablePipe>(name).model.predict([doc])) as Sequences;
        expectNear(scores.data.data as Float32Array, wanted[name], { absolute: 1e-4, name });
      }
      expect(doc.tags).toEqual(wanted.tags);
    }
  };
  const weightOf = (nlp: Language) =>
    curatedShimOf(nlp.getPipe<CuratedTransformer>("transformer").model)
      .params.get("encoder.layer.1.output.dense.weight")!
      .read();
  const examplesOf = (nlp: Language) => {
    const words = ["She", "painted", "the", "door", "green", "."];
    const tags = ["PRP", "VBD", "DT", "NN", "JJ", "."];
    const sentStarts = [1, -1, -1, -1, -1, -1];
    return [new Example(new Doc(nlp.vocab, { words }), new Doc(nlp.vocab, { words, tags, sentStarts }))];
  };

  golden.case(id, async () => {
    const nlp = await open();
    await expectPredictions(nlp);
    // Docs of one batch do not change each other.
    const docs = expected.map((wanted) => docOf(nlp, wanted));
    let i = 0;
    for await (const doc of nlp.pipe(docs)) expect(doc.tags).toEqual(expected[i++].tags);
    await nlp.toDisk(join(folder, "again"));
    await expectPredictions(await open(join(folder, "again")));
  });

  test("it learns, the weights of layers included", async () => {
    const nlp = await open();
    const before = weightOf(nlp);
    const shim = nlp.getPipe<TrainablePipe>("senter").model.layers[0].layers[0].shims[0];
    const layers = shim.params.get("layer_weights")!.read();
    const optimizer = adam({ learn_rate: 0.01 });
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) {
      const { tagger } = await nlp.update(examplesOf(nlp), { optimizer });
      losses.push(tagger);
    }
    expect(losses[29]).toBeLessThan(losses[0] / 2);
    expect(weightOf(nlp)).not.toEqual(before);
    expect(shim.params.get("layer_weights")!.data).not.toEqual(layers);
  });

  test("layers that are left out in training stay the same after a resume", async () => {
    const file = join(folder, "train.spacy");
    const start = async () => {
      const nlp = await open(undefined, {
        "paths.train": file,
        "paths.dev": file,
        "training.max_steps": 8,
        "training.eval_frequency": 2,
        "components.senter.model.tok2vec.weighting.dropout_prob": 0.5,
      });
      writeFileSync(file, new DocBin({ docs: examplesOf(nlp).map(({ reference }) => reference) }).toBytes());
      return nlp;
    };
    const run = async (resume?: Uint8Array) => {
      const states: Uint8Array[] = [];
      const stream = { write: () => undefined };
      const { nlp } = await train(await start(), {
        stdout: stream,
        stderr: stream,
        clock: () => 0,
        resume,
        saveState: async (state) => void states.push(state),
      });
      return { states, bytes: await nlp.getPipe("senter").serialize() };
    };
    const whole = await run();
    expect((await run(whole.states[1])).bytes).toEqual(whole.bytes);
  });

  test("an encoder without weights says how to load them", () => {
    const shim = new CuratedShim({ model_type: "bert" });
    expect(() => shim.encoder).toThrow(expect.objectContaining({ code: "TR412" }));
  });

  test("gradual unfreezing", async () => {
    const nlp = await open();
    const before = weightOf(nlp);
    const unfreeze = gradualUnfreezing({ transformer: 2 });
    const optimizer = adam({ learn_rate: 0.01 });
    const moved: boolean[] = [];
    for (let step = 0; step < 3; step++) {
      unfreeze(nlp, { step });
      await nlp.update(examplesOf(nlp), { optimizer });
      moved.push(weightOf(nlp).some((value, i) => value !== before[i]));
    }
    expect(moved).toEqual([false, false, true]);
    expect(() => gradualUnfreezing({ "*": 1, transformer: 2 })).toThrowError(/TR415/);
    expect(() => gradualUnfreezing({ tagger: 1 })(nlp, { step: 0 })).toThrowError(/TR416/);
  });
});
