import { adam, type Sequences } from "@x/nn";
import type { TrainablePipe } from "@x/pipeline";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { trfData } from "../src";
import { expectNear, numbersIn } from "./support/expect-near";
import {
  buildTrajectory,
  makeDoc,
  relocated,
  type CorpusRecord,
  type PredictionCase,
  type TrajectoryFile,
} from "./support/trajectory";

const golden = openGolden("transformers");
const root = "transformers/pipeline";

describe.each(["bert", "roberta"])("%s", (checkpoint) => {
  const id = `${root}/${checkpoint}/replace_listeners.json`;
  golden.skipUnless(id, () => {
    golden.case(id, async () => {
      const wanted = golden.json<{
        config_after: Record<string, unknown>;
        layers_after: string[];
        before: PredictionCase;
        after: PredictionCase;
      }>(id);
      const file = golden.json<TrajectoryFile>(`${root}/${checkpoint}/train_tagger_only.json`);
      const corpus = golden.json<{ train: CorpusRecord[]; test: CorpusRecord[] }>(
        `${root}/${checkpoint}/corpus.json`,
      );
      const { nlp, examples } = await buildTrajectory(golden, { file, records: corpus.train });
      const optimizer = adam(file.variant.optimizer);
      for (let step = 0; step < 2; step++) await nlp.update(examples, { optimizer });
      const { model } = nlp.getPipe<TrainablePipe>("tagger");
      const expectPredictions = async ({ tags, tag_scores: scores }: PredictionCase) => {
        const doc = await nlp(makeDoc(nlp, corpus.test[0]));
        expect(doc.tags).toEqual(tags);
        const found = (await model.predict([doc])) as Sequences;
        expectNear(found.data.data as Float32Array, numbersIn(scores!), {
          absolute: 1e-4,
          name: "tag scores",
        });
        return trfData(doc);
      };
      expect(await expectPredictions(wanted.before)).toBeDefined();
      await nlp.replaceListeners("transformer", "tagger", { listeners: ["model.tok2vec"] });
      await expectPredictions(wanted.after);
      expect([...model.walk()].map(({ name }) => name)).toEqual(wanted.layers_after);
      const { factory, ...config } = relocated(golden, wanted.config_after) as Record<string, unknown>;
      expect(factory).toBe("tagger");
      expect(nlp.config.get("components.tagger")).toEqual({ factory: "tagger", ...config });

      // Without the shared transformer it works alone, and learns.
      nlp.removePipe("transformer");
      await expectPredictions(wanted.after);
      const losses = await nlp.update(examples, { optimizer });
      expect(losses.tagger).toBeGreaterThan(0);
    });
  });
});
