import { Doc, Example, Registry, type Vocab } from "@x/core";
import { define, flag, registrationOf, size, tableOf, text, withDefaults, type OptionsOf } from "@x/core/spi";
import { registrations as nn, type Model, type Sequences } from "@x/nn";
import { defineArchitecture, network } from "@x/nn/spi";
import { registrations as tok2vec } from "@x/tok2vec";
import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  blank,
  Pipe,
  registrations as pipeline,
  Tagger,
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type Language,
} from "../src";
import { buildTaggerModel, type ScorerFunction } from "../src/components";
import {
  defineComponent,
  defineFactory,
  listedLabels,
  scoredBy,
  tokenGold,
  tokenHead,
  tokenLoss,
  type ComponentOptions,
} from "../src/spi";

const model = {
  "@architectures": "spacy.Tagger.v2",
  tok2vec: {
    "@architectures": "spacy.HashEmbedCNN.v2",
    pretrained_vectors: null,
    width: 8,
    depth: 1,
    embed_size: 50,
    window_size: 1,
    maxout_pieces: 2,
    subword_features: true,
  },
};
const registryOf = () => new Registry().use(nn, pipeline, tok2vec);
const started = (registry = registryOf()) => blank("en", { registry });
const example = (nlp: Language, words: string[], tags: string[]) =>
  new Example(new Doc(nlp.vocab, { words }), new Doc(nlp.vocab, { words, tags }));

/** A component as plugins write it today: a class of their own, a table of schemas. */
class OldStyle extends TrainablePipe<number> {
  steps = 0;
  async predict() {
    return 0;
  }
  setAnnotations(docs: Doc[]) {
    for (const doc of docs) doc.cats = { old: 1 };
  }
  async update() {
    this.steps++;
  }
  async initialize(_get: GetExamples, _options?: InitializeOptions) {}
}

test("a plugin written against the old calls still runs", async () => {
  const registry = registryOf();
  registry.architectures(
    "old.Network.v1",
    z.strictObject({ tok2vec: z.custom<Model<Doc[], Sequences>>(), nO: z.int().nullable().default(null) }),
    ({ tok2vec, nO }) => buildTaggerModel({ tok2vec, nO }),
  );
  registry.register("factories", "old_style", {
    schema: z.strictObject({ nlp: z.custom<Language>(), name: z.string(), model: z.custom<Model>() }),
    create: ({ nlp, name, model }) => new OldStyle(nlp.vocab, model, { name }),
  });
  const nlp = started(registry);
  const pipe = nlp.addPipe<OldStyle>("old_style", {
    config: { model: { ...model, "@architectures": "old.Network.v1" } },
  });
  await nlp.initialize(() => [example(nlp, ["a"], ["X"])]);
  await nlp.update([example(nlp, ["a"], ["X"])]);
  expect(pipe.steps).toBe(1);
  expect((await nlp.process("a")).cats).toEqual({ old: 1 });
});

test("classes of users extend a declared component", async () => {
  class Shouting extends Tagger {
    override setAnnotations(docs: Doc[], classes: Int32Array[]) {
      super.setAnnotations(docs, classes);
      for (const doc of docs) doc.column("tags").forEach((tag, i, tags) => (tags[i] = tag.toUpperCase()));
    }
  }
  const registry = registryOf();
  registry.register("factories", "shouting", {
    schema: z.strictObject({ nlp: z.custom<Language>(), name: z.string(), model: z.custom<Model>() }),
    create: ({ nlp, name, model }) => new Shouting(nlp.vocab, model, { name, negPrefix: "~" }),
  });
  const nlp = started(registry);
  const pipe = nlp.addPipe<Shouting>("shouting", { config: { model } });
  const examples = [example(nlp, ["go", "home"], ["verb", "noun"])];
  await nlp.initialize(() => examples);
  for (let i = 0; i < 30; i++) await nlp.update(examples);
  expect([...(await nlp.process("go home"))].map(({ tag }) => tag)).toEqual(["VERB", "NOUN"]);
  expect(pipe).toBeInstanceOf(Tagger);
  expect(pipe).toBeInstanceOf(TrainablePipe);
  expect(pipe.settings.negPrefix).toBe("~");
  expect(pipe.cfg).toEqual({
    label_smoothing: 0,
    labels: ["noun", "verb"],
    neg_prefix: "~",
    overwrite: false,
  });
});

test("what a stored cfg lacks keeps its default, and what it says counts from then on", async () => {
  const nlp = started();
  const pipe = nlp.addPipe<Tagger>("tagger", { config: { model } });
  const files = new Map([
    ["cfg", new TextEncoder().encode('{"labels":["A","B"],"overwrite":true,"later":1}')],
    ["model", pipe.model.toBytes()],
  ]);
  await pipe.deserialize({ read: (path: string) => files.get(path), list: () => [] } as never);
  expect(pipe.settings).toMatchObject({ overwrite: true, negPrefix: "!" });
  expect(pipe.labels).toEqual(["A", "B"]);
  expect(pipe.cfg.later).toBe(1);
});

