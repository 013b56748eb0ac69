import { filterSpans, Matcher, type Doc } from "@x/core";
import { readNeededJson, utf8, type FileReader, type FileTree } from "../language/file-tree";
import { Pipe } from "./pipe";

/** What changes tokens by a rule. */
abstract class Retokenizing extends Pipe {
  override get callsPipeline(): boolean {
    return false;
  }
}

/** Makes one token of every entity (`merge_entities`). */
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

/** Makes one token of every base noun phrase (`merge_noun_chunks`); a doc without a parse stays as it is. */
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

/** Makes one token of tokens that a parser joined with the label `subtok` (`merge_subtokens`). */
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

/** Cuts very long tokens into pieces (`token_splitter`). */
export class TokenSplitter extends Retokenizing {
  readonly cfg: { min_length: number; split_length: number };

  /** @param options.minLength tokens from this many characters on are cut, 0 for none; `splitLength` characters a piece */
  constructor(
    vocab: Pipe["vocab"],
    options: { readonly name?: string; readonly minLength?: number; readonly splitLength?: number } = {},
  ) {
    super(vocab, options.name ?? "token_splitter");
    this.cfg = { min_length: options.minLength ?? 25, split_length: options.splitLength ?? 10 };
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
