import { type Doc, type Example } from "@x/core";
import { number, withBlock } from "@x/core/spi";
import { type Model, type Tensor } from "@x/nn";
import { network } from "@x/nn/spi";
import { errors } from "../errors";
import { knownDifferences, type Targets } from "./differences";
import type { GetExamples } from "../contracts/learns";
import type { Scored } from "./engine/component";
import { defineComponent, scoredBy, type ComponentOptions } from "./engine/define-component";
import { listedLabels } from "./engine/labels";
import { docs } from "./heads/docs";
import type { InitializeOptions } from "./trainable-pipe";

const defaultModel = (exclusive: boolean) => `
@architectures = "spacy.TextCatEnsemble.v2"

[.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 64
rows = [2000, 2000, 500, 1000, 500]
attrs = ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"]
include_static_vectors = false

[.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 64
window_size = 1
maxout_pieces = 3
depth = 2

[.linear_model]
@architectures = "spacy.TextCatBOW.v3"
exclusive_classes = ${exclusive}
length = 262144
ngram_size = 1
no_output_layer = false
`;

/** The differences between exclusive and non-exclusive categories. */
interface Kind {
  readonly summary: string;
  /** The minimum score of a predicted category. */
  readonly threshold: number;
  readonly exclusive: boolean;
  readonly scorer: string;
}

/* @__NO_SIDE_EFFECTS__ */
function categorizer(name: string, { summary, threshold, exclusive, scorer }: Kind) {
  return defineComponent(name, {
    summary,
    settings: {
      model: withBlock(network<Model<Doc[], Tensor>>(), defaultModel(exclusive)),
      /** The minimum score of a predicted category, for the scorer; ignored for exclusive categories. */
      threshold: number(threshold),
      scorer: scoredBy(scorer),
    },
    head: docs,
    labels: listedLabels(({ cats }) => Object.keys(cats)),
    stored: ["labels", "threshold", ...(exclusive ? ["positive_label"] : [])],
    assigns: ["doc.cats"],
    scores: {
      cats_score: 1,
      cats_score_desc: null,
      cats_micro_p: null,
      cats_micro_r: null,
      cats_micro_f: null,
      cats_macro_p: null,
      cats_macro_r: null,
      cats_macro_f: null,
      cats_macro_auc: null,
      cats_f_per_type: null,
    },
    hasGold: ({ cats }) => Object.keys(cats).length > 0,
    checkExample: (example, pipe) => checkCategories(example, pipe, exclusive),
    // What is not annotated means no where categories exclude each other, and says nothing where they do not.
    gold: (examples, pipe) => readCategories(examples, pipe, exclusive),
    // What is not known counts in the mean, as in spaCy.
    loss(scores, gold) {
      const [gradient, squares] = knownDifferences(scores, gold);
      return [gradient, squares / gold.truths.length];
    },
    annotate: (batch, scores, { labels }) => writeCategories(batch, scores, labels),
    prepare({ positive_label: positive = null }, pipe) {
      const { labels } = pipe;
      if (labels.length < (exclusive ? 2 : 1)) throw errors.tooFewCategories(pipe.name, labels);
      const allowed = exclusive && labels.length === 2 && labels.includes(positive as string);
      if (positive !== null && !allowed)
        throw errors.wrongPositiveLabel(pipe.name, positive as string, labels);
      if (exclusive) pipe.cfg.positive_label = positive;
    },
  });
}

/** Predicts which one of several categories a text belongs to (`textcat`). */
export class TextCategorizer extends categorizer("textcat", {
  summary: "Text classification with exclusive categories.",
  threshold: 0,
  exclusive: true,
  scorer: "spacy.textcat_scorer.v2",
}) {
  /** @param options `positive_label`: of two categories, the one whose F the scorer reports */
  override initialize(
    getExamples: GetExamples,
    options: InitializeOptions & { readonly positive_label?: string | null } = {},
  ): Promise<void> {
    return super.initialize(getExamples, { ...options });
  }
}
/** Options of `TextCategorizer`. */
export type TextCategorizerOptions = ComponentOptions<typeof TextCategorizer.settings>;

/** Predicts any number of categories for a text (`textcat_multilabel`). */
export class MultiLabelTextCategorizer extends categorizer("textcat_multilabel", {
  summary: "Text classification with any number of categories per text.",
  threshold: 0.5,
  exclusive: false,
  scorer: "spacy.textcat_multilabel_scorer.v2",
}) {}

/** Throws P042 if gold categories are neither 0 nor 1, or if several exclusive ones hold. */
function checkCategories({ reference }: Example, pipe: Scored, exclusive: boolean): void {
  const values = Object.values(reference.cats);
  const wrong = values.some((value) => value !== 0 && value !== 1);
  if (wrong || (exclusive && values.filter((value) => value === 1).length > 1))
    throw errors.wrongGoldCategories(
      pipe.name,
      JSON.stringify(reference.cats),
      exclusive ? "0 or 1, and 1 for one category at most" : "0 or 1",
    );
}

/** The gold scores. Throws P043 for a gold category that is not among the labels. */
function readCategories(examples: readonly Example[], pipe: Scored, exclusive: boolean): Targets {
  const { labels, name } = pipe;
  const truths = new Float32Array(examples.length * labels.length);
  const known = new Uint8Array(truths.length).fill(1);
  examples.forEach((example, row) => {
    checkCategories(example, pipe, exclusive);
    const { cats } = example.reference;
    labels.forEach((label, i) => {
      const at = row * labels.length + i;
      if (Object.hasOwn(cats, label)) truths[at] = cats[label];
      else if (!exclusive) known[at] = 0;
    });
    for (const [label, value] of Object.entries(cats))
      if (value > 0 && !labels.includes(label)) throw errors.unknownGoldCategory(name, label, labels);
  });
  return { truths, known };
}

function writeCategories(batch: readonly Doc[], scores: Tensor, labels: readonly string[]): void {
  const values = scores.data as Float32Array;
  // Copies of one object share its layout; with many labels, objects that grow label by label are slow tables.
  const layout = JSON.parse(
    JSON.stringify(Object.fromEntries(labels.map((label) => [label, 0.5]))),
  ) as Record<string, number>;
  batch.forEach((doc, row) => {
    const cats = isEmpty(doc.cats) ? { ...layout } : doc.cats;
    for (let i = 0, at = row * labels.length; i < labels.length; i++) cats[labels[i]] = values[at + i];
    doc.cats = cats;
  });
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
