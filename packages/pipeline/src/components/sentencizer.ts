import type { Doc, Vocab } from "@x/core";
import { flag, list, orNull, text, withDefaults } from "@x/core/spi";
import { readNeededJson, utf8, type FileReader, type FileTree } from "../language/storage/file-tree";
import { defineFactory, scoredBy, type ComponentOptions } from "./engine/define-component";
import { RulePipe } from "./rule-pipe";

/** The characters that end sentences by default, in many scripts. */
export const defaultPunctChars: readonly string[] = [
  ..."!.?։؟۔܀܁܂߹।॥၊။።፧፨᙮᜵᜶᠃᠉᥄᥅᪨᪩᪪᪫᭚᭛᭞᭟᰻᰼᱾᱿‼‽⁇⁈⁉⸮⸼꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫﹒﹖﹗！．？𐩖𐩗",
  ..."𑁇𑁈𑂾𑂿𑃀𑃁𑅁𑅂𑅃𑇅𑇆𑇍𑇞𑇟𑈸𑈹𑈻𑈼𑊩𑑋𑑌𑗂𑗃𑗉𑗊𑗋𑗌𑗍𑗎𑗏𑗐𑗑𑗒𑗓𑗔𑗕𑗖𑗗𑙁𑙂𑜼𑜽𑜾𑩂𑩃𑪛𑪜𑱁𑱂𖩮𖩯𖫵𖬷𖬸𖭄𛲟𝪈｡。",
];

const settings = {
  /** Tokens that end a sentence; null or none: {@link defaultPunctChars}. */
  punctChars: orNull(list(text())),
  /** Replace existing boundaries. */
  overwrite: flag(false),
  scorer: scoredBy("spacy.senter_scorer.v1"),
};
/** Options of `Sentencizer`. */
export type SentencizerOptions = ComponentOptions<typeof settings>;

/** Sets sentence boundaries at punctuation (`sentencizer`): the first other token after it begins a sentence. */
export class Sentencizer extends RulePipe {
  punctChars: ReadonlySet<string>;
  overwrite: boolean;

  constructor(vocab: Vocab, options: SentencizerOptions = {}) {
    super(vocab, { ...options, name: options.name ?? "sentencizer" });
    const { punctChars, overwrite } = withDefaults(settings, options);
    this.punctChars = charSet(punctChars);
    this.overwrite = overwrite;
  }

  process(doc: Doc): Doc {
    const { length, lexemes } = doc;
    const starts = doc.sentStarts ?? Int8Array.from({ length }, (_, i) => (i === 0 ? 1 : 0));
    let ended = false;
    for (let i = 0; i < length; i++) {
      const ends = this.punctChars.has(lexemes[i].text);
      const begins = i === 0 || (ended && !ends && !lexemes[i].isPunct);
      if (begins) ended = false;
      if (ends) ended = true;
      if (this.overwrite || starts[i] === 0) starts[i] = begins ? 1 : -1;
    }
    doc.sentStarts = starts;
    return doc;
  }

  override serialize(): FileTree {
    const settings = { punct_chars: [...this.punctChars], overwrite: this.overwrite };
    return new Map([[".json", utf8(JSON.stringify(settings, undefined, 2))]]);
  }

  override deserialize(files: FileReader): void {
    const settings = readNeededJson(files, ".json") as { punct_chars?: string[]; overwrite?: boolean };
    this.punctChars = charSet(settings.punct_chars);
    this.overwrite = settings.overwrite ?? this.overwrite;
  }
}

export const sentencizer = defineFactory(
  "sentencizer",
  {
    summary: "Sentence boundaries at punctuation.",
    settings,
    assigns: ["token.is_sent_start", "doc.sents"],
    scores: { sents_f: 1, sents_p: 0, sents_r: 0 },
  },
  (nlp, options) => new Sentencizer(nlp.vocab, options),
);

function charSet(chars: readonly string[] | null | undefined): ReadonlySet<string> {
  return new Set(chars == null || chars.length === 0 ? defaultPunctChars : chars);
}
