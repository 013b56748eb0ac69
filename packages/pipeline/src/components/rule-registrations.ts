import {
  attrName,
  callbackArg,
  levenshteinCompare,
  promiseArg,
  type FactoryRegistration,
  type FuzzyCompare,
  type Registration,
} from "@x/core";
import { z } from "zod";
import type { Annotates } from "../contracts/annotates";
import { AttributeRuler } from "./attribute-ruler";
import { DocCleaner } from "./doc-cleaner";
import { EntityRuler } from "./entity-ruler";
import { EntityMerger, NounChunkMerger, SubtokenMerger, TokenSplitter } from "./merging";
import type { SpansFilter } from "./rule-patterns";
import { Sentencizer } from "./sentencizer";
import { prioritizeExistingEntsFilter, prioritizeNewEntsFilter } from "./span-filters";
import { SpanRuler } from "./span-ruler";
import type { ScorerFunction } from "./trainable-pipe";

const own = { nlp: z.custom<Annotates>(), name: z.string() };
const scorer = promiseArg<ScorerFunction>("scorers").nullable();
const attr = z.union([z.string(), z.int().transform(attrName)]).nullable();
const fuzzyCompare = callbackArg<FuzzyCompare>("misc");
const spansFilter = callbackArg<SpansFilter>("misc");

/** Gives a factory whose function takes what its schema gives. */
function factory<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => unknown,
  rest: Omit<FactoryRegistration, "schema" | "create">,
): FactoryRegistration {
  return { schema, create, ...rest };
}

const misc = (create: () => unknown, summary: string): Registration => ({
  schema: z.strictObject({}),
  create,
  summary,
});

/** Functions that the configs of rule components name. */
export const ruleMisc: Readonly<Record<string, Registration>> = {
  "spacy.levenshtein_compare.v1": misc(() => levenshteinCompare, "Whether two texts are a few edits apart."),
};

const entityWeights = { ents_f: 1, ents_p: 0, ents_r: 0, ents_per_type: null };
const entityRulerArgs = {
  ...own,
  phrase_matcher_attr: attr,
  matcher_fuzzy_compare: fuzzyCompare,
  validate: z.boolean(),
  overwrite_ents: z.boolean(),
  ent_id_sep: z.string(),
  scorer,
};

