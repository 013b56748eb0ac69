import { keyOfText, type Doc, type Span, type TokenPattern, type Vocab } from "@x/core";
import { decodeText } from "@x/core/files";
import { compareCodePoints, Unread, unreadWarning } from "@x/core/spi";
import { errors } from "../errors";
import { runPipes } from "../language/calls/stream";
import { utf8 } from "../language/storage/file-tree";
import type { Annotates } from "../contracts/annotates";
import type { Pipe } from "./pipe";

/** A rule of an entity or span ruler: a label for a phrase, or for tokens with given attributes. */
export interface RulePattern {
  readonly label: string;
  /** A phrase, or the tokens of a pattern. */
  readonly pattern: string | TokenPattern;
  /** Id of the thing that is meant, for example if it has several names. */
  readonly id?: string;
}

/** Chooses among a doc's existing entities and new spans. */
export type SpansFilter = (existing: Iterable<Span>, found: Iterable<Span>) => Span[];

const knownKeys: ReadonlySet<string> = new Set(["label", "pattern", "id"]);

/** Throws P605 for anything other than rules; unknown keys of a rule give a warning through the vocabulary. */
export function checkRules(
  { name: component, vocab }: { readonly name: string; readonly vocab: Vocab },
  rules: Iterable<unknown>,
): RulePattern[] {
  const unread = new Unread();
  const checked = [...rules].map((rule, index) => {
    const { label, pattern } = (rule ?? {}) as Partial<RulePattern>;
    const fits = typeof pattern === "string" || Array.isArray(pattern);
    if (typeof label !== "string" || !fits)
      throw errors.wrongPattern(component, index, (JSON.stringify(rule) ?? String(rule)).slice(0, 100));
    unread.addKeys(`pattern ${index}`, rule as object, {
      group: `Keys of the patterns of "${component}" that are not read`,
      known: knownKeys,
    });
    return rule as RulePattern;
  });
  for (const sentence of unread.take()) vocab.warn(unreadWarning(sentence));
  return checked;
}

/** What a word alone says, whatever components do. */
const lexical = /^(?:ORTH|TEXT|LOWER|SHAPE|LENGTH|IS_(?!SENT).*|LIKE_.*)$/;

/** How `phraseDocs` gets at the words of phrases. */
interface PhraseOptions {
  /** The component that the phrases are for. */
  readonly pipe: Pipe;
  /** The attribute by which phrases are compared. */
  readonly attr: string | null | undefined;
  /** The pipeline is being read or initialized: a call of it would wait for that. */
  readonly isBusy?: boolean;
}

/**
 * Docs of phrases to be compared by an attribute. Where that may depend on the components before the given one, they
 * annotate the phrases; else the phrases are only tokenized.
 */
export async function phraseDocs(
  nlp: Annotates,
  texts: readonly string[],
  { pipe, attr, isBusy = false }: PhraseOptions,
): Promise<Doc[]> {
  const index = nlp.pipeline.findIndex((component) => component.pipe === pipe);
  const before = nlp.pipeline.slice(0, Math.max(index, 0));
  const retokenized = before.some(({ registration }) => registration?.retokenizes === true);
  if (before.length === 0 || (lexical.test((attr ?? "ORTH").toUpperCase()) && !retokenized))
    return texts.map((text) => nlp.makeDoc(text));
  const docs: Doc[] = [];
  if (isBusy) {
    for (let start = 0; start < texts.length; start += nlp.batchSize) {
      const batch = texts.slice(start, start + nlp.batchSize).map((text) => nlp.makeDoc(text));
      docs.push(...(await runPipes(batch, before, { batchSize: nlp.batchSize })));
    }
    return docs;
  }
  for await (const doc of nlp.pipe(texts, { disable: nlp.pipeNames.slice(index) })) docs.push(doc);
  return docs;
}

/** Rules as lines of JSON. */
export function rulesToJsonl(rules: readonly RulePattern[]): Uint8Array {
  return utf8(rules.map((rule) => `${JSON.stringify(rule)}\n`).join(""));
}

/** Throws P606 for a line that is not JSON. */
export function rulesFromJsonl(component: string, bytes: Uint8Array): unknown[] {
  const lines = decodeText(bytes, { file: `${component}/patterns.jsonl` }).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      throw errors.damagedPatternLine(component, index + 1, line.slice(0, 60));
    }
  });
}

/** Sorted by code point, without repetition. */
export function sortedNames(names: Iterable<string>): string[] {
  return [...new Set(names)].sort(compareCodePoints);
}

/** The order of spaCy's spans: by place, then by the keys of label and ids. */
export function compareSpans(a: Span, b: Span): number {
  return (
    a.startChar - b.startChar ||
    a.endChar - b.endChar ||
    compareKeys(a.label, b.label) ||
    compareKeys(a.kbId, b.kbId) ||
    compareKeys(a.id, b.id)
  );
}

function compareKeys(a: string, b: string): number {
  const [x, y] = [keyOfText(a), keyOfText(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
