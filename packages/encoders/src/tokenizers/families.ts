// Long because it is one table: the tokenizer classes of transformers side by side.
import { errors } from "../errors";
import { buildByteBpe } from "./build-byte-bpe";
import {
  buildSentencePiece,
  foldingNormalizer,
  precompiled,
  replaceSpaces,
  type SentencePieceStyle,
  vocabularyWithoutNumberCommas,
} from "./build-sentencepiece";
import { buildWordpiece } from "./build-wordpiece";
import type { SpecialKey, TokenizerSettings } from "./tokenizer-settings";
import type { AddedToken, TokenizerJson } from "./tokenizer-json";

/** The vocabulary files that a tokenizer had before tokenizer.json. */
export interface OriginalFiles {
  bytes(file: string): Uint8Array;
  text(file: string): string;
  json(file: string): unknown;
}

/** How the tokenizers of one class of transformers behave. */
export interface TokenizerFamily {
  /** The class in transformers, without "Fast". */
  readonly className: string;
  /** `model_type` of config.json. */
  readonly modelTypes: readonly string[];
  /** Whether the network is given token type ids. */
  readonly tokenTypes: boolean;
  readonly specialTokens: Partial<Record<SpecialKey, string>>;
  readonly additionalTokens?: readonly string[];
  /** Defaults of other settings. */
  readonly settings: Record<string, unknown>;
  /** What a special token is that the files give as a bare string. */
  token(key: SpecialKey | "additional_special_tokens", text: string): AddedToken;
  readonly originalFiles: readonly string[];
  build(files: OriginalFiles, settings: TokenizerSettings): TokenizerJson;
  /** How its slow tokenizer finds pieces, if there is one. */
  readonly slow?: "wordpiece" | "byte-bpe" | "sentencepiece" | "folding-sentencepiece";
  /** Settings that change the steps of a tokenizer.json. */
  readonly adjust?: (json: TokenizerJson, settings: TokenizerSettings) => boolean;
}

type Token = TokenizerFamily["token"];

const plain = (text: string, options: Partial<AddedToken> = {}): AddedToken => ({
  content: text,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
  ...options,
});

const bareTokens: Token = (_, text) => plain(text);
/** A mask stands for a word with the space before it. */
const maskTakesSpace: Token = (key, text) => plain(text, { lstrip: key === "mask_token" });

const brackets = {
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
};
const angles = {
  bos_token: "<s>",
  eos_token: "</s>",
  unk_token: "<unk>",
  sep_token: "</s>",
  pad_token: "<pad>",
  cls_token: "<s>",
  mask_token: "<mask>",
};

const bertSettings = { do_lower_case: true, tokenize_chinese_chars: true, strip_accents: null };

const wordpiece = {
  slow: "wordpiece" as const,
  settings: bertSettings,
  originalFiles: ["vocab.txt"],
  build: buildWordpiece,
  adjust: adjustBertNormalizer,
};

const bert = { ...wordpiece, specialTokens: brackets, token: bareTokens };

/** [CLS] and [SEP] as ALBERT, DeBERTa and others place them. */
const bracketTemplate = {
  single: "[CLS]:0 $A:0 [SEP]:0",
  pair: "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
};
const fairseqTemplate = { single: "<s> $A </s>", pair: "<s> $A </s> </s> $B </s>" };

const sentencePiece = (style: SentencePieceStyle) => ({
  slow:
    style.normalizer === foldingNormalizer ? ("folding-sentencepiece" as const) : ("sentencepiece" as const),
  originalFiles: [style.file],
  build: (files: OriginalFiles, settings: TokenizerSettings) => buildSentencePiece(files, settings, style),
});

