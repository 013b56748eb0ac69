import { Doc } from "../../doc/doc";
import type { DocJson } from "../../doc/doc-json";
import { Example } from "../../example/example";
import type { EntityOffsets } from "../../example/biluo";
import { offsetsToBiluoTags } from "../../example/biluo";
import type { ExampleDict, SpanOffsets } from "../../example/example-dict";
import { formatError } from "../errors";
import { CharOffsets } from "../../doc/char-offsets";
import { at, type ConverterOptions, numberedLines, placeOf, bareVocab } from "./converter-options";
import { fitWords } from "./fit-words";

type JsonSpan =
  | readonly [number, number, string?, string?]
  | { start: number; end: number; label?: string; kb_id?: string };

interface JsonLine {
  readonly text?: unknown;
  readonly tokens?: unknown;
  readonly spaces?: unknown;
  readonly entities?: unknown;
  readonly ents?: unknown;
  readonly spans?: unknown;
  readonly cats?: unknown;
  readonly [key: string]: unknown;
}

/** Annotation of tokens that a line may have, and what a token gets that it does not mention. */
const perToken: Readonly<Record<string, string | null>> = {
  tags: "",
  pos: "",
  lemmas: "",
  morphs: "",
  deps: null,
  heads: null,
  sent_starts: null,
};

/**
 * One JSON object a line as Docs: `text`, and any of `tokens` (texts; without them a tokenizer is needed), `spaces`, `tags`,
 * `pos`, `lemmas`, `morphs`, `heads`, `deps`, `sent_starts`, `entities` (or `ents`, or a list `spans`) as
 * `[start, end, label]` or `{start, end, label}` with offsets in code points, an object `spans` of such lists by key,
 * `cats` by label. What `doc.toJson()` gives is read as such. Entities that do not fit the tokens are left out with a
 * warning, and their tokens have no annotation then.
 *
 * @throws F012 with file and line, F013 no tokens and no tokenizer
 */
export function* jsonlToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const settings = { ...options, vocab: options.vocab ?? bareVocab() };
  for (const [line, number] of numberedLines(text)) {
    if (line.trim() === "") continue;
    const place = placeOf(options, number);
    const record = parse(line, place);
    yield at(place, () => readLine(record, { ...settings, place }));
  }
}

function parse(line: string, place: string): JsonLine {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (cause) {
    throw formatError("F012", place, `the line is no JSON: ${(cause as Error).message}`);
  }
  if (typeof record !== "object" || record === null || Array.isArray(record))
    throw formatError(
      "F012",
      place,
      'expected a JSON object such as {"text": "...", "entities": [[0, 4, "PER"]]}.',
    );
  return record as JsonLine;
}

type LineOptions = ConverterOptions & { readonly vocab: Doc["vocab"]; readonly place: string };

function readLine(record: JsonLine, options: LineOptions): Doc {
  const { vocab, place } = options;
  const { text, tokens } = record;
  const isDocJson = Array.isArray(tokens) && tokens.length > 0 && typeof tokens[0] === "object";
  if (isDocJson) return Doc.fromJson(vocab, record as unknown as DocJson);
  if (typeof text !== "string" && !Array.isArray(tokens))
    throw formatError("F012", place, '"text" is missing or no text.');
  if (tokens !== undefined && !isTexts(tokens))
    throw formatError("F012", place, '"tokens" must be a list of texts.');
  const { predicted, spaces, source } = tokenize(record, options);
  const annotation: Record<string, unknown> = {
    words: predicted.lexemes.map(({ text: word }) => word),
    spaces,
  };
  for (const [key, missing] of Object.entries(perToken)) {
    const values = record[key];
    if (values === undefined || values === null) continue;
    if (!Array.isArray(values))
      throw formatError("F012", place, `"${key}" must be a list with a value for each token.`);
    const wanted = source === undefined ? predicted.length : source.filter((from) => from >= 0).length;
    if (values.length !== wanted)
      throw formatError("F012", place, `"${key}" has ${values.length} values for ${wanted} tokens.`);
    annotation[key] =
      source === undefined
        ? values
        : source.map((from) => (from < 0 ? missing : moved(key, { value: values[from], source })));
  }
  // Offsets count code points in files, UTF-16 units from here on.
  const chars = new CharOffsets(predicted.text);
  const read = (spans: unknown, name: string) => readSpans(spans, { name, place, chars });
  const listed = record.entities ?? record.ents ?? (Array.isArray(record.spans) ? record.spans : undefined);
  if (listed !== undefined && listed !== null)
    annotation.entities = fitEntities(predicted, { entities: read(listed, "entities"), options });
  if (typeof record.spans === "object" && record.spans !== null && !Array.isArray(record.spans))
    annotation.spans = Object.fromEntries(
      Object.entries(record.spans).map(([key, spans]) => [key, read(spans, `spans.${key}`)]),
    );
  const doc = Example.fromDict(predicted, annotation as ExampleDict).reference;
  if (doc.lexemes.length === predicted.length) doc.norms = predicted.norms; // those of the tokenizer's special cases
  doc.cats = readCats(record.cats, place);
  return doc;
}

