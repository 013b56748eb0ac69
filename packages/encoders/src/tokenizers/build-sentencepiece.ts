import { errors } from "../errors";
import type { OriginalFiles } from "./families";
import { readSentencePieceModel, type SentencePieceModel } from "./sentencepiece-model";
import type { TokenizerSettings } from "./tokenizer-settings";
import {
  type AddedToken,
  addTokens,
  modelVocabulary,
  type Step,
  templateProcessing,
  tokenizerJson,
  type TokenizerJson,
} from "./tokenizer-json";

/** What a family of SentencePiece tokenizers does in its own way. */
export interface SentencePieceStyle {
  readonly file: string;
  /** The vocabulary with the ids of the network (default: the model's pieces). */
  readonly vocabulary?: (model: SentencePieceModel) => [string, number][];
  /** The id of the unknown piece (default: the model's own). */
  readonly unkId?: number;
  readonly normalizer?: (model: SentencePieceModel, settings: TokenizerSettings) => Step[];
  /** Steps before the spaces become visible. */
  readonly preTokenizers?: (settings: TokenizerSettings) => Step[];
  readonly single: string;
  readonly pair: string;
}

/**
 * A tokenizer from a SentencePiece model, unigram or BPE.
 *
 * Follows `transformers.convert_slow_tokenizer.SpmConverter` and the classes derived from it.
 *
 * @throws TR101 a damaged model
 */
export function buildSentencePiece(
  files: OriginalFiles,
  settings: TokenizerSettings,
  style: SentencePieceStyle,
): TokenizerJson {
  const proto = readSentencePieceModel(files.bytes(style.file), style.file);
  const vocab = style.vocabulary?.(proto) ?? plainVocabulary(proto);
  const metaspace = {
    type: "Metaspace",
    replacement: "▁",
    prepend_scheme: settings.value("add_prefix_space") === false ? "never" : "always",
    split: true,
  };
  const before = style.preTokenizers?.(settings);
  const json = tokenizerJson({
    normalizer: {
      type: "Sequence",
      normalizers: style.normalizer?.(proto, settings) ?? [
        ...precompiled(proto),
        { type: "Strip", strip_left: false, strip_right: true },
        replaceSpaces("▁"),
      ],
    },
    preTokenizer:
      before === undefined ? metaspace : { type: "Sequence", pretokenizers: [...before, metaspace] },
    postProcessor: { type: "TemplateProcessing" },
    decoder: metaspace,
    model: sentencePieceModelStep(proto, vocab, style),
  });
  const symbols = proto.pieces
    .filter(({ kind }) => kind === "control" || kind === "user")
    .map(({ text, kind }): AddedToken => {
      const special = kind === "control";
      return { content: text, single_word: false, lstrip: false, rstrip: false, normalized: false, special };
    });
  addTokens(json, symbols);
  addTokens(json, settings.specialTokens());
  const known = modelVocabulary(json);
  for (const { content, id } of json.added_tokens) known.set(content, id);
  const named = new Set(
    [...style.pair.split(" ")]
      .map((part) => part.replace(/:\d+$/, ""))
      .filter((name) => !name.startsWith("$")),
  );
  json.post_processor = templateProcessing({
    single: style.single,
    pair: style.pair,
    ids: new Map([...named].map((name) => [name, known.get(name) ?? proto.unkId])),
  });
  return json;
}

/** The model itself, unigram or BPE. @throws TR101 another algorithm */
export function sentencePieceModelStep(
  proto: SentencePieceModel,
  vocab: readonly [string, number][],
  { file, unkId = proto.unkId }: Pick<SentencePieceStyle, "file" | "unkId">,
): Step {
  if (proto.algorithm === "unigram") return { type: "Unigram", unk_id: unkId, vocab, byte_fallback: false };
  if (proto.algorithm === "bpe")
    return {
      type: "BPE",
      dropout: null,
      unk_token: proto.unkPiece,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocab.map(([piece], id) => [piece, id])),
      merges: mergesOf(proto, vocab),
    };
  throw errors.unusableTokenizerFile(file, `Its algorithm is "${proto.algorithm}". Allowed: unigram, bpe.`);
}

/** The pairs that a BPE model joins, from the best score down: every split of a piece into two pieces. */
function mergesOf(proto: SentencePieceModel, vocab: readonly [string, number][]): [string, string][] {
  const ids = new Map(proto.pieces.map(({ text }, id) => [text, id]));
  const merges: { pair: [string, string]; score: number; lengths: [number, number] }[] = [];
  for (const [piece, score] of new Map(vocab)) {
    const characters = [...piece];
    const local: { pair: [string, string]; score: number; lengths: [number, number] }[] = [];
    for (let cut = 1; cut < characters.length; cut++) {
      const pair: [string, string] = [characters.slice(0, cut).join(""), characters.slice(cut).join("")];
      if (ids.has(pair[0]) && ids.has(pair[1]))
        local.push({ pair, score, lengths: [cut, characters.length - cut] });
    }
    local.sort(
      (a, b) => ids.get(a.pair[0])! - ids.get(b.pair[0])! || ids.get(a.pair[1])! - ids.get(b.pair[1])!,
    );
    merges.push(...local);
  }
  merges.sort((a, b) => b.score - a.score || b.lengths[0] - a.lengths[0] || b.lengths[1] - a.lengths[1]);
  return merges.map(({ pair }) => pair);
}

/** The model's pieces and scores, ids as in the model. */
export function plainVocabulary({ pieces }: SentencePieceModel): [string, number][] {
  return pieces.map(({ text, score }) => [text, score]);
}

/** As `plainVocabulary`, but pieces of a digit and a comma are taken only where nothing else fits (ALBERT, XLNet). */
export function vocabularyWithoutNumberCommas({ pieces }: SentencePieceModel): [string, number][] {
  return pieces.map(({ text, score }) => [text, /\p{Nd},$/u.test(text) ? score - 100 : score]);
}

/** The normalisation of ALBERT and XLNet: quotes, accents, case, then the model's rules. */
export function foldingNormalizer(model: SentencePieceModel, settings: TokenizerSettings): Step[] {
  const quote = (text: string) => ({ type: "Replace", pattern: { String: text }, content: '"' });
  return [
    quote("``"),
    quote("''"),
    ...(settings.value("keep_accents") === true ? [] : [{ type: "NFKD" }, { type: "StripAccents" }]),
    ...(settings.value("do_lower_case") === true ? [{ type: "Lowercase" }] : []),
    ...precompiled(model),
    replaceSpaces(" "),
  ];
}

/** The model's own normalisation rules, if it has any. */
export function precompiled({ charsMap }: SentencePieceModel): Step[] {
  if (charsMap.length === 0) return [];
  return [{ type: "Precompiled", precompiled_charsmap: Buffer.from(charsMap).toString("base64") }];
}

export function replaceSpaces(content: string): Step {
  return { type: "Replace", pattern: { Regex: " {2,}" }, content };
}
