import { PbfReader } from "pbf";
import { errors } from "../errors";
import { LONGEST_TEXT } from "./allowed/review";

/** What a SentencePiece model file says that a tokenizer needs. */
export interface SentencePieceModel {
  readonly pieces: readonly SentencePiece[];
  readonly algorithm: "unigram" | "bpe" | "word" | "char";
  readonly unkId: number;
  readonly unkPiece: string;
  /** The compiled normalisation rules; empty for none. */
  readonly charsMap: Uint8Array;
  /** A space before the first word (the rule). */
  readonly addDummyPrefix: boolean;
  /** One space between words and none around them (the rule). */
  readonly removeExtraWhitespaces: boolean;
}

export interface SentencePiece {
  readonly text: string;
  readonly score: number;
  /** Control symbols and symbols that a user defined are not found by the model, but before it. */
  readonly kind: "normal" | "unknown" | "control" | "user" | "unused" | "byte";
}

const kinds = ["normal", "unknown", "control", "user", "unused", "byte"] as const;
const algorithms = ["unigram", "bpe", "word", "char"] as const;

/**
 * Reads a SentencePiece model: the fields of `sentencepiece_model.proto` that tokenizers need.
 *
 * @throws TR101 if it is damaged or something else
 */
export function readSentencePieceModel(bytes: Uint8Array, file: string): SentencePieceModel {
  const model = {
    pieces: [] as SentencePiece[],
    algorithm: 1,
    unkId: 0,
    unkPiece: "<unk>",
    charsMap: new Uint8Array(0),
    addDummyPrefix: true,
    removeExtraWhitespaces: true,
  };
  const incomplete = (reason: string) =>
    errors.unusableTokenizerFile(file, `It is no complete SentencePiece model (${reason}).`);
  const reader = new PbfReader(bytes);
  try {
    reader.readFields((field, result, from) => {
      if (field === 1) result.pieces.push(readPiece(from));
      else if (field === 2) from.readMessage(readTrainerSpec, result);
      else if (field === 3) from.readMessage(readNormalizerSpec, result);
    }, model);
  } catch (cause) {
    throw incomplete((cause as Error).message);
  }
  if (reader.pos !== bytes.length) throw incomplete("the last field is cut off");
  const long = model.pieces.find(({ text }) => text.length > LONGEST_TEXT);
  if (long !== undefined)
    throw errors.unusableTokenizerFile(file, `It has a piece of ${long.text.length} characters.`);
  const algorithm = algorithms[model.algorithm - 1];
  if (model.pieces.length === 0 || algorithm === undefined)
    throw errors.unusableTokenizerFile(file, "It is no SentencePiece model: it holds no pieces.");
  return { ...model, algorithm };
}

function readPiece(reader: PbfReader): SentencePiece {
  const { text, score, kind } = reader.readMessage(
    (field, piece, from) => {
      if (field === 1) piece.text = from.readString();
      else if (field === 2) piece.score = from.readFloat();
      else if (field === 3) piece.kind = from.readVarint();
    },
    { text: "", score: 0, kind: 1 },
  );
  return { text, score, kind: kinds[kind - 1] ?? "normal" };
}

interface TrainerSpec {
  algorithm: number;
  unkId: number;
  unkPiece: string;
}

function readTrainerSpec(field: number, spec: TrainerSpec, reader: PbfReader): void {
  if (field === 3) spec.algorithm = reader.readVarint();
  else if (field === 40) spec.unkId = reader.readVarint();
  else if (field === 45) spec.unkPiece = reader.readString();
}

interface NormalizerSpec {
  charsMap: Uint8Array;
  addDummyPrefix: boolean;
  removeExtraWhitespaces: boolean;
}

function readNormalizerSpec(field: number, spec: NormalizerSpec, reader: PbfReader): void {
  // A copy: the bytes are a view of the whole file.
  if (field === 2) spec.charsMap = new Uint8Array(reader.readBytes());
  else if (field === 3) spec.addDummyPrefix = reader.readBoolean();
  else if (field === 4) spec.removeExtraWhitespaces = reader.readBoolean();
}
