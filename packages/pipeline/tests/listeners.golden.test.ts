import { dirname } from "node:path";
import { errorCode, Example, type Doc } from "@x/core";
import type { Sequences } from "@x/nn";
import { describe, expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { load, type EntityRecognizer, type Language, type LoadOptions, type TrainablePipe } from "../src";
import { isUpstream, listenersIn, type ListenerHub } from "../src/spi";
import { Registry } from "@x/core";
import { expectNear, goldenPackages, largest, makeGoldenExamples, readCorpus } from "./support/trajectory";

const golden = openGolden("pipeline");
const id = "pipelines/listeners.json";

type Encoded = Parameters<typeof decodeArray>[0];
type Losses = Record<string, number>;
interface MapCase {
  pipes: string[];
  upstream: [tagger: string, ner: string];
  listening_components: string[];
  listener_map: Record<string, string[]>;
  update_error: object | null;
}
interface GradientCase {
  removed: string[];
  losses: Losses;
  d_tokvecs: Record<string, { items: Encoded[] }>;
  tok2vec_grads: Record<string, Encoded>;
}
interface Listeners {
  maps: Record<string, MapCase>;
  gradients: Record<string, GradientCase>;
  frozen: Record<string, { losses: Losses; tok2vec_has_grads?: boolean }>;
  predict: { words: string[]; tags: string[] };
  replace: {
    errors: Record<string, object>;
    nodes_before: string[];
    nodes_after: string[];
    config_tok2vec_after: object;
    ref_tok2vec_is_new_node: string;
    listening_components_after: string[];
    losses_after: Losses;
  };
}

golden.skipUnless(id, () => {
  const data = golden.json<Listeners>(id);
  const folder = dirname(golden.file("pipelines/listeners_init/config.cfg")!);

  async function open(options: LoadOptions = {}): Promise<{ nlp: Language; examples: Example[] }> {
    const nlp = await load(folder, { registry: new Registry(), packages: goldenPackages, ...options });
    if (nlp.hasPipe("ner")) {
      const ner = nlp.getPipe<EntityRecognizer>("ner");
      ner.model.attrs.set("hidden_mask", null);
      ner.drawUniform = () => 100;
    }
    return { nlp, examples: makeGoldenExamples(nlp, readCorpus(golden)) };
  }
  const hubOf = (nlp: Language): ListenerHub => {
    const pipe = nlp.getPipe("tok2vec");
    if (!isUpstream(pipe)) throw new Error("tok2vec has no listeners");
    return pipe.hub;
  };
  const hasGradients = (nlp: Language, name = "tok2vec") =>
    [...nlp.getPipe<TrainablePipe>(name).model.walk()].some((node) =>
      [...node.params.keys()].some((key) => node.hasGrad(key)),
    );
  const codeOf = async (run: () => Promise<unknown>) => {
    try {
      await run();
    } catch (thrown) {
      return errorCode(thrown);
    }
    return undefined;
  };
  const expectLosses = (found: Losses, expected: Losses) => {
    for (const [name, loss] of Object.entries(expected))
      expectNear([found[name]], [loss], { absolute: 1e-6, relative: 1e-4, name: `loss of ${name}` });
  };

  describe("who listens", () => {
    for (const [name, expected] of Object.entries(data.maps))
      golden.case(`${id}#maps/${name}`, async () => {
        const { nlp, examples } = await open({
          overrides: {
            "nlp.pipeline": expected.pipes,
            "components.tagger.model.tok2vec.upstream": expected.upstream[0],
            "components.ner.model.tok2vec.upstream": expected.upstream[1],
          },
        });
        const hub = hubOf(nlp);
        expect(hub.components).toEqual(expected.listening_components);
        const map = hub.components.map((component) => [
          component,
          hub.of(component).map(({ listener }) => listener.upstreamName),
        ]);
        expect(Object.fromEntries(map)).toEqual(expected.listener_map);
        const code = await codeOf(() => nlp.update(examples.slice(0, 3), { optimizer: false }));
        expect(code).toBe(expected.update_error === null ? undefined : "T002");
      });
  });

  describe("gradients of the shared layer", () => {
    for (const [name, expected] of Object.entries(data.gradients))
      golden.case(`${id}#gradients/${name}`, async () => {
        const { nlp, examples } = await open();
        for (const pipe of expected.removed) nlp.removePipe(pipe);
        const given = watchGradients(nlp);
        const losses = await nlp.update(examples.slice(0, 4), { optimizer: false });
        expectLosses(losses, expected.losses);
        for (const [pipe, { items }] of Object.entries(expected.d_tokvecs)) {
          const gold = items.flatMap((item) => [...(decodeArray(item).data as Float32Array)]);
          expectNear(given.get(pipe)!, gold, { absolute: 1e-4 * largest(gold), name: pipe });
        }
        const nodes = [...nlp.getPipe<TrainablePipe>("tok2vec").model.walk()];
        for (const [key, encoded] of Object.entries(expected.tok2vec_grads)) {
          const [index, parameter] = key.split(".");
          const gold = decodeArray(encoded).data as Float32Array;
          const found = nodes[Number(index)].getParam(parameter).grad!;
          expectNear(found, gold, { absolute: 1e-4 * largest(gold), name: key });
        }
      });

    function watchGradients(nlp: Language): Map<string, Float32Array> {
      const given = new Map<string, Float32Array>();
      const hub = hubOf(nlp);
      for (const component of hub.components)
        for (const { listener } of hub.of(component)) {
          const receive = listener.receive.bind(listener);
          listener.receive = (batch) =>
            receive(
              batch && {
                ...batch,
                accumulate(gradient: Sequences) {
                  given.set(component, (gradient.data.data as Float32Array).slice());
                  batch.accumulate(gradient);
                },
              },
            );
        }
      return given;
    }
  });

  describe("frozen components", () => {
    const three = async () => {
      const { nlp, examples } = await open();
      return { nlp, batch: examples.slice(0, 3), other: examples.slice(3, 6) };
    };

    golden.case(`${id}#frozen/tok2vec_frozen_not_annotating`, async () => {
      const { nlp, batch } = await three();
      expect(await codeOf(() => nlp.update(batch, { optimizer: false, exclude: ["tok2vec"] }))).toBe("T002");
    });

    golden.case(`${id}#frozen/tok2vec_frozen_annotating`, async () => {
      const { nlp, batch } = await three();
      const losses = await nlp.update(batch, {
        optimizer: false,
        exclude: ["tok2vec"],
        annotates: ["tok2vec"],
      });
      expectLosses(losses, data.frozen.tok2vec_frozen_annotating.losses);
      expect(hasGradients(nlp)).toBe(false);
      expect(batch[0].predicted.tensor).toBeUndefined();
    });

    golden.case(`${id}#frozen/then_trained_then_frozen_other_batch`, async () => {
      expect(golden.differs(`${id}#frozen/then_trained_then_frozen_other_batch`)).toBeDefined();
      const { nlp, batch, other } = await three();
      const frozen = { optimizer: false, exclude: ["tok2vec"], annotates: ["tok2vec"] } as const;
      const fresh = await (await open()).nlp.update(other, frozen);
      await nlp.update(batch, { optimizer: false });
      expectLosses(await nlp.update(other, frozen), fresh);
    });

    golden.case(`${id}#frozen/tagger_frozen`, async () => {
      const { nlp, batch } = await three();
      expectLosses(
        await nlp.update(batch, { optimizer: false, exclude: ["tagger"] }),
        data.frozen.tagger_frozen.losses,
      );
      expect(hasGradients(nlp)).toBe(data.frozen.tagger_frozen.tok2vec_has_grads);
    });

    golden.case(`${id}#frozen/ner_frozen`, async () => {
      expect(golden.differs(`${id}#frozen/ner_frozen`)?.field).toBe("tok2vec_has_grads");
      const { nlp, batch } = await three();
      expectLosses(
        await nlp.update(batch, { optimizer: false, exclude: ["ner"] }),
        data.frozen.ner_frozen.losses,
      );
      expect(hasGradients(nlp)).toBe(true);
    });

    golden.case(`${id}#frozen/last_listener_without_gold`, async () => {
      expect(golden.differs(`${id}#frozen/last_listener_without_gold`)?.field).toBe("tok2vec_has_grads");
      const { nlp, batch } = await three();
      const bare = batch.map(({ predicted, reference }) =>
        Example.fromDict(predicted, { tags: [...reference.tags!] }),
      );
      expectLosses(
        await nlp.update(bare, { optimizer: false }),
        data.frozen.last_listener_without_gold.losses,
      );
      expect(hasGradients(nlp)).toBe(true);
    });
  });

  golden.case(`${id}#batch_ids`, async () => {
    expect(golden.differs(`${id}#batch_ids`)).toBeDefined();
    const { nlp, examples } = await open();
    const [tok2vec, tagger] = ["tok2vec", "tagger"].map((name) => nlp.getPipe<TrainablePipe>(name));
    const [a, b, c, d] = examples;
    const lossOf = async (order: Example[]) => {
      const losses: Losses = {};
      await tok2vec.update([a, b, c]);
      await tagger.update(order, { losses });
      return losses.tagger;
    };
    const inOrder = await lossOf([a, b, c]);
    expect(await lossOf([c, b, a])).toBeCloseTo(inOrder, 4);
    expect(await lossOf([b])).toBeLessThan(inOrder);
    expect(await codeOf(() => lossOf([d]))).toBe("T001");
  });

  golden.case(`${id}#predict`, async () => {
    expect(golden.differs(`${id}#predict`)?.field).toBe(
      "listener_output_without_tensor, tags_tok2vec_disabled",
    );
    const { nlp, examples } = await open();
    const doc = await nlp(examples[0].predicted.copy());
    expect(doc.tags).toEqual(data.predict.tags);
    const [{ node }] = listenersIn(nlp.getPipe<TrainablePipe>("tagger").model);
    const listened = (await node.predict([doc])) as Sequences;
    expect(listened.data.data).toEqual(doc.tensor!.data);
    const bare = examples[0].predicted.copy();
    expect(await codeOf(() => nlp(bare, { disable: ["tok2vec"] }))).toBe("T002");
  });

  golden.case(`${id}#replace`, async () => {
    const { nlp, examples } = await open();
    const tags = () =>
      Promise.all(examples.slice(0, 4).map(async ({ predicted }) => (await nlp(predicted.copy())).tags));
    const names = () => [...nlp.getPipe<TrainablePipe>("tagger").model.walk()].map((node) => node.name);
    const before = await tags();
    expect(names()).toEqual(data.replace.nodes_before);
    const replace = (upstream: string, pipe: string, ...listeners: string[]) =>
      nlp.replaceListeners(upstream, pipe, { listeners });
    expect({
      too_few_paths: await codeOf(() => replace("tok2vec", "tagger", "model.tok2vec", "model.other")),
      bad_path: await codeOf(() => replace("tok2vec", "tagger", "model.nothing")),
      unknown_tok2vec: await codeOf(() => replace("x", "tagger", "model.tok2vec")),
      unknown_pipe: await codeOf(() => replace("tok2vec", "x", "model.tok2vec")),
      not_a_tok2vec: await codeOf(() => replace("tagger", "ner", "model.tok2vec")),
    }).toEqual({
      too_few_paths: "P107",
      bad_path: "P108",
      unknown_tok2vec: "P105",
      unknown_pipe: "P105",
      not_a_tok2vec: "P106",
    });
    await replace("tok2vec", "tagger", "model.tok2vec");
    expect(await tags()).toEqual(before);
    expect(names()).toEqual(data.replace.nodes_after);
    expect(nlp.config.get("components.tagger.model.tok2vec")).toEqual(data.replace.config_tok2vec_after);
    const { model } = nlp.getPipe<TrainablePipe>("tagger");
    expect(model.getRef("tok2vec").name).toBe(data.replace.ref_tok2vec_is_new_node);
    expect(hubOf(nlp).components).toEqual(data.replace.listening_components_after);
    expectLosses(await nlp.update(examples.slice(0, 3), { optimizer: false }), data.replace.losses_after);
    expect(hasGradients(nlp, "tagger")).toBe(true);
    const docs: Doc[] = examples.slice(0, 2).map(({ predicted }) => predicted.copy());
    expect((await nlp.getPipe<TrainablePipe>("tagger").model.predict(docs)).lengths).toHaveLength(2);
  });
});
