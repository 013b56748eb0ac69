import type { WordpieceBatch } from "../alignment/wordpiece-batch";
import { specialKeys, type SpecialKey, type TokenizerSettings } from "./tokenizer-settings";
import { explained, type NativeEncoding, type NativeTokenizer } from "./native";
import { padPieces, type Pieces } from "./pad-pieces";

/** Cuts texts into the wordpieces that a pretrained network knows. */
export interface PieceTokenizer extends Pick<BasePieceTokenizer, keyof BasePieceTokenizer> {}

/** What both kinds of tokenizers take from their settings and the Rust tokenizer. */
export abstract class BasePieceTokenizer {
  /** Whether it knows where in the text each wordpiece stands. */
  abstract readonly fast: boolean;
  /** The class in transformers, without "Fast". */
  readonly className: string;
  /** The longest row that the network can read, special pieces included; undefined: no limit is known. */
  readonly modelMaxLength: number | undefined;
  readonly paddingSide: "left" | "right";
  readonly padToken: string;
  readonly padId: number;
  readonly padTokenTypeId: number;
  readonly specialTokens: readonly string[];
  readonly specialIds: ReadonlySet<number>;
  /** The token of each role, where there is one. */
  readonly roles: ReadonlyMap<SpecialKey, string>;
  /** Numbers of special pieces that stand before and after the pieces of a text. */
  abstract readonly prefix: number;
  abstract readonly suffix: number;
  protected readonly tokenTypes: boolean;
  readonly #texts = new Map<number, string>();
  readonly #files: Map<string, Uint8Array>;

  constructor(
    protected readonly native: NativeTokenizer,
    settings: TokenizerSettings,
    files: Map<string, Uint8Array>,
  ) {
    this.#files = files;
    this.className = settings.family.className;
    this.modelMaxLength = settings.maxLength();
    this.paddingSide = settings.paddingSide();
    this.padTokenTypeId = Number(settings.value("pad_token_type_id") ?? 0);
    this.padToken = settings.findSpecial("pad_token")?.content ?? "";
    this.padId = native.tokenToId(this.padToken) ?? 0;
    this.specialTokens = settings.specialTokens().map(({ content }) => content);
    this.specialIds = new Set(this.specialTokens.flatMap((token) => native.tokenToId(token) ?? []));
    this.roles = new Map(
      specialKeys.flatMap((key) => {
        const token = settings.findSpecial(key);
        return token === undefined ? [] : [[key, token.content] as const];
      }),
    );
    this.tokenTypes = settings.givesTokenTypes();
  }

  /** What `files()` needs beside the files to come back equal. */
  get kwargs(): { readonly use_fast: boolean } {
    return { use_fast: this.fast };
  }

  /** Number of ids, added tokens included. */
  get vocabularySize(): number {
    return this.native.getVocabSize(true);
  }

  /** The wordpieces of texts, special ones included, nothing cut off, padded to the longest text. */
  async encodeBatch(texts: readonly string[]): Promise<WordpieceBatch> {
    return padPieces(texts.length === 0 ? [] : await this.encode(texts), {
      side: this.paddingSide,
      padId: this.padId,
      padTokenTypeId: this.padTokenTypeId,
      text: (id) => this.idToToken(id),
    });
  }

  protected abstract encode(texts: readonly string[]): Promise<Pieces[]>;

  idToToken(id: number): string {
    let text = this.#texts.get(id);
    if (text === undefined) this.#texts.set(id, (text = this.native.idToToken(id) ?? ""));
    return text;
  }

  tokenToId(token: string): number | undefined {
    return this.native.tokenToId(token) ?? undefined;
  }

  /** The files of the tokenizer, as a model's folder or a pipeline holds them. */
  files(): Map<string, Uint8Array> {
    return new Map(this.#files);
  }
}

/** A tokenizer of the Rust library: it knows the offsets of its pieces. */
export class FastPieceTokenizer extends BasePieceTokenizer {
  readonly fast = true;
  readonly prefix: number;
  readonly suffix: number;

  constructor(
    native: NativeTokenizer,
    settings: TokenizerSettings,
    { files, probe }: { readonly files: Map<string, Uint8Array>; readonly probe: NativeEncoding },
  ) {
    super(native, settings, files);
    const mask = probe.getSpecialTokensMask();
    this.prefix = Math.max(0, mask.indexOf(0));
    this.suffix = mask.length - 1 - mask.lastIndexOf(0);
  }

  protected async encode(texts: readonly string[]): Promise<Pieces[]> {
    const encodings = await explained(this.native.encodeBatch(texts as string[]));
    return encodings.map((encoding) => ({
      ids: encoding.getIds(),
      offsets: encoding.getOffsets(),
      ...(this.tokenTypes && { typeIds: encoding.getTypeIds() }),
    }));
  }
}
