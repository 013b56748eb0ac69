import {
  modelArg,
  promiseArg,
  sizeArg,
  type Doc,
  type FactoryRegistration,
  type Registration,
} from "@x/core";
import type { Model, Sequences } from "@x/nn";
import { z } from "zod";
import type { ScorerFunction } from "../components/trainable-pipe";
import { error } from "../errors";
import type { Language } from "../language/language";
import { transitionBasedParser } from "./architecture";
import { EntityRecognizer } from "./ner";
import { DependencyParser } from "./parser";
import type { BeamSettings } from "./settings";
import type { StepModel } from "./step-model";
import { hashEmbedCNN } from "../components/default-tok2vec";

const architecture = z.strictObject({
  tok2vec: modelArg<Model<Doc[], Sequences>>(),
  state_type: z.enum(["parser", "ner"]),
  extra_state_tokens: z.boolean(),
  hidden_width: sizeArg("width"),
  maxout_pieces: sizeArg("pieces"),
  use_upper: z.boolean(),
  nO: sizeArg("rows").nullable().default(null),
});

const build = (args: z.output<typeof architecture>): Model<Doc[], StepModel> =>
  transitionBasedParser({
    tok2vec: args.tok2vec,
    stateType: args.state_type,
    extraStateTokens: args.extra_state_tokens,
    hiddenWidth: args.hidden_width,
    maxoutPieces: args.maxout_pieces,
    useUpper: args.use_upper,
    nO: args.nO,
  });

/** The networks of transition-based components. */
export const transitionArchitectures: Readonly<Record<string, Registration>> = {
  "spacy.TransitionBasedParser.v2": {
    schema: architecture,
    create: build,
    summary: "Scores the actions of a transition-based component.",
  },
  "spacy-legacy.TransitionBasedParser.v1": {
    schema: architecture.extend({ use_upper: z.boolean().default(true) }),
    create: build,
    summary: "The same as v2.",
  },
};

const defaultModel = (stateType: "ner" | "parser") => `
[defaults.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "${stateType}"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[defaults.model.tok2vec]
${hashEmbedCNN()}
`;

/** @param beam lines between the settings of `ner`, where spaCy has them */
const defaultNer = (beam = "") => `
[defaults]
moves = null
update_with_oracle_cut_size = 100
${beam}incorrect_spans_key = null
${defaultModel("ner")}
[defaults.scorer]
@scorers = "spacy.ner_scorer.v1"
`;

const defaultParser = (beam = "") => `
[defaults]
moves = null
update_with_oracle_cut_size = 100
learn_tokens = false
min_action_freq = 30
${beam}${defaultModel("parser")}
[defaults.scorer]
@scorers = "spacy.parser_scorer.v1"
`;

const commonSchema = z.strictObject({
  nlp: z.custom<Language>(),
  name: z.string(),
  model: modelArg<Model<Doc[], StepModel>>(),
  moves: z.unknown(),
  update_with_oracle_cut_size: z.int(),
});
const parserShape = { learn_tokens: z.boolean(), min_action_freq: z.int() };
const beamShape = {
  beam_width: sizeArg("beam"),
  beam_density: z.number().min(0),
  beam_update_prob: z.number().min(0).max(1),
};
const nerEnd = { incorrect_spans_key: z.string().nullable() };
const end = { scorer: promiseArg<ScorerFunction>("scorers").nullable() };
// In spaCy's order.
const nerSchema = commonSchema.extend({ ...nerEnd, ...end });
const parserSchema = commonSchema.extend({ ...parserShape, ...end });
const beamNerSchema = commonSchema.extend({ ...beamShape, ...nerEnd, ...end });
const beamParserSchema = commonSchema.extend({ ...parserShape, ...beamShape, ...end });

interface BeamArgs {
  readonly beam_width: number;
  readonly beam_density: number;
  readonly beam_update_prob: number;
}
const beamOf = (args: BeamArgs): BeamSettings => ({
  width: args.beam_width,
  density: args.beam_density,
  updateProb: args.beam_update_prob,
});

function makeNer(
  { nlp, name, model, moves, scorer, ...settings }: z.output<typeof nerSchema>,
  beam?: BeamSettings,
): EntityRecognizer {
  if (moves != null) throw error("P508", name);
  return new EntityRecognizer(nlp.vocab, model, {
    name,
    scorer,
    updateWithOracleCutSize: settings.update_with_oracle_cut_size,
    incorrectSpansKey: settings.incorrect_spans_key,
    beam,
  });
}

function makeParser(
  { nlp, name, model, moves, scorer, ...settings }: z.output<typeof parserSchema>,
  beam?: BeamSettings,
): DependencyParser {
  if (moves != null) throw error("P508", name);
  return new DependencyParser(nlp.vocab, model, {
    name,
    scorer,
    updateWithOracleCutSize: settings.update_with_oracle_cut_size,
    minActionFreq: settings.min_action_freq,
    learnTokens: settings.learn_tokens,
    beam,
  });
}

/** The component `ner`. */
export const nerFactory: FactoryRegistration = {
  schema: nerSchema,
  create: (args: z.output<typeof nerSchema>) => makeNer(args),
  defaultConfig: () => defaultNer(),
  assigns: ["doc.ents", "token.ent_iob", "token.ent_type"],
  defaultScoreWeights: { ents_f: 1, ents_p: 0, ents_r: 0, ents_per_type: null },
  summary: "Entities: labelled spans that do not overlap.",
};

/** The component `parser`. */
export const parserFactory: FactoryRegistration = {
  schema: parserSchema,
  create: (args: z.output<typeof parserSchema>) => makeParser(args),
  defaultConfig: () => defaultParser(),
  assigns: ["token.dep", "token.head", "token.is_sent_start", "doc.sents"],
  defaultScoreWeights: {
    dep_uas: 0.5,
    dep_las: 0.5,
    dep_las_per_type: null,
    sents_p: null,
    sents_r: null,
    sents_f: 0,
  },
  summary: "A tree of labelled arcs over each sentence, and the sentences.",
};

/** The component `beam_ner`: `ner` that follows several analyses. */
export const beamNerFactory: FactoryRegistration = {
  ...nerFactory,
  schema: beamNerSchema,
  create: (args: z.output<typeof beamNerSchema>) => makeNer(args, beamOf(args)),
  defaultConfig: () => defaultNer("beam_density = 0.01\nbeam_update_prob = 0.5\nbeam_width = 32\n"),
  summary: "Entities: the best of several analyses.",
};

/** The component `beam_parser`: `parser` that follows several analyses. */
export const beamParserFactory: FactoryRegistration = {
  ...parserFactory,
  schema: beamParserSchema,
  create: (args: z.output<typeof beamParserSchema>) => makeParser(args, beamOf(args)),
  defaultConfig: () => defaultParser("beam_width = 8\nbeam_density = 0.0001\nbeam_update_prob = 0.5\n"),
  summary: "A tree of labelled arcs over each sentence: the best of several analyses.",
};
