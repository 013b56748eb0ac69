import { type Doc, type Example } from "@x/core";
import { flag, number, text, withBlock } from "@x/core/spi";
import { type Model, type Sequences } from "@x/nn";
import { network } from "@x/nn/spi";
import { errors } from "../errors";
import { hashEmbedCNN } from "./default-tok2vec";
import { defineComponent, scoredBy, type ComponentOptions } from "./engine/define-component";
import { listedLabels } from "./engine/labels";
import { tokenGold, tokenLoss, tokens } from "./heads/tokens";

const defaultModel = `
@architectures = "spacy.Tagger.v2"

[.tok2vec]
${hashEmbedCNN()}
`;

/** Predicts a fine-grained tag for every token (`tagger`). */
export class Tagger extends defineComponent("tagger", {
  summary: "Fine-grained tags of tokens.",
  settings: {
    model: withBlock(network<Model<Doc[], Sequences>>(), defaultModel),
    /** Replace existing tags. */
    overwrite: flag(false),
    scorer: scoredBy("spacy.tagger_scorer.v1"),
    /** A gold tag with this prefix means that the tag is wrong. */
    negPrefix: text("!"),
    /** Share of the probability that goes to the other tags, 0 to 1. */
    labelSmoothing: number(0),
  },
  head: tokens,
  labels: listedLabels(({ tags }) => (tags ?? []).filter((tag) => tag !== ""), { sorted: true }),
  assigns: ["token.tag"],
  scores: { tag_acc: 1, pos_acc: 0, tag_micro_p: null, tag_micro_r: null, tag_micro_f: null },
  hasGold: (reference) => reference.hasAnnotation("TAG"),
  gold: (examples, pipe) =>
    tokenGold(examples, pipe, (example) =>
      readTags(example, { ...pipe.settings, name: pipe.name, labels: pipe.labels }),
    ),
  loss: tokenLoss,
  annotate(docs, classes, { labels, settings: { overwrite } }) {
    docs.forEach((doc, index) => {
      const tags = doc.column("tags");
      for (let i = 0; i < tags.length; i++)
        if (overwrite || tags[i] === "") tags[i] = labels[classes[index][i]];
    });
  },
}) {}
/** Options of `Tagger`. */
export type TaggerOptions = ComponentOptions<typeof Tagger.settings>;

interface Reading {
  readonly name: string;
  readonly labels: readonly string[];
  readonly negPrefix: string;
}

/** Tokens without a tag, and tokens that no single gold token corresponds to, are missing. @throws P021 for unknown tags */
function readTags(example: Example, { name, labels, negPrefix }: Reading) {
  const tags = example.getAligned("TAG", { asString: true }) as (string | null)[];
  const classes = new Int32Array(tags.length).fill(-1);
  const negative = new Uint8Array(tags.length);
  tags.forEach((tag, index) => {
    if (tag === null || tag === "") return;
    const isNegative = negPrefix !== "" && tag.startsWith(negPrefix);
    const label = isNegative ? tag.slice(negPrefix.length) : tag;
    classes[index] = labels.indexOf(label);
    negative[index] = isNegative ? 1 : 0;
    if (classes[index] < 0)
      throw errors.unexpectedLabels(name, `one of its ${labels.length} labels`, `the gold tag "${label}"`);
  });
  return { classes, negative };
}
