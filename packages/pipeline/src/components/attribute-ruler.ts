import { Matcher, type AttrName, type Doc, type TokenPattern, type Vocab } from "@x/core";
import {
  attrName,
  normalizeMorph,
  packMsgpack,
  posNames,
  stringColumns,
  symbolIds,
  symbolNames,
  unpackMsgpack,
  Unread,
  type StringColumn,
  unreadWarning,
  flag,
  withDefaults,
  showValue,
} from "@x/core/spi";
import type { GetExamples } from "../contracts/learns";
import { errors } from "../errors";
import { readNeeded, type FileReader, type FileTree } from "../language/storage/file-tree";
import { defineFactory, scoredBy, type ComponentOptions } from "./engine/define-component";
import { RulePipe } from "./rule-pipe";

/** Values by attribute (`POS`, `MORPH`, `LEMMA` ...); `_` for custom attributes. */
export type RuleAttrs = Readonly<Record<string, unknown>> | ReadonlyMap<string | number, unknown>;

/** Patterns, and the attributes to set on one token of each match. */
export interface AttributeRule {
  readonly patterns: readonly TokenPattern[];
  readonly attrs: RuleAttrs;
  /** The index of that token in the match, negative from its end; default 0. */
  readonly index?: number;
}

/** Attributes by fine-grained tag, the format before patterns: `{ NN: { POS: "NOUN", Number: "Sing" } }`. */
export type TagMap = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Initialization options of an `AttributeRuler`: patterns, tables, or a function. */
export interface AttributeRulerInit {
  readonly patterns?: Iterable<AttributeRule> | null;
  readonly tag_map?: TagMap | null;
  /** Like a tag map, with one more level for the text of a token: `{ VBZ: { is: { LEMMA: "be" } } }`. */
  readonly morph_rules?: Readonly<Record<string, TagMap>> | null;
}

const settings = {
  /** Check patterns when they are added. */
  validate: flag(false),
  scorer: scoredBy("spacy.attribute_ruler_scorer.v1"),
};
/** Options of `AttributeRuler`. */
export type AttributeRulerOptions = ComponentOptions<typeof settings>;

interface Assignment {
  readonly columns: readonly (readonly [column: StringColumn, value: string])[];
  readonly norm: string | undefined;
  readonly sentStart: number | undefined;
  readonly custom: readonly (readonly [name: string, value: unknown])[];
}

const allowed = [...Object.keys(stringColumns), "NORM", "SENT_START", "_"];

const knownKeys: ReadonlySet<string> = new Set(["patterns", "attrs", "index"]);

/** Sets attributes of tokens that patterns match (`attribute_ruler`); later rules win. */
export class AttributeRuler extends RulePipe {
  readonly validate: boolean;
  #matcher: Matcher;
  #rules: Required<AttributeRule>[] = [];
  #assignments: Assignment[] = [];

  constructor(vocab: Vocab, options: AttributeRulerOptions = {}) {
    super(vocab, { ...options, name: options.name ?? "attribute_ruler" });
    this.validate = withDefaults(settings, options).validate;
    this.#matcher = new Matcher(vocab, { validate: this.validate });
  }

  /** All rules, as they were added. */
  get patterns(): readonly Required<AttributeRule>[] {
    return this.#rules;
  }

  clear(): void {
    this.#matcher = new Matcher(this.vocab, { validate: this.validate });
    this.#rules = [];
    this.#assignments = [];
  }

  /** Adds a rule. Throws P601 for attributes that tokens don't have, P602 for invalid values, R002 and others for patterns. */
  add(patterns: readonly TokenPattern[], { attrs, index = 0 }: Omit<AttributeRule, "patterns">): void {
    const assignment = readAttrs(this.name, this.vocab, attrs);
    this.#matcher.add(String(this.#rules.length), patterns);
    this.#rules.push({ patterns, attrs, index });
    this.#assignments.push(assignment);
  }

  addPatterns(rules: Iterable<AttributeRule>): void {
    const unread = new Unread();
    const group = `Keys of the rules of "${this.name}" that are not read`;
    let number = 0;
    for (const rule of rules) {
      this.add(rule.patterns, rule);
      unread.addKeys(`rule ${number++}`, rule, { group, known: knownKeys });
    }
    for (const sentence of unread.take()) this.vocab.warn(unreadWarning(sentence));
  }

  /** Adds a rule for every tag. */
  addTagMap(tagMap: TagMap): void {
    for (const [tag, attrs] of Object.entries(tagMap))
      this.add([[{ TAG: tag }]], { attrs: withMorph(attrs, true) });
  }

  /** Adds a rule for every tag and text. */
  addMorphRules(rules: Readonly<Record<string, TagMap>>): void {
    for (const [tag, words] of Object.entries(rules))
      for (const [word, attrs] of Object.entries(words))
        this.add([[{ ORTH: word, TAG: tag }]], { attrs: withMorph(attrs, false) });
  }

