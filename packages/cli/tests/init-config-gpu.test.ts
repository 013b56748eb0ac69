import { readFileSync } from "node:fs";
import { Registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations as train } from "@x/train";
import { registrations as transformers } from "@x/transformers";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { initConfig } from "../src/config";

interface Case {
  readonly file: string;
  readonly lang: string;
  readonly pipeline: string[];
  readonly optimize: "efficiency" | "accuracy";
  readonly gpu: boolean;
  readonly pretraining?: boolean;
}

const golden = openGolden("core");

golden.skipUnless("core/config/init/index.json", () => {
  // Our own packages, not a stand-in: the defaults of components and networks have to be spaCy's too.
  const registry = new Registry().use(nn, pipeline, train, tok2vec, transformers);
  describe("init config --gpu with our packages gives spaCy's text", () => {
    for (const { file, ...options } of golden.json<Case[]>("core/config/init/index.json")) {
      if (!options.gpu) continue;
      golden.case(`core/config/init/${file}#registry`, () => {
        const wanted = readFileSync(golden.file(`core/config/init/${file}`)!, "utf8");
        expect(initConfig({ ...options, registry }).toString()).toBe(wanted.trimEnd());
      });
    }
  });
});
