import { define, orNull, text, type OptionsOf } from "@x/core/spi";
import { errors } from "../errors";
import { load, treeReader, type Language } from "@x/pipeline";
import { readVocab, vocabFiles, type IsDescribed, type Tokenizes } from "@x/pipeline/spi";

/**
 * A callback for `[initialize] before_init` that copies the tokenizer or the vocabulary of another pipeline.
 *
 * Throws P320 where the two pipelines make their tokenizers by different functions.
 */
export const copyFromBaseModel = define(
  "callbacks",
  "spacy.copy_from_base_model.v1",
  {
    summary: "Copies the tokenizer or the vocabulary of another pipeline; for [initialize] before_init.",
    settings: {
      /** Name or path of the pipeline whose tokenizer is copied. */
      tokenizer: orNull(text()),
      /** Name or path of the pipeline whose strings, lookup tables and vectors are copied. */
      vocab: orNull(text()),
    },
  },
  ({ tokenizer, vocab }) =>
    async <P extends Tokenizes & IsDescribed>(nlp: P): Promise<P> => {
      const opened = new Map<string, Language>();
      const open = async (path: string) => {
        const base = opened.get(path) ?? (await load(path, { registry: nlp.registry, packages: [] }));
        opened.set(path, base);
        return base;
      };
      try {
        if (tokenizer !== null) {
          const base = await open(tokenizer);
          const [own, other] = [nlp, base].map(({ config }) => JSON.stringify(config.get("nlp.tokenizer")));
          if (own !== other) throw errors.tokenizersDiffer(other, tokenizer);
          nlp.tokenizer.fromBytes(base.tokenizer.toBytes());
        }
        if (vocab !== null) {
          const base = await open(vocab);
          readVocab(nlp.vocab, treeReader(vocabFiles(base.vocab)), { name: base.vocab.vectors.name });
        }
      } finally {
        for (const base of opened.values()) await base.close();
      }
      return nlp;
    },
);
/** Options of `copyFromBaseModel`. */
export type CopyFromBaseModelOptions = OptionsOf<typeof copyFromBaseModel.settings>;