  /** Replaces all rules with those of `[initialize.components.NAME]`. */
  initialize(_getExamples?: GetExamples, options: AttributeRulerInit = {}): void {
    this.clear();
    if (options.patterns != null) this.addPatterns(options.patterns);
    if (options.tag_map != null) this.addTagMap(options.tag_map);
    if (options.morph_rules != null) this.addMorphRules(options.morph_rules);
  }

  /** Throws P603 if the index of a rule is outside its match. */
  process(doc: Doc): Doc {
    const matches = this.#matcher
      .match(doc, { allowMissing: true })
      .map(({ key, start, end }) => ({ rule: Number(key), start, end }));
    // Later rules overwrite earlier ones.
    matches.sort((a, b) => a.rule - b.rule || a.start - b.start || a.end - b.end);
    for (const { rule, start, end } of matches) {
      const { index } = this.#rules[rule];
      const token = index < 0 ? end + index : start + index;
      if (token < start || token >= end)
        throw errors.ruleIndexOutOfRange(
          this.name,
          index,
          doc.span(start, end).text,
          JSON.stringify(this.#rules[rule].patterns),
        );
      assign(doc, token, this.#assignments[rule]);
    }
    return doc;
  }

  override serialize(): FileTree {
    return new Map([["patterns", packMsgpack(this.#rules)]]);
  }

  override deserialize(files: FileReader): void {
    const rules = unpackMsgpack(readNeeded(files, "patterns"));
    if (!Array.isArray(rules)) throw errors.damagedRules(this.name, "patterns");
    this.clear();
    this.addPatterns(rules as AttributeRule[]);
  }
}

export const attributeRuler = defineFactory(
  "attribute_ruler",
  {
    summary: "Sets attributes of tokens that patterns match.",
    settings,
    assigns: ["token.tag", "token.pos", "token.morph", "token.lemma"],
  },
  (nlp, options) => new AttributeRuler(nlp.vocab, options),
);

function assign(doc: Doc, i: number, { columns, norm, sentStart, custom }: Assignment): void {
  for (const [column, value] of columns) doc.column(column)[i] = value;
  if (norm !== undefined) doc.token(i).norm = norm;
  if (sentStart !== undefined) doc.token(i).isSentStart = sentStart === 0 ? null : sentStart > 0;
  for (const [name, value] of custom) doc.token(i)._.set(name, value);
}

function readAttrs(component: string, vocab: Vocab, attrs: RuleAttrs): Assignment {
  const found = { columns: [] as [StringColumn, string][], norm: undefined as string | undefined };
  let sentStart: number | undefined;
  let custom: [string, unknown][] = [];
  const entries =
    attrs instanceof Map ? [...(attrs as ReadonlyMap<string | number, unknown>)] : Object.entries(attrs);
  for (const [key, value] of entries) {
    const name = nameOf(key);
    if (name === "_") {
      custom = Object.entries(value as object);
      continue;
    }
    if (name === "SENT_START") {
      sentStart = Math.sign(Number(value));
      continue;
    }
    const text = textOf(vocab, value);
    if (text === undefined || (name === "POS" && !posNames.has(text)))
      throw errors.wrongAttributeValue(component, name, JSON.stringify(value) ?? String(value));
    const column = stringColumns[name as AttrName];
    if (name === "NORM") found.norm = text;
    else if (column !== undefined)
      found.columns.push([column, name === "MORPH" ? normalizeMorph(text) : text]);
    else throw errors.unsettableAttribute(component, name, allowed);
    vocab.strings.add(text);
  }
  return { ...found, sentStart, custom };
}

function nameOf(key: string | number): string {
  return typeof key === "number" || /^\d+$/.test(key) ? attrName(Number(key)) : key.toUpperCase();
}

/** A text, or the text that a number in a file of spaCy stands for. */
function textOf(vocab: Vocab, value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return vocab.strings.find(value);
  if (typeof value !== "number") return undefined;
  return symbolNames[value] ?? vocab.strings.find(BigInt(value));
}

/** Old formats mix attributes of tokens with single features: the features become MORPH. */
function withMorph(attrs: Readonly<Record<string, unknown>>, always: boolean): RuleAttrs {
  const own: Record<string, unknown> = {};
  const features: string[] = [];
  for (const [key, value] of Object.entries(attrs))
    if (key === "_" || symbolIds.has(key) || /^\d+$/.test(key)) own[key] = value;
    else features.push(`${key}=${String(value)}`);
  if (!("MORPH" in own) && (always || features.length > 0)) own.MORPH = features.join("|");
  return own.MORPH === undefined ? own : { ...own, MORPH: normalizeMorph(showValue(own.MORPH)) };
}