/** The tokenizers that this package knows by name. */
const families: readonly TokenizerFamily[] = [
  { className: "BertTokenizer", modelTypes: ["bert", "mobilebert"], tokenTypes: true, ...bert },
  { className: "ElectraTokenizer", modelTypes: ["electra"], tokenTypes: true, ...bert },
  { className: "DistilBertTokenizer", modelTypes: ["distilbert"], tokenTypes: false, ...bert },
  {
    ...wordpiece,
    className: "MPNetTokenizer",
    modelTypes: ["mpnet"],
    tokenTypes: false,
    specialTokens: { ...angles, unk_token: "[UNK]" },
    token: maskTakesSpace,
    build: (files, settings) => buildWordpiece(files, settings, 2),
    adjust: adjustMpnetNormalizer,
  },
  {
    className: "RobertaTokenizer",
    modelTypes: ["roberta"],
    tokenTypes: false,
    specialTokens: angles,
    token: (key, text) =>
      key === "mask_token"
        ? plain(text, { lstrip: true })
        : plain(text, { normalized: key !== "additional_special_tokens" }),
    settings: { add_prefix_space: false, trim_offsets: true },
    originalFiles: ["vocab.json", "merges.txt"],
    build: buildByteBpe,
    slow: "byte-bpe",
    adjust: adjustRobertaProcessing,
  },
  {
    className: "AlbertTokenizer",
    modelTypes: ["albert"],
    tokenTypes: true,
    specialTokens: {
      ...brackets,
      bos_token: "[CLS]",
      eos_token: "[SEP]",
      unk_token: "<unk>",
      pad_token: "<pad>",
    },
    token: maskTakesSpace,
    settings: { do_lower_case: true, keep_accents: false },
    ...sentencePiece({
      file: "spiece.model",
      vocabulary: vocabularyWithoutNumberCommas,
      normalizer: foldingNormalizer,
      ...bracketTemplate,
    }),
  },
  {
    className: "CamembertTokenizer",
    modelTypes: ["camembert"],
    tokenTypes: false,
    specialTokens: angles,
    additionalTokens: ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"],
    token: maskTakesSpace,
    settings: {},
    ...sentencePiece({
      file: "sentencepiece.bpe.model",
      // Left over from fairseq: its four symbols, then the model's pieces, whose own <unk> is never to be found.
      vocabulary: ({ pieces }) => [
        ["<s>NOTUSED", 0],
        ["<pad>", 0],
        ["</s>NOTUSED", 0],
        ["<unk>", 0],
        ["<unk>NOTUSED", -100],
        ...pieces.slice(1).map(({ text, score }): [string, number] => [text, score]),
        ["<mask>", 0],
      ],
      unkId: 3,
      ...fairseqTemplate,
    }),
  },
  {
    className: "XLMRobertaTokenizer",
    modelTypes: ["xlm-roberta", "xlm-roberta-xl"],
    tokenTypes: false,
    specialTokens: angles,
    token: maskTakesSpace,
    settings: {},
    ...sentencePiece({
      file: "sentencepiece.bpe.model",
      vocabulary: ({ pieces }) => [
        ["<s>", 0],
        ["<pad>", 0],
        ["</s>", 0],
        ["<unk>", 0],
        ...pieces.slice(3).map(({ text, score }): [string, number] => [text, score]),
        ["<mask>", 0],
      ],
      unkId: 3,
      ...fairseqTemplate,
    }),
  },
  {
    className: "XLNetTokenizer",
    modelTypes: ["xlnet"],
    tokenTypes: true,
    specialTokens: { ...angles, sep_token: "<sep>", cls_token: "<cls>" },
    additionalTokens: ["<eop>", "<eod>"],
    token: maskTakesSpace,
    settings: { do_lower_case: false, keep_accents: false, padding_side: "left", pad_token_type_id: 3 },
    ...sentencePiece({
      file: "spiece.model",
      vocabulary: vocabularyWithoutNumberCommas,
      normalizer: foldingNormalizer,
      single: "$A:0 <sep>:0 <cls>:2",
      pair: "$A:0 <sep>:0 $B:1 <sep>:1 <cls>:2",
    }),
  },
  {
    className: "DebertaV2Tokenizer",
    modelTypes: ["deberta-v2"],
    tokenTypes: true,
    specialTokens: { ...brackets, bos_token: "[CLS]", eos_token: "[SEP]" },
    token: (key, text) => plain(text, { normalized: key === "unk_token" }),
    settings: { do_lower_case: false, split_by_punct: false },
    ...sentencePiece({
      file: "spm.model",
      normalizer: (model, settings) => [
        ...(settings.value("do_lower_case") === true ? [{ type: "Lowercase" }] : []),
        { type: "Strip", strip_left: true, strip_right: true },
        ...precompiled(model),
        replaceSpaces(" "),
      ],
      preTokenizers: (settings) =>
        settings.value("split_by_punct") === true ? [{ type: "Punctuation", behavior: "Isolated" }] : [],
      ...bracketTemplate,
    }),
  },
];

/** What any other class does: all comes from tokenizer.json. */
function generic(className: string): TokenizerFamily {
  return {
    className,
    modelTypes: [],
    tokenTypes: true,
    specialTokens: {},
    token: bareTokens,
    settings: {},
    originalFiles: [],
    build: () => {
      throw errors.unknownTokenizerKind(className, familyNames());
    },
  };
}

function familyNames(): string[] {
  return families.map(({ className }) => className);
}

/** The family of a tokenizer class, or else of a network. */
export function familyOf({
  className,
  modelType,
}: {
  readonly className?: string;
  readonly modelType?: string;
}): TokenizerFamily {
  const name = className?.replace(/Fast$/, "");
  const found = families.find((family) =>
    name === undefined ? family.modelTypes.includes(modelType!) : family.className === name,
  );
  return found ?? generic(name ?? modelType ?? "PreTrainedTokenizer");
}

/** Case, accents and Chinese characters as set, whatever tokenizer.json says: so does `BertTokenizerFast`. */
function adjustBertNormalizer(json: TokenizerJson, settings: TokenizerSettings): boolean {
  return adjustStep(json, settings, {
    lowercase: "do_lower_case",
    strip_accents: "strip_accents",
    handle_chinese_chars: "tokenize_chinese_chars",
  });
}

function adjustMpnetNormalizer(json: TokenizerJson, settings: TokenizerSettings): boolean {
  return adjustStep(json, settings, { lowercase: "do_lower_case", strip_accents: "strip_accents" });
}

function adjustStep(json: TokenizerJson, settings: TokenizerSettings, keys: Record<string, string>): boolean {
  const { normalizer } = json;
  if (normalizer === null) return false;
  const changed = Object.entries(keys).some(
    ([key, setting]) => key in normalizer && normalizer[key] !== settings.value(setting),
  );
  if (changed) for (const [key, setting] of Object.entries(keys)) normalizer[key] = settings.value(setting);
  return changed;
}

function adjustRobertaProcessing(json: TokenizerJson, settings: TokenizerSettings): boolean {
  const step = json.post_processor;
  let changed = false;
  for (const key of ["add_prefix_space", "trim_offsets"])
    if (step !== null && key in step && step[key] !== settings.value(key)) {
      step[key] = settings.value(key);
      changed = true;
    }
  return changed;
}
