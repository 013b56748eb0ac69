import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { minibatch } from "@x/pipeline";
import { batchByPadded, batchBySequence, batchByWords, type Batcher } from "../src";

const golden = openGolden("pipeline");

interface Case {
  config: Record<string, unknown> & { "@batchers": string };
  batches: number[][];
}
interface Batchers {
  lengths: number[];
  cases: Case[];
  thinc_minibatch_7_of_30: number[];
}

/** The schedule of the golden file: `start`, then times `compound` up to `stop`. */
function compounding({ start, stop, compound }: Record<string, number>): { next(): number } {
  let current = start;
  return {
    next() {
      const value = Math.min(current, stop);
      current *= compound;
      return value;
    },
  };
}

function build(config: Case["config"]): Batcher {
  const size =
    typeof config.size === "number" ? config.size : compounding(config.size as Record<string, number>);
  switch (config["@batchers"]) {
    case "spacy.batch_by_words.v1":
      return batchByWords({
        size,
        tolerance: config.tolerance as number,
        discardOversize: config.discard_oversize as boolean,
      });
    case "spacy.batch_by_padded.v1":
      return batchByPadded({
        size,
        buffer: config.buffer as number,
        discardOversize: config.discard_oversize as boolean,
      });
    default:
      return batchBySequence({ size });
  }
}

describe("batchers", () => {
  golden.skipUnless("nn/optim.json", () => {
    const { batchers } = golden.json<{ batchers: Batchers }>("nn/optim.json");
    const items = batchers.lengths.map((length, index) => ({ length, index }));
    batchers.cases.forEach(({ config, batches }, index) => {
      golden.case(`nn/optim.json#batchers/${index}`, () => {
        const found = [...build(config)(items)].map((batch) => batch.map((item) => item.index));
        expect(found).toEqual(batches);
      });
    });
    golden.case("nn/optim.json#batchers/minibatch", () => {
      const sizes = [...minibatch(Array.from({ length: 30 }), 7)].map((batch) => batch.length);
      expect(sizes).toEqual(batchers.thinc_minibatch_7_of_30);
    });
  });
});
