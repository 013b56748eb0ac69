import type { NativeEncoding, NativeTokenizer } from "../native";
import type { Pieces } from "../pad-pieces";
import { BasePieceTokenizer } from "../piece-tokenizer";
import type { TokenizerSettings } from "../tokenizer-settings";
import type { AddedToken } from "../tokenizer-json";
import { AddedTokenSplitter, escapeRegex } from "./added-tokens";
import { startsWithSpace } from "./python-text";
import type { Core } from "./sentencepiece-core";

/**
 * A tokenizer as transformers has them in Python (`use_fast = false`): the same ids for nearly all texts, and no
 * offsets, so that tokens can only be aligned with pieces by comparing their texts.
 *
 * Follows `transformers.PreTrainedTokenizer`.
 */
export class SlowPieceTokenizer extends BasePieceTokenizer {
  readonly fast = false;
  readonly prefix: number;
  readonly suffix: number;
  readonly #core: Core;
  readonly #splitter: AddedTokenSplitter;
  readonly #lowercase: ((text: string) => string) | undefined;
  readonly #addPrefixSpace: boolean;
  readonly #frame: Frame;
  readonly #unkId: number;
  readonly #ids = new Map<string, number>();

  constructor(
    native: NativeTokenizer,
    settings: TokenizerSettings,
    options: {
      readonly files: Map<string, Uint8Array>;
      /** The encoding of a text that has pieces: shows what stands around them. */
      readonly probe: NativeEncoding;
      readonly core: Core;
      readonly addedTokens: readonly AddedToken[];
    },
  ) {
    super(native, settings, options.files);
    this.#core = options.core;
    this.#splitter = new AddedTokenSplitter(options.addedTokens);
    this.#lowercase =
      settings.value("do_lower_case") === true ? lowercaseOutside(this.specialTokens) : undefined;
    this.#addPrefixSpace = settings.value("add_prefix_space") === true;
    this.#frame = frameOf(options.probe);
    this.prefix = this.#frame.before.length;
    this.suffix = this.#frame.after.length;
    this.#unkId = native.tokenToId(settings.special("unk_token").content) ?? 0;
  }

  protected async encode(texts: readonly string[]): Promise<Pieces[]> {
    return Promise.all(
      texts.map(async (text) => {
        const { before, after, typesAfter, typesBefore } = this.#frame;
        const ids = (await this.#tokenize(text)).map((piece) => this.#idOf(piece));
        return {
          ids: [...before, ...ids, ...after],
          ...(this.tokenTypes && { typeIds: [...typesBefore, ...ids.map(() => 0), ...typesAfter] }),
        };
      }),
    );
  }

  async #tokenize(text: string): Promise<string[]> {
    let prepared = text;
    if (this.#addPrefixSpace && text !== "" && !startsWithSpace(text)) prepared = ` ${text}`;
    if (this.#lowercase) prepared = this.#lowercase(prepared);
    const pieces: string[] = [];
    for (const part of this.#splitter.split(prepared))
      if (part.isToken) pieces.push(part.text);
      else pieces.push(...(await this.#core(part.text)));
    return pieces;
  }

  #idOf(piece: string): number {
    let id = this.#ids.get(piece);
    if (id === undefined) {
      id = this.native.tokenToId(piece) ?? this.#unkId;
      // Unknown pieces are as many as texts have them; known ones are as many as the vocabulary.
      if (id !== this.#unkId) this.#ids.set(piece, id);
    }
    return id;
  }
}

interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly typesBefore: readonly number[];
  readonly typesAfter: readonly number[];
}

function frameOf(probe: NativeEncoding): Frame {
  const mask = probe.getSpecialTokensMask();
  const [start, end] = [mask.indexOf(0), mask.lastIndexOf(0) + 1];
  const [ids, types] = [probe.getIds(), probe.getTypeIds()];
  return {
    before: ids.slice(0, start),
    after: ids.slice(end),
    typesBefore: types.slice(0, start),
    typesAfter: types.slice(end),
  };
}

/** Small letters outside special tokens, character by character: context, as of a final sigma, does not count. */
function lowercaseOutside(specialTokens: readonly string[]): (text: string) => string {
  const pattern = new RegExp(`(${specialTokens.map(escapeRegex).join("|")})|.`, "gsu");
  return (text) => text.replace(pattern, (found, token?: string) => token ?? found.toLowerCase());
}
