import { type Doc, type Example } from "@x/core";
import { flag, withBlock } from "@x/core/spi";
import { type Model, type Sequences } from "@x/nn";
import { network } from "@x/nn/spi";
import { hashEmbedCNN } from "./default-tok2vec";
import { defineComponent, scoredBy, type ComponentOptions } from "./engine/define-component";
import { fixedLabels } from "./engine/labels";
import { tokenGold, tokenLoss, tokens } from "./heads/tokens";

const defaultModel = `
@architectures = "spacy.Tagger.v2"

[.tok2vec]
${hashEmbedCNN({ width: 12, depth: 1, maxoutPieces: 2 })}
`;

/** Predicts for every token whether a sentence begins there (`senter`). */
export class SentenceRecognizer extends defineComponent("senter", {
  summary: "Sentence boundaries, without a parser.",
  settings: {
    model: withBlock(network<Model<Doc[], Sequences>>(), defaultModel),
    /** Replace existing sentence starts. */
    overwrite: flag(false),
    scorer: scoredBy("spacy.senter_scorer.v1"),
  },
  head: tokens,
  // Inside of a sentence, and its start.
  labels: fixedLabels(["I", "S"]),
  assigns: ["token.is_sent_start"],
  scores: { sents_f: 1, sents_p: 0, sents_r: 0 },
  hasGold: (reference) => reference.hasAnnotation("SENT_START"),
  gold: (examples, pipe) => tokenGold(examples, pipe, readStarts),
  loss: tokenLoss,
  annotate(docs, classes, { settings: { overwrite } }) {
    docs.forEach((doc, index) => {
      // Of a doc without sentences it is known that one begins with the first token.
      const starts = doc.sentStarts ?? new Int8Array(doc.length).fill(1, 0, 1);
      for (let i = 0; i < starts.length; i++)
        if (overwrite || starts[i] === 0) starts[i] = classes[index][i] === 1 ? 1 : -1;
      doc.sentStarts = starts;
    });
  },
}) {}
/** Options of `SentenceRecognizer`. */
export type SentenceRecognizerOptions = ComponentOptions<typeof SentenceRecognizer.settings>;

/** If a doc has sentences, tokens not known to begin one count as inside; a doc without any gives no targets. */
function readStarts(example: Example) {
  const classes = new Int32Array(example.length).fill(-1);
  if (example.reference.hasAnnotation("SENT_START"))
    example.getAligned("SENT_START").forEach((start, i) => {
      if (start !== null) classes[i] = Number(start) === 1 ? 1 : 0;
    });
  return { classes, negative: new Uint8Array(classes.length) };
}
