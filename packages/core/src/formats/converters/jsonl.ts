// Long because all that a line may say is read here: words, columns, entities, spans, categories.
import { Doc } from "../../doc/doc";
import { docFromJson, type DocJson } from "../../doc/doc-json";
import { docErrors } from "../../doc/errors";
import { Example } from "../../example/example";
import type { EntityOffsets } from "../../example/biluo";
import { offsetsToBiluoTags } from "../../example/biluo";
import type { Span } from "../../doc/span";
import { formatErrors } from "../errors";
import { CharOffsets } from "../../doc/char-offsets";
import { duplicateKey } from "../json-text";
import { Unread } from "../unread";
import { withPlace, type ConverterOptions, numberedLines, placeOf, bareVocab } from "./converter-options";
import { fitWords } from "./fit-words";

type JsonSpan =
  | readonly [number, number, string?, string?]
  | { start: number; end: number; label?: string; kb_id?: string; id?: string };

/** A span in UTF-16 units. */
interface ReadSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly kbId: string;
  readonly id: string;
}

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
 * One JSON object per line as Docs: `text`, and any of `tokens` (texts; without them a tokenizer is needed), `spaces`, `tags`,
 * `pos`, `lemmas`, `morphs`, `heads`, `deps`, `sent_starts`, `entities` (or `ents`, or a list `spans`) as
 * `[start, end, label, kb_id]` or `{start, end, label, kb_id, id}` with offsets in code points, an object `spans` of such lists
 * by key, `cats` by label. What `doc.toJson()` gives is read as such. Entities that do not fit the tokens are left out with a
 * warning, and their tokens have no annotation then. Lines that annotators rejected or ignored (Prodigy's `answer`) are left
 * out; their number, and the keys that are not read, are told to `onWarning` at the end.
 *
 * @throws F012 with file and line, F013 no tokens and no tokenizer
 */
export function* jsonlToDocs(text: string, options: ConverterOptions = {}): Generator<Doc> {
  const unread = new Unread();
  const settings = { ...options, unread, vocab: options.vocab ?? bareVocab() };
  for (const [line, number] of numberedLines(text)) {
    if (line.trim() === "") continue;
    const place = placeOf(options, number);
    const record = parse(line, place);
    const { answer } = record;
    if (answer === "reject" || answer === "ignore")
      unread.add(place, {
        group: "Lines that are no gold annotation and left out, by their answer",
        name: answer,
      });
    else yield withPlace(place, () => readLine(record, { ...settings, place }));
  }
  const isDoccano = unread.has("label") || unread.has("labels");
  for (const sentence of unread.take()) options.onWarning?.(sentence);
  if (isDoccano)
    options.onWarning?.(
      'Spans under "label" or "labels", as Doccano writes them, are read under "entities": rename the key.',
    );
}

function parse(line: string, place: string): JsonLine {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (cause) {
    const list = line.trimStart().startsWith("[");
    throw formatErrors.wrongLine(
      place,
      `the line is no JSON: ${(cause as Error).message}${list ? `. ${aList}` : ""}`,
    );
  }
  if (Array.isArray(record) && record.some((item) => typeof item === "object" && item !== null))
    throw formatErrors.wrongLine(place, aList);
  if (typeof record !== "object" || record === null || Array.isArray(record))
    throw formatErrors.wrongLine(
      place,
      'expected a JSON object such as {"text": "...", "entities": [[0, 4, "PER"]]}.',
    );
  const twice = duplicateKey(line);
  if (twice !== undefined)
    throw formatErrors.wrongLine(place, `an object has the key "${twice}" twice. Leave one of them.`);
  return record as JsonLine;
}

const aList =
  "A list begins here, and a .jsonl file has one object a line, without brackets and commas around. If it is spaCy's JSON for training, name the file .json; else write one object a line (jq -c '.[]' FILE > NEW).";

type LineOptions = ConverterOptions & {
  readonly vocab: Doc["vocab"];
  readonly place: string;
  readonly unread: Unread;
};

const unreadKeys = "Keys that are not read";
const knownKeys: ReadonlySet<string> = new Set([
  ...["text", "tokens", "spaces", "entities", "ents", "spans", "cats", "answer"],
  ...Object.keys(perToken),
]);
/** What a span may have; where its tokens are (Prodigy) follows from its characters. */
const knownOfSpans: ReadonlySet<string> = new Set(["start", "end", "label", "kb_id", "id", "token_start", "token_end"]); // prettier-ignore
const knownOfTokens: ReadonlySet<string> = new Set(["text", "start", "end", "id", "ws"]);

function readLine(given: JsonLine, options: LineOptions): Doc {
  const { vocab, place, unread } = options;
  const first = Array.isArray(given.tokens) ? (given.tokens[0] as unknown) : undefined;
  const hasObjects = typeof first === "object" && first !== null;
  if (hasObjects && !("text" in first)) {
    const { answer: _, ...json } = given;
    return docFromJson(vocab, json as unknown as DocJson, { unread, place });
  }
  const record = hasObjects ? { ...given, tokens: textsOfTokens(given.tokens as unknown[], options) } : given;
  const { text, tokens } = record;
  unread.addKeys(place, record, { group: unreadKeys, known: knownKeys });
  if (typeof text !== "string" && !Array.isArray(tokens))
    throw formatErrors.wrongLine(place, '"text" is missing or no text.');
  if (tokens !== undefined && !isTexts(tokens))
    throw formatErrors.wrongLine(place, '"tokens" must be a list of texts.');
  const { predicted, spaces, source } = tokenize(record, options);
  const annotation: Record<string, unknown> = {
    words: predicted.lexemes.map(({ text: word }) => word),
    spaces,
  };
  if (record.heads != null && record.deps == null) throw docErrors.headsWithoutDeps();
  for (const [key, missing] of Object.entries(perToken)) {
    const values = record[key];
    if (values === undefined || values === null) continue;
    if (!Array.isArray(values))
      throw formatErrors.wrongLine(place, `"${key}" must be a list with a value for each token.`);
    const wanted = source === undefined ? predicted.length : source.filter((from) => from >= 0).length;
    if (values.length !== wanted)
      throw formatErrors.wrongLine(place, `"${key}" has ${values.length} values for ${wanted} tokens.`);
    annotation[key] =
      source === undefined
        ? values
        : source.map((from) => (from < 0 ? missing : moved(key, { value: values[from], source })));
  }
  const groups = new Map<string, readonly ReadSpan[]>();
  // Offsets count code points in files, UTF-16 units from here on.
  const chars = new CharOffsets(predicted.text);
  const read = (spans: unknown, name: string) => readSpans(spans, { name, options, chars });
  const [name, listed] = entitiesOf(record, options);
  const entities = listed === undefined ? undefined : read(listed, name);
  if (entities !== undefined) annotation.entities = fitEntities(predicted, { entities, options });
  if (typeof record.spans === "object" && record.spans !== null && !Array.isArray(record.spans))
    for (const [key, spans] of Object.entries(record.spans)) groups.set(key, read(spans, `spans.${key}`));
  annotation.spans = Object.fromEntries(
    [...groups].map(([key, spans]) => [
      key,
      spans.map(({ start, end, label, kbId }) => [start, end, label, kbId]),
    ]),
  );
  const doc = Example.fromDict(predicted, annotation).reference;
  // What lists of offsets cannot say.
  for (const [key, spans] of groups) spans.forEach(({ id }, i) => setId(doc.spans.get(key)?.at(i), id));
  setIds(doc, entities ?? []);
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
    if (options.tokenize === undefined) throw formatErrors.missingTokens(place);
    const predicted = options.tokenize(text ?? "");
    return { predicted, spaces: Array.from(predicted.spaces, Boolean) };
  }
  const tokens = record.tokens as readonly string[];
  const given = record.spaces;
  if (text === undefined || Array.isArray(given)) {
    const spaces = Array.isArray(given) ? given.map(Boolean) : null;
    const predicted = new Doc(vocab, { words: tokens, spaces });
    if (text !== undefined && predicted.text !== text)
      throw formatErrors.wrongLine(
        place,
        `"tokens" and "spaces" give "${predicted.text}", which is not the "text".`,
      );
    return { predicted, spaces };
  }
  const fitted = fitWords(text, tokens);
  if (typeof fitted === "number")
    throw formatErrors.wrongLine(
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
  context: { readonly name: string; readonly options: LineOptions; readonly chars: CharOffsets },
): ReadSpan[] {
  const { name, options, chars } = context;
  const { place, unread } = options;
  if (!Array.isArray(spans)) throw formatErrors.wrongLine(place, `"${name}" must be a list.`);
  return (spans as JsonSpan[]).map((span) => {
    const isList = Array.isArray(span);
    const {
      start,
      end,
      label,
      kb_id: kbId,
      id,
    } = isList
      ? { start: span[0], end: span[1], label: span[2], kb_id: span[3], id: undefined }
      : ((span ?? {}) as Exclude<JsonSpan, readonly unknown[]>);
    const isGood =
      Number.isInteger(start) &&
      Number.isInteger(end) &&
      start <= end &&
      !(isList && span.length > 4) &&
      [label, kbId, id].every((text) => text === undefined || text === null || typeof text === "string");
    if (!isGood)
      throw formatErrors.wrongLine(
        place,
        `"${name}" has ${JSON.stringify(span)}, expected [start, end, "LABEL", "KB_ID"], or an object with texts as label, kb_id and id.`,
      );
    if (!isList)
      unread.addKeys(place, span, { group: "Keys of spans that are not read", known: knownOfSpans });
    return {
      start: chars.toUtf16(start),
      end: chars.toUtf16(end),
      label: label ?? "",
      kbId: kbId ?? "",
      id: id ?? "",
    };
  });
}

/** The list of entities under the first of its names; what stands under the others is not read. */
function entitiesOf(record: JsonLine, { place, unread }: LineOptions): [name: string, spans?: unknown] {
  const lists = (["entities", "ents", "spans"] as const).filter(
    (name) => record[name] != null && (name !== "spans" || Array.isArray(record[name])),
  );
  for (const name of lists.slice(1))
    unread.add(place, { group: `Lists of entities beside "${lists[0]}" that are not read`, name });
  return lists.length === 0 ? ["entities"] : [lists[0], record[lists[0]]];
}

function setIds(doc: Doc, entities: readonly ReadSpan[]): void {
  for (const { start, end, kbId, id } of entities) {
    if (kbId === "" && id === "") continue;
    const span = doc.charSpan(start, end);
    if (span === undefined) continue; // told by fitEntities
    for (let i = span.start; i < span.end; i++) {
      if (kbId !== "") doc.column("entKbIds")[i] = kbId;
      if (id !== "") doc.column("entIds")[i] = id;
    }
  }
}

function setId(span: Span | undefined, id: string): void {
  if (span !== undefined) span.id = id;
}

/** The texts of tokens as Prodigy writes them: objects with their text and offsets. */
function textsOfTokens(tokens: readonly unknown[], { place, unread }: LineOptions): string[] {
  return tokens.map((token, i) => {
    const { text } = (token ?? {}) as { readonly text?: unknown };
    if (typeof text !== "string" || text === "")
      throw formatErrors.wrongLine(place, `expected a "text" in token ${i + 1}.`);
    unread.addKeys(place, token as object, {
      group: "Keys of tokens that are not read",
      known: knownOfTokens,
    });
    return text;
  });
}

/** BILUO tags of entities; those that do not fit the tokens give "-". */
function fitEntities(doc: Doc, given: { entities: readonly ReadSpan[]; options: LineOptions }): string[] {
  const { options, entities } = given;
  const offsets = entities.map(({ start, end, label }): EntityOffsets => [start, end, label]);
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
    throw formatErrors.wrongLine(place, '"cats" must be an object such as {"POSITIVE": 1}.');
  return Object.fromEntries(
    Object.entries(cats).map(([label, score]: [string, unknown]) => {
      if (typeof score !== "number" && typeof score !== "boolean")
        throw formatErrors.wrongLine(
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
