import { Doc, type AttrName, type Lexeme } from "@x/core";
import { attrName } from "@x/core/spi";
import { Model, tensor, type Sequences, type Tensor } from "@x/nn";
import { gather } from "@x/nn/graph";
import { applyLayer, type Host, type Sym } from "@x/nn/spi";

/** Attributes that a token has from its place in a text and not from its word. */
const ofPlaces: ReadonlySet<AttrName> = new Set<AttrName>([
  ...["ID", "LEMMA", "POS", "TAG", "DEP", "ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID", "HEAD", "SENT_START"],
  ...["SPACY", "MORPH", "IDX"],
] as AttrName[]);

/**
 * The same network, which in prediction embeds each word of a batch once, however often it occurs.
 *
 * The vectors are those of the network as it is, for each row is computed by itself; half to nine tenths of the rows are saved.
 * Training is not touched, nor are networks that see more of a token than its word.
 *
 * @param model a chain whose first layer takes `columns` out of docs, and whose other layers look at one row at a time
 */
export function embedEachWordOnce(
  model: Model<Doc[], Sequences>,
  columns: readonly (AttrName | number)[],
): Model<Doc[], Sequences> {
  const names = columns.map((column) => (typeof column === "number" ? attrName(column) : column));
  if (names.some((name) => ofPlaces.has(name))) return model;
  const { layer } = model;
  return new Model(model.name, {
    layers: model.layers,
    dims: Object.fromEntries(model.dims),
    layer: {
      ...layer,
      symbolic: (node, scope, X): Sym => {
        const [, ...rest] = node.layers;
        if (scope.isTrain || X.on !== "host") return layer.symbolic?.(node, scope, X) as Sym;
        const grouped = (X.host as Host<readonly Doc[]>).map((docs) => groupWords(docs, names));
        const words: Sym = { on: "host", host: grouped.map(({ words }) => words), rows: scope.size("U") };
        const Y = scope.graphOf(
          rest.reduce((Y: Sym, child) => applyLayer(child, scope, Y), words),
          node,
        );
        const inverse = scope.feed("words", grouped, {
          dtype: "int32",
          shape: [X.rows],
          prepare: (groups) => groups.inverse,
        });
        return { ...Y, value: gather(Y.value, inverse), lengths: grouped.map(({ lengths }) => lengths) };
      },
    },
  });
}

interface Grouped {
  /** The features of the different words, as if they were one doc. */
  readonly words: Sequences;
  /** For each token its word. */
  readonly inverse: Tensor<"int32">;
  readonly lengths: Int32Array;
}

/** The different words of a batch; a token with a norm of its own is a word of its own. */
function groupWords(docs: readonly Doc[], columns: readonly AttrName[]): Grouped {
  const lengths = Int32Array.from(docs, (doc) => doc.length);
  const inverse = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  const places = new Map<Lexeme, number>();
  const lexemes: Lexeme[] = [];
  const norms: (string | undefined)[] = [];
  let at = 0;
  for (const doc of docs) {
    const own = doc.norms;
    for (let i = 0; i < doc.length; i++) {
      const lexeme = doc.lexemes[i];
      const norm = own?.[i];
      let place = norm === undefined || norm === "" ? places.get(lexeme) : undefined;
      if (place === undefined) {
        place = lexemes.length;
        lexemes.push(lexeme);
        norms.push(norm);
        if (norm === undefined || norm === "") places.set(lexeme, place);
      }
      inverse[at++] = place;
    }
  }
  const count = lexemes.length;
  const keys =
    count === 0
      ? new BigUint64Array()
      : Doc.fromTokens(docs[0].vocab, { lexemes, spaces: new Uint8Array(count), norms }).toArray(columns);
  return {
    words: {
      kind: "list",
      data: tensor("uint64", [count, columns.length], keys),
      lengths: Int32Array.of(count),
    },
    inverse: { dtype: "int32", shape: [inverse.length], data: inverse },
    lengths,
  };
}
