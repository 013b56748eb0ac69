import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Doc, Example, parseConfig } from "@x/core";
import { unpackMsgpack } from "@x/core/spi";
import { languageFromConfig, type Tagger } from "@x/pipeline";
import { fillPipelineConfig, type PretrainedReport } from "@x/pipeline/spi";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { testRegistry } from "./support";

const golden = openGolden("pretrain");
const folder = "pipelines/trajectories/pretrain_characters";

golden.skipUnless(`${folder}/config.cfg`, () => {
  const weights = `${folder}/out/model5.bin`;

  async function initialize(path: string, edit: (config: ReturnType<typeof parseConfig>) => void = () => {}) {
    const registry = testRegistry();
    const config = parseConfig(readFileSync(golden.file(`${folder}/config.cfg`) as string, "utf8"), {
      interpolate: false,
    });
    config.set("initialize.init_tok2vec", path);
    edit(config);
    const nlp = await languageFromConfig(fillPipelineConfig(config, { registry }), { registry });
    const words = ["One", "two", "!"];
    const example = Example.fromDict(new Doc(nlp.vocab, { words }), { tags: ["A", "B", "C"] });
    const reports: PretrainedReport[] = [];
    await nlp.initialize(() => [example], { onPretrained: (report) => reports.push(report) });
    return { nlp, reports, bytes: nlp.getPipe<Tagger>("tok2vec").model.toBytes() };
  }
  const expectLoaded = (bytes: Uint8Array) =>
    expect(unpackMsgpack(bytes, { maps: true })).toEqual(
      unpackMsgpack(golden.bytes(weights), { maps: true }),
    );
  const path = () => golden.file(weights) as string;

  golden.case(`${folder}/init_tok2vec.json#loaded`, async () => {
    const { bytes, reports } = await initialize(path());
    expectLoaded(bytes);
    expect(reports).toEqual([
      expect.objectContaining({ node: "tok2vec", path: path(), parameters: expect.any(Number) as number }),
    ]);
    expect(reports[0].before).not.toBe(reports[0].after);
  });

  golden.case(`${folder}/init_tok2vec.json#without_pretraining_section`, async () => {
    const { bytes } = await initialize(path(), (config) => config.delete("pretraining"));
    expectLoaded(bytes);
  });

  golden.case(`${folder}/init_tok2vec.json#listener`, async () => {
    const { bytes, reports } = await initialize(path(), (config) =>
      config.set("pretraining.component", "tagger").set("pretraining.layer", "tok2vec"),
    );
    expectLoaded(bytes);
    expect(reports[0].node).toBe("tok2vec");
  });

  golden.case(`${folder}/init_tok2vec.json#missing_file`, async () => {
    const missing = join(dirname(path()), "none.bin");
    await expect(initialize(missing)).rejects.toMatchObject({ code: "P224" });
  });

  golden.case(`${folder}/init_tok2vec.json#wrong_component`, async () => {
    const wrong = initialize(path(), (config) => config.set("pretraining.component", "tagger"));
    await expect(wrong).rejects.toThrow(
      /P223.*"tagger".*in the file.*in the network.*Likely cause: the file has \d+ nodes/s,
    );
  });

  golden.case(`${folder}/init_tok2vec.json#another width`, async () => {
    const wider = initialize(path(), (config) => {
      config.set("components.tok2vec.model.embed.width", 24).set("components.tok2vec.model.encode.width", 24);
      config.set("components.tagger.model.tok2vec.width", 24);
    });
    await expect(wider).rejects.toThrow(/P223.*E\[\d+, 16\].*E\[\d+, 24\].*Likely cause: .*width/s);
  });
});