/** The components that follow rules. */
export const ruleFactories: Readonly<Record<string, FactoryRegistration>> = {
  sentencizer: factory(
    z.strictObject({ ...own, punct_chars: z.array(z.string()).nullable(), overwrite: z.boolean(), scorer }),
    ({ nlp, punct_chars, ...rest }) => new Sentencizer(nlp.vocab, { ...rest, punctChars: punct_chars }),
    {
      defaultConfig: () => ({
        punct_chars: null,
        overwrite: false,
        scorer: { "@scorers": "spacy.senter_scorer.v1" },
      }),
      assigns: ["token.is_sent_start", "doc.sents"],
      defaultScoreWeights: { sents_f: 1, sents_p: 0, sents_r: 0 },
      summary: "Sentence boundaries by punctuation.",
    },
  ),
  doc_cleaner: factory(
    z.strictObject({ ...own, attrs: z.record(z.string(), z.unknown()), silent: z.boolean() }),
    ({ nlp, ...rest }) => new DocCleaner(nlp.vocab, rest),
    {
      defaultConfig: () => ({ attrs: { tensor: null, "_.trf_data": null }, silent: true }),
      assigns: [],
      summary: "Frees what later steps do not need.",
    },
  ),
  merge_entities: factory(z.strictObject(own), ({ nlp, name }) => new EntityMerger(nlp.vocab, name), {
    assigns: [],
    requires: ["doc.ents", "token.ent_iob", "token.ent_type"],
    retokenizes: true,
    summary: "One token for every entity.",
  }),
  merge_noun_chunks: factory(z.strictObject(own), ({ nlp, name }) => new NounChunkMerger(nlp.vocab, name), {
    assigns: [],
    requires: ["token.dep", "token.tag", "token.pos"],
    retokenizes: true,
    summary: "One token for every base noun phrase.",
  }),
  merge_subtokens: factory(z.strictObject(own), ({ nlp, name }) => new SubtokenMerger(nlp.vocab, name), {
    assigns: [],
    requires: ["token.dep"],
    retokenizes: true,
    summary: "One token for subtokens that a parser joined.",
  }),
  token_splitter: factory(
    z.strictObject({ ...own, min_length: z.int(), split_length: z.int() }),
    ({ nlp, name, min_length, split_length }) =>
      new TokenSplitter(nlp.vocab, { name, minLength: min_length, splitLength: split_length }),
    {
      defaultConfig: () => ({ min_length: 25, split_length: 10 }),
      assigns: [],
      retokenizes: true,
      summary: "Cuts very long tokens.",
    },
  ),
  attribute_ruler: factory(
    z.strictObject({ ...own, validate: z.boolean(), scorer }),
    ({ nlp, ...rest }) => new AttributeRuler(nlp.vocab, rest),
    {
      defaultConfig: () => ({ validate: false, scorer: { "@scorers": "spacy.attribute_ruler_scorer.v1" } }),
      assigns: ["token.tag", "token.pos", "token.morph", "token.lemma"],
      summary: "Attributes of tokens that patterns find.",
    },
  ),
  entity_ruler: factory(
    z.strictObject(entityRulerArgs),
    ({ nlp, ...args }) =>
      new EntityRuler(nlp, {
        name: args.name,
        phraseMatcherAttr: args.phrase_matcher_attr,
        matcherFuzzyCompare: args.matcher_fuzzy_compare,
        validate: args.validate,
        overwriteEnts: args.overwrite_ents,
        entIdSep: args.ent_id_sep,
        scorer: args.scorer,
      }),
    {
      defaultConfig: () => ({
        phrase_matcher_attr: null,
        matcher_fuzzy_compare: { "@misc": "spacy.levenshtein_compare.v1" },
        validate: false,
        overwrite_ents: false,
        ent_id_sep: "||",
        scorer: { "@scorers": "spacy.entity_ruler_scorer.v1" },
      }),
      assigns: ["doc.ents", "token.ent_type", "token.ent_iob"],
      defaultScoreWeights: entityWeights,
      summary: "Entities by phrases and token patterns.",
    },
  ),
  future_entity_ruler: factory(
    z.strictObject(entityRulerArgs),
    ({ nlp, ...args }) =>
      new SpanRuler(nlp, {
        name: args.name,
        spansKey: null,
        annotateEnts: true,
        entsFilter: args.overwrite_ents ? prioritizeNewEntsFilter : prioritizeExistingEntsFilter,
        phraseMatcherAttr: args.phrase_matcher_attr,
        matcherFuzzyCompare: args.matcher_fuzzy_compare,
        validate: args.validate,
        overwrite: false,
        scorer: args.scorer,
      }),
    {
      defaultConfig: () => ({
        phrase_matcher_attr: null,
        validate: false,
        overwrite_ents: false,
        scorer: { "@scorers": "spacy.entity_ruler_scorer.v1" },
        ent_id_sep: "__unused__",
        matcher_fuzzy_compare: { "@misc": "spacy.levenshtein_compare.v1" },
      }),
      assigns: ["doc.ents"],
      defaultScoreWeights: entityWeights,
      summary: "Entities by phrases and token patterns, through the span ruler.",
    },
  ),
  span_ruler: factory(
    z.strictObject({
      ...own,
      spans_key: z.string().nullable(),
      spans_filter: spansFilter.nullable(),
      annotate_ents: z.boolean(),
      ents_filter: spansFilter,
      phrase_matcher_attr: attr,
      matcher_fuzzy_compare: fuzzyCompare,
      validate: z.boolean(),
      overwrite: z.boolean(),
      scorer,
    }),
    ({ nlp, ...args }) =>
      new SpanRuler(nlp, {
        name: args.name,
        spansKey: args.spans_key,
        spansFilter: args.spans_filter,
        annotateEnts: args.annotate_ents,
        entsFilter: args.ents_filter,
        phraseMatcherAttr: args.phrase_matcher_attr,
        matcherFuzzyCompare: args.matcher_fuzzy_compare,
        validate: args.validate,
        overwrite: args.overwrite,
        scorer: args.scorer,
      }),
    {
      defaultConfig: () => ({
        spans_key: "ruler",
        spans_filter: null,
        annotate_ents: false,
        ents_filter: { "@misc": "spacy.first_longest_spans_filter.v1" },
        phrase_matcher_attr: null,
        matcher_fuzzy_compare: { "@misc": "spacy.levenshtein_compare.v1" },
        validate: false,
        overwrite: true,
        scorer: { "@scorers": "spacy.overlapping_labeled_spans_scorer.v1", spans_key: "ruler" },
      }),
      assigns: ["doc.spans"],
      defaultScoreWeights: {
        spans_ruler_f: 1,
        spans_ruler_p: 0,
        spans_ruler_r: 0,
        spans_ruler_per_type: null,
      },
      summary: "Spans, which may overlap, by phrases and token patterns.",
    },
  ),
};