function tokenize(
  record: JsonLine,
  options: LineOptions,
): { predicted: Doc; spaces: boolean[] | null; source?: readonly number[] } {
  const { vocab, place } = options;
  const text = record.text as string | undefined;
  if (record.tokens === undefined) {
    if (options.tokenize === undefined) throw formatError("F013", place);
    const predicted = options.tokenize(text ?? "");
    return { predicted, spaces: Array.from(predicted.spaces, Boolean) };
  }
  const tokens = record.tokens as readonly string[];
  const given = record.spaces;
  if (text === undefined || Array.isArray(given)) {
    const spaces = Array.isArray(given) ? given.map(Boolean) : null;
    const predicted = new Doc(vocab, { words: tokens, spaces });
    if (text !== undefined && predicted.text !== text)
      throw formatError(
        "F012",
        place,
        `"tokens" and "spaces" give "${predicted.text}", which is not the "text".`,
      );
    return { predicted, spaces };
  }
  const fitted = fitWords(text, tokens);
  if (typeof fitted === "number")
    throw formatError(
      "F012",
      place,
      `the token "${tokens[fitted] ?? ""}" (number ${fitted + 1}) is not where it should be in the text. Tokens must spell the text but for whitespace.`,
    );
  return { predicted: new Doc(vocab, fitted), spaces: fitted.spaces, source: fitted.source };
}

/** Heads are indices of given tokens: they move with the whitespace tokens that were put in. */
function moved(key: string, item: { value: unknown; source: readonly number[] }): unknown {
  return key === "heads" && typeof item.value === "number" ? item.source.indexOf(item.value) : item.value;
}

function readSpans(
  spans: unknown,
  context: { readonly name: string; readonly place: string; readonly chars: CharOffsets },
): SpanOffsets[] {
  const { name, place, chars } = context;
  if (!Array.isArray(spans)) throw formatError("F012", place, `"${name}" must be a list.`);
  return (spans as JsonSpan[]).map((span) => {
    const isList = Array.isArray(span);
    const {
      start,
      end,
      label,
      kb_id: kbId,
    } = isList
      ? { start: span[0], end: span[1], label: span[2], kb_id: span[3] }
      : ((span ?? {}) as Exclude<JsonSpan, readonly unknown[]>);
    const isGood =
      Number.isInteger(start) &&
      Number.isInteger(end) &&
      start <= end &&
      (label === undefined || typeof label === "string");
    if (!isGood)
      throw formatError(
        "F012",
        place,
        `"${name}" has ${JSON.stringify(span)}, expected [start, end, "LABEL"].`,
      );
    return [chars.toUtf16(start), chars.toUtf16(end), label ?? "", kbId ?? ""];
  });
}

/** BILUO tags of entities; those that do not fit the tokens give "-". */
function fitEntities(doc: Doc, given: { entities: readonly SpanOffsets[]; options: LineOptions }): string[] {
  const { options, entities } = given;
  const offsets = entities.map(([start, end, label]): EntityOffsets => [start, end, label ?? ""]);
  return offsetsToBiluoTags(doc, offsets, {
    onMisaligned: () => {
      const texts = offsets
        .filter(([start, end]) => doc.charSpan(start, end) === undefined)
        .map(([start, end, label]) => `${label} "${doc.text.slice(start, end)}"`);
      options.onWarning?.(
        `${options.place}: some entities do not start and end at tokens and are left out: ${texts.join(", ")}.`,
      );
    },
  });
}

function readCats(cats: unknown, place: string): Record<string, number> {
  if (cats === undefined || cats === null) return {};
  if (typeof cats !== "object" || Array.isArray(cats))
    throw formatError("F012", place, '"cats" must be an object such as {"POSITIVE": 1}.');
  return Object.fromEntries(
    Object.entries(cats).map(([label, score]: [string, unknown]) => {
      if (typeof score !== "number" && typeof score !== "boolean")
        throw formatError(
          "F012",
          place,
          `the category "${label}" must have a number, found ${JSON.stringify(score)}.`,
        );
      return [label, Number(score)];
    }),
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
