import type { Doc, Vocab } from "@x/core";
import { readNeededJson, utf8, type FileReader, type FileTree } from "../language/file-tree";
import { RulePipe } from "./rule-pipe";
import type { ScorerFunction } from "./trainable-pipe";

/** What ends sentences by default, in the scripts of the world. */
export const defaultPunctChars: readonly string[] = [
  ..."!.?։؟۔܀܁܂߹।॥၊။።፧፨᙮᜵᜶᠃᠉᥄᥅᪨᪩᪪᪫᭚᭛᭞᭟᰻᰼᱾᱿‼‽⁇⁈⁉⸮⸼꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫﹒﹖﹗！．？𐩖𐩗",
  ..."𑁇𑁈𑂾𑂿𑃀𑃁𑅁𑅂𑅃𑇅𑇆𑇍𑇞𑇟𑈸𑈹𑈻𑈼𑊩𑑋𑑌𑗂𑗃𑗉𑗊𑗋𑗌𑗍𑗎𑗏𑗐𑗑𑗒𑗓𑗔𑗕𑗖𑗗𑙁𑙂𑜼𑜽𑜾𑩂𑩃𑪛𑪜𑱁𑱂𖩮𖩯𖫵𖬷𖬸𖭄𛲟𝪈｡。",
];

/** Options of `Sentencizer`. */
export interface SentencizerOptions {
  readonly name?: string;
  /** Tokens that end a sentence; default {@link defaultPunctChars}. */
  readonly punctChars?: readonly string[] | null;
  /** Replace boundaries that a doc has already; default false. */
  readonly overwrite?: boolean;
  readonly scorer?: ScorerFunction | null;
}

/** Sets sentence boundaries by punctuation (`sentencizer`): the first other token after an end begins a sentence. */
export class Sentencizer extends RulePipe {
  punctChars: ReadonlySet<string>;
  overwrite: boolean;

  constructor(vocab: Vocab, options: SentencizerOptions = {}) {
    super(vocab, { ...options, name: options.name ?? "sentencizer" });
    this.punctChars = charSet(options.punctChars);
    this.overwrite = options.overwrite ?? false;
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

function charSet(chars: readonly string[] | null | undefined): ReadonlySet<string> {
  return new Set(chars == null || chars.length === 0 ? defaultPunctChars : chars);
}
