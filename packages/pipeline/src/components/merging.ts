import { filterSpans, Matcher, type Doc } from "@x/core";
import { integer, withDefaults } from "@x/core/spi";
import { readNeededJson, utf8, type FileReader, type FileTree } from "../language/storage/file-tree";
import { defineFactory, type ComponentOptions } from "./engine/define-component";
import { Pipe } from "./pipe";

/** Components that change tokens by a rule. */
abstract class Retokenizing extends Pipe {
  override get callsPipeline(): boolean {
    return false;
  }
}

/** Merges each entity into one token (`merge_entities`). */
export class EntityMerger extends Retokenizing {
  process(doc: Doc): Doc {
    doc.retokenize((retokenizer) => {
      for (const ent of doc.ents) {
        const { tag, dep } = ent.root;
        retokenizer.merge(ent, { tag, dep, entType: ent.label });
      }
    });
    return doc;
  }
}

export const mergeEntities = defineFactory(
  "merge_entities",
  {
    summary: "Merges each entity into one token.",
    settings: {},
    assigns: [],
    requires: ["doc.ents", "token.ent_iob", "token.ent_type"],
    retokenizes: true,
  },
  (nlp, { name }) => new EntityMerger(nlp.vocab, name),
);

/** Merges each noun chunk into one token (`merge_noun_chunks`); a doc without a parse is not changed. */
export class NounChunkMerger extends Retokenizing {
  process(doc: Doc): Doc {
    if (!doc.hasAnnotation("DEP")) return doc;
    doc.retokenize((retokenizer) => {
      for (const chunk of doc.nounChunks) {
        const { tag, dep } = chunk.root;
        retokenizer.merge(chunk, { tag, dep });
      }
    });
    return doc;
  }
}

export const mergeNounChunks = defineFactory(
  "merge_noun_chunks",
  {
    summary: "Merges each noun chunk into one token.",
    settings: {},
    assigns: [],
    requires: ["token.dep", "token.tag", "token.pos"],
    retokenizes: true,
  },
  (nlp, { name }) => new NounChunkMerger(nlp.vocab, name),
);

/** Merges tokens that a parser has joined with the label `subtok` (`merge_subtokens`). */
export class SubtokenMerger extends Retokenizing {
  #matcher: Matcher | undefined;

  process(doc: Doc): Doc {
    if (this.#matcher === undefined) {
      this.#matcher = new Matcher(this.vocab);
      this.#matcher.add("SUBTOK", [[{ DEP: "subtok", OP: "+" }]]);
    }
    // The last subtoken's head is the token after it, which belongs to the word too.
    const spans = this.#matcher
      .longest(doc)
      .map(({ start, end }) => doc.span(start, Math.min(end + 1, doc.length)));
    doc.retokenize((retokenizer) => {
      for (const span of filterSpans(spans)) retokenizer.merge(span);
    });
    return doc;
  }
}

export const mergeSubtokens = defineFactory(
  "merge_subtokens",
  {
    summary: "Merges subtokens that the parser has joined.",
    settings: {},
    assigns: [],
    requires: ["token.dep"],
    retokenizes: true,
  },
  (nlp, { name }) => new SubtokenMerger(nlp.vocab, name),
);

const splitting = {
  /** Tokens of at least this many characters are split; 0: none. */
  minLength: integer(25),
  /** Characters per piece; 0: nothing is split. */
  splitLength: integer(10),
};

/** Splits very long tokens into pieces (`token_splitter`). */
export class TokenSplitter extends Retokenizing {
  readonly cfg: { min_length: number; split_length: number };

  constructor(vocab: Pipe["vocab"], options: ComponentOptions<typeof splitting> = {}) {
    super(vocab, options.name ?? "token_splitter");
    const { minLength, splitLength } = withDefaults(splitting, options);
    this.cfg = { min_length: minLength, split_length: splitLength };
  }

  process(doc: Doc): Doc {
    const { min_length: least, split_length: size } = this.cfg;
    if (least <= 0 || size <= 0) return doc;
    doc.retokenize((retokenizer) => {
      for (const token of doc) {
        if (token.lexeme.length < least) continue;
        const chars = [...token.text];
        const orths = Array.from({ length: Math.ceil(chars.length / size) }, (_, i) =>
          chars.slice(i * size, (i + 1) * size).join(""),
        );
        retokenizer.split(token, { orths, heads: orths.map((_, part) => [token, part] as const) });
      }
    });
    return doc;
  }

  override serialize(): FileTree {
    return new Map([["cfg", utf8(JSON.stringify(this.cfg, undefined, 2))]]);
  }

  override deserialize(files: FileReader): void {
    Object.assign(this.cfg, readNeededJson(files, "cfg"));
  }
}

export const tokenSplitter = defineFactory(
  "token_splitter",
  { summary: "Splits very long tokens.", assigns: [], settings: splitting, retokenizes: true },
  (nlp, options) => new TokenSplitter(nlp.vocab, options),
);
