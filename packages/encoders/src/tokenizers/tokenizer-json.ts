import { errors } from "../errors";
/** A token that is found in the text before anything else is done, special or not. */
export interface AddedToken {
  readonly content: string;
  readonly single_word: boolean;
  /** Whether it takes the whitespace before it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** Whether it is looked for in the normalised text. */
  readonly normalized: boolean;
  readonly special: boolean;
}

/** One step of a tokenizer, by its type; the other keys depend on it. */
export type Step = { readonly type: string } & Record<string, unknown>;

/** The file tokenizer.json of the tokenizers library. */
export interface TokenizerJson {
  version: string;
  truncation: unknown;
  padding: unknown;
  added_tokens: (AddedToken & { readonly id: number })[];
  normalizer: Step | null;
  pre_tokenizer: Step | null;
  post_processor: Step | null;
  decoder: Step | null;
  model: Step;
}

/** The base of a tokenizer.json that is rebuilt. */
export function tokenizerJson(steps: {
  readonly normalizer: Step | null;
  readonly preTokenizer: Step;
  readonly postProcessor: Step;
  readonly decoder: Step;
  readonly model: Step;
}): TokenizerJson {
  return {
    ...bareTokenizer(steps.model),
    normalizer: steps.normalizer,
    pre_tokenizer: steps.preTokenizer,
    post_processor: steps.postProcessor,
    decoder: steps.decoder,
  };
}

/** A tokenizer that does nothing but what its model does. */
export function bareTokenizer(model: Step): TokenizerJson {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model,
  };
}

/** The ids of a model's own vocabulary, without added tokens. */
export function modelVocabulary({ model }: TokenizerJson): Map<string, number> {
  // Without one, or with entries that are none, the library says what is wrong.
  const vocabulary = (model.vocab ?? {}) as Record<string, number> | readonly ([string, number] | null)[];
  return Array.isArray(vocabulary)
    ? new Map(vocabulary.map((entry, id) => [String(entry?.[0]), id]))
    : new Map(Object.entries(vocabulary as Record<string, number>));
}

/**
 * Adds tokens, or gives those that are there the new attributes. Ids are those of the vocabulary; a token that is
 * not in it comes after all others.
 *
 * @returns whether anything changed
 */
export function addTokens(json: TokenizerJson, tokens: readonly AddedToken[]): boolean {
  const places = new Map(json.added_tokens.map(({ content }, place) => [content, place]));
  const placeOf = ({ content }: AddedToken) => places.get(content) ?? -1;
  const wanted = tokens.filter((token) => !sameToken(json.added_tokens[placeOf(token)], token));
  if (wanted.length === 0) return false;
  const vocabulary = modelVocabulary(json);
  let next = json.added_tokens.reduce((most, { id }) => Math.max(most, id + 1), vocabulary.size);
  for (const token of wanted) {
    const { content, single_word, lstrip, rstrip, normalized, special } = token;
    const place = placeOf(token);
    const id = place >= 0 ? json.added_tokens[place].id : (vocabulary.get(content) ?? next++);
    const entry = { id, content, single_word, lstrip, rstrip, normalized, special };
    if (place >= 0) json.added_tokens[place] = entry;
    else places.set(content, json.added_tokens.push(entry) - 1);
  }
  json.added_tokens.sort((a, b) => a.id - b.id);
  return true;
}

const tokenKeys = ["content", "single_word", "lstrip", "rstrip", "normalized", "special"] as const;

function sameToken(a: AddedToken | undefined, b: AddedToken): boolean {
  return a !== undefined && tokenKeys.every((key) => a[key] === b[key]);
}

/** The post-processor that puts special tokens around one text or two. */
export function templateProcessing(template: {
  readonly single: string;
  readonly pair: string;
  readonly ids: ReadonlyMap<string, number>;
}): Step {
  const part = (text: string) => {
    const [name, type = "0"] = text.split(/:(?=\d+$)/);
    const typeId = Number(type);
    if (name === "$A" || name === "$B") return { Sequence: { id: name[1], type_id: typeId } };
    return { SpecialToken: { id: name, type_id: typeId } };
  };
  return {
    type: "TemplateProcessing",
    single: template.single.split(" ").map(part),
    pair: template.pair.split(" ").map(part),
    special_tokens: Object.fromEntries(
      [...template.ids].map(([token, id]) => [token, { id: token, ids: [id], tokens: [token] }]),
    ),
  };
}

/** The id of a special piece. @throws TR101 the vocabulary of that file lacks it */
export function specialId(vocab: Readonly<Record<string, number>>, token: string, file: string): number {
  if (!Object.hasOwn(vocab, token))
    throw errors.unusableTokenizerFile(
      file,
      `It has no ${JSON.stringify(token)}, which goes around every text.`,
    );
  return vocab[token];
}