test("a config gives the threshold of spans as a number, as spaCy demands", () => {
  expect(() => started().addPipe("spancat", { config: { threshold: null } })).toThrow(/spancat.*threshold/s);
});

test("a plugin declares a component as we do", async () => {
  class Shouter extends defineComponent("shouter", {
    summary: "Tags in capitals.",
    settings: {
      model: network<Model<Doc[], Sequences>>(),
      /** Put behind every tag. */
      endOfTag: text("!"),
      scorer: scoredBy("spacy.tagger_scorer.v1"),
    },
    head: tokenHead,
    labels: listedLabels(({ tags }) => tags ?? [], { sorted: true }),
    assigns: ["token.tag"],
    scores: { tag_acc: 1 },
    hasGold: (doc) => doc.hasAnnotation("TAG"),
    gold: (examples, pipe) =>
      tokenGold(examples, pipe, (each) => {
        const tags = each.getAligned("TAG", { asString: true }) as (string | null)[];
        const classes = Int32Array.from(tags, (tag) => pipe.labels.indexOf(tag ?? ""));
        return { classes, negative: new Uint8Array(classes.length) };
      }),
    loss: tokenLoss,
    annotate(docs, classes, { labels, settings }) {
      docs.forEach((doc, i) =>
        classes[i].forEach((label, k) => (doc.column("tags")[k] = labels[label] + settings.endOfTag)),
      );
    },
  }) {}
  const nlp = started(registryOf().use(tableOf("plugin", [Shouter])));
  expect(nlp.addPipe("shouter", { config: { model } }).constructor).toBe(Shouter);
  const examples = [example(nlp, ["go", "home"], ["V", "N"])];
  await nlp.initialize(() => examples);
  for (let i = 0; i < 30; i++) await nlp.update(examples);
  expect([...(await nlp.process("go home"))].map(({ tag }) => tag)).toEqual(["V!", "N!"]);
  expect(nlp.config.get("components.shouter.end_of_tag")).toBe("!");
  expect(() => nlp.addPipe("shouter", { name: "b", config: { model, endOfTag: "?" } })).toThrow(
    /endOfTag.*end_of_tag/s,
  );
});

test("a plugin declares how configs make components of its own class", async () => {
  const settings = {
    /** Put behind every category. */
    endOfCat: text("!"),
    scorer: scoredBy("spacy.textcat_scorer.v2"),
  };
  class Marker extends Pipe {
    readonly cat: string;
    constructor(vocab: Vocab, options: ComponentOptions<typeof settings>) {
      super(vocab, options.name ?? "marker");
      this.cat = `marked${withDefaults(settings, options).endOfCat}`;
    }
    process(doc: Doc) {
      doc.cats[this.cat] = 1;
      return doc;
    }
  }
  const marker = defineFactory(
    "marker",
    { summary: "Marks docs.", settings, assigns: ["doc.cats"], scores: { cats_score: 1 } },
    (nlp, options) => new Marker(nlp.vocab, options),
  );
  expectTypeOf<ComponentOptions<typeof settings>>().toEqualTypeOf<
    { readonly endOfCat?: string; readonly scorer?: ScorerFunction | null } & { readonly name?: string }
  >();
  const nlp = started(registryOf().use(tableOf("plugin", [marker])));
  expect(nlp.addPipe<Marker>("marker", { name: "a", config: { end_of_cat: "?" } }).name).toBe("a");
  expect((await nlp.process("x")).cats).toEqual({ "marked?": 1 });
  expect(nlp.config.get("components.a")).toEqual({
    factory: "marker",
    end_of_cat: "?",
    scorer: { "@scorers": "spacy.textcat_scorer.v2" },
  });
  expect(new Marker(nlp.vocab, {}).cat).toBe("marked!");
});

test("options are exact types, keys are spaCy's", () => {
  const Net = defineArchitecture(
    "my.Net.v1",
    {
      summary: "A net.",
      settings: { width: size("width"), maxoutPieces: size("pieces", 3), useUpper: flag(false) },
    },
    (settings) => settings as unknown as Model,
  );
  expectTypeOf<OptionsOf<typeof Net.settings>>().toEqualTypeOf<{
    readonly width: number;
    readonly maxoutPieces?: number;
    readonly useUpper?: boolean;
  }>();
  expect(Net({ width: 3 })).toEqual({ width: 3, maxoutPieces: 3, useUpper: false });
  const { schema } = registrationOf(Net.registered[0]);
  expect(Object.keys(schema.shape)).toEqual(["width", "maxout_pieces", "use_upper"]);
  expect(define("misc", "a.v1", { summary: "", settings: {} }, () => 1)()).toBe(1);
});
