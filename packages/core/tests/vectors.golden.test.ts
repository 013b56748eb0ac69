import { describe, expect, test } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import {
  createVocab,
  Doc,
  errorCode,
  getLanguage,
  loadVectors,
  MemoryTable,
  Vectors,
  type Vocab,
  type Warning,
} from "../src";
import { attrId } from "../src/spi";
import {
  floretHashes,
  floretNgrams,
  openInMemory,
  readVectorsFile,
  readVectorsFiles,
  vectorsFiles,
  type HasVector,
} from "../src/vectors";
import {
  expectNear,
  expectVector,
  keyRowsOf,
  numbersOf,
  vocabOf,
  type Encoded,
  type GoldenTable,
  type KeyRow,
} from "./vectors-support";

const golden = openGolden("core");
const under = (name: string) => `core/vectors/${name}`;

interface LoadCase {
  file: string;
  options: { truncate?: number; prune?: number; name?: string; attr?: string; mode?: string };
  result?: GoldenTable;
  error?: { class: string };
}

/** The options of `init vectors` that spaCy takes for others without a word: refused here. */
const silent = ({ attr, mode }: LoadCase["options"]) =>
  (attr !== undefined && !["ORTH", "TEXT", "LOWER", "NORM"].includes(attr.toUpperCase())) ||
  (mode !== undefined && !["default", "floret"].includes(mode));

golden.skipUnless(under("load.json"), () => {
  describe("files of vectors", () => {
    const cases = golden.json<LoadCase[]>(under("load.json"));
    cases.forEach(({ file, options, result, error }, i) => {
      const { truncate = 0, prune = 0, attr = "ORTH", mode = "default" } = options;
      golden.case(under(`load.json#${i}`), async () => {
        if (mode === "floret" && error !== undefined) {
          await expect(vocabOf(golden, file, { format: "floret" })).rejects.toThrow("[V110]");
          return;
        }
        // An unknown mode is refused by the command; the readers know formats, not modes.
        if (silent(options)) {
          if (options.attr !== undefined)
            await expect(vocabOf(golden, file, { truncate, attr })).rejects.toThrow("[V012]");
          return;
        }
        const whole = await vocabOf(golden, file, { truncate, attr });
        const vocab = await vocabOf(golden, file, { truncate, attr, prune });
        const { vectors } = vocab;
        if (prune > 0 && sharesRows(whole.vectors)) return expectDistinctRows(vectors, whole.vectors, prune);
        const expected = result as GoldenTable;
        const rows = (await readVectorsFile(golden.file(under(file)) as string)).table.rows;
        const lost = prune > 0 || expected.shape[0] < Math.min(rows, truncate || rows);
        expect(vectors.mode).toBe(expected.mode);
        expect(vectors.shape).toEqual(expected.shape);
        expect(vectors.nKeys).toBe(expected.n_keys);
        // spaCy loses the attribute when it drops rows.
        expect(attrId(vectors.attr)).toBe(lost ? attrId(attr) : expected.attr);
        if (truncate > rows) {
          // spaCy allots the rows that do not come, drops them as rows without a key, and sorts the rest for it.
          expect(keyRowsOf(vectors).map(([word, , row]) => [word, row])).toEqual(
            expected.key2row.map(([word], row) => [word, row]),
          );
          return;
        }
        expect(new Map(keyRowsOf(vectors).map(([, key, row]) => [key, row]))).toEqual(
          new Map(expected.key2row.map(([, key, row]) => [key, row])),
        );
        if (prune === 0) expect(keyRowsOf(vectors)).toEqual(expected.key2row);
        if (expected.data !== undefined) expect(numbersOf(vectors)).toEqual(decodeArray(expected.data).data);
      });
    });
  });
});

/** spaCy counts keys where rows are to be counted: its tables hold shared rows several times (docs/parity.md). */
const sharesRows = (vectors: Vectors) => vectors.nKeys > vectors.rows;

/** The first rows, each once; every key keeps its row or gets the nearest one. */
function expectDistinctRows(pruned: Vectors, whole: Vectors, rows: number): void {
  const { width } = whole;
  // Rows in the order of their first key: all words are equally likely.
  const order = [...new Set([...whole.keyRows].map(([, row]) => row).sort((a, b) => a - b))];
  const kept = order.slice(0, rows);
  expect(pruned.shape).toEqual([Math.min(rows, order.length), width]);
  expect(numbersOf(pruned)).toEqual(
    Float32Array.from(kept.flatMap((row) => [...numbersOf(whole).subarray(row * width, (row + 1) * width)])),
  );
  expect(pruned.nKeys).toBe(whole.nKeys);
  const cosine = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, x, i) => sum + x * b[i], 0) / (Math.hypot(...a) * Math.hypot(...b) || 1);
  const table = kept.map((_, row) => numbersOf(pruned).subarray(row * width, (row + 1) * width));
  for (const [key, row] of whole.keyRows) {
    const found = pruned.keyRows.getKey(key);
    if (kept.includes(row)) expect(found).toBe(kept.indexOf(row));
    else {
      const scores = table.map((other) => cosine(whole.get(key), other));
      expect(scores[found]).toBeGreaterThanOrEqual(Math.max(...scores) - 1e-5);
    }
  }
}

interface PruneCase {
  file: string;
  rows: number;
  batch_size: number;
  removed: { word: string; to: string; score: number; tie: boolean }[];
  table: GoldenTable;
}

golden.skipUnless(under("prune.json"), () => {
  describe("pruning", () => {
    golden.json<PruneCase[]>(under("prune.json")).forEach(({ file, rows, batch_size, removed, table }, i) => {
      golden.case(under(`prune.json#${i}`), async () => {
        const vocab = await vocabOf(golden, file);
        const whole = await vocabOf(golden, file);
        const found = await vocab.pruneVectors(rows, { batchSize: batch_size });
        if (sharesRows(whole.vectors)) return expectDistinctRows(vocab.vectors, whole.vectors, rows);
        expect(vocab.vectors.shape).toEqual(table.shape);
        expect([...found.keys()].sort()).toEqual(removed.map(({ word }) => word).sort());
        for (const { word, to, score, tie } of removed) {
          expect(Math.abs((found.get(word)?.score ?? NaN) - score), word).toBeLessThanOrEqual(1.01e-4);
          if (!tie) expect(found.get(word)?.word, word).toBe(to);
        }
        const ties = new Set(removed.filter(({ tie }) => tie).map(({ word }) => word));
        const rowsOf = (entries: KeyRow[]) =>
          new Map(entries.filter(([word]) => !ties.has(word)).map(([, key, row]) => [key, row]));
        expect(rowsOf(keyRowsOf(vocab.vectors))).toEqual(rowsOf(table.key2row));
        if (table.data !== undefined) expect(numbersOf(vocab.vectors)).toEqual(decodeArray(table.data).data);
      });
    });
  });
});

interface Target {
  lexeme?: string;
  doc?: number;
  token?: number;
  start?: number;
  end?: number;
}

interface Described {
  has_vector: boolean;
  vector_norm: number;
  vector: Encoded;
}

interface Lookup {
  file: string;
  docs: (Described & {
    words: string[];
    tokens: { text: string; is_oov: boolean; has_vector: boolean }[];
  })[];
  spans: (Described & { doc: number; start: number; end: number })[];
  lexemes: (Described & { word: string; orth: string; is_oov: boolean })[];
  similarity: { a: Target; b: Target; result: number; warnings: string[] }[];
  most_similar: {
    words: string[];
    n: number;
    batch_size: number;
    queries: Encoded;
    result?: { keys: string[][]; rows: number[][]; scores: number[][]; scores_belong_to_rows: boolean };
    error?: { class: string };
  }[];
  find: { keys: string[]; found_rows: number[]; rows: number[]; found_keys: string[] };
  get_batch: { keys: string[]; vectors: Encoded };
}

function expectDescribed(found: HasVector, expected: Described, name: string): void {
  expect(found.hasVector, name).toBe(expected.has_vector);
  expectVector(found.vector, expected.vector, 1e-6, name);
  expectNear([found.vectorNorm], [expected.vector_norm], 1e-5, `norm of ${name}`);
}

golden.skipUnless(under("lookup.json"), () => {
  describe("look-ups", () => {
    const data = golden.json<Lookup>(under("lookup.json"));
    const open = async () => {
      const warnings: Warning[] = [];
      const vocab = await vocabOf(golden, data.file);
      vocab.onWarning = (warning) => warnings.push(warning);
      const docs = data.docs.map(({ words }) => new Doc(vocab, { words }));
      return { vocab, docs, warnings };
    };
    const pick = ({ lexeme, doc = 0, token, start, end }: Target, vocab: Vocab, docs: Doc[]) =>
      lexeme !== undefined
        ? vocab.lexeme(lexeme)
        : token !== undefined
          ? docs[doc].token(token)
          : start !== undefined
            ? docs[doc].span(start, end)
            : docs[doc];

    golden.case(under("lookup.json#docs"), async () => {
      const { docs } = await open();
      data.docs.forEach((expected, i) => {
        expectDescribed(docs[i], expected, `doc ${i}`);
        expected.tokens.forEach(({ is_oov, has_vector }, t) => {
          expect(docs[i].token(t).isOov).toBe(is_oov);
          expect(docs[i].token(t).hasVector).toBe(has_vector);
        });
      });
    });

    golden.case(under("lookup.json#spans"), async () => {
      const { docs } = await open();
      for (const span of data.spans)
        expectDescribed(docs[span.doc].span(span.start, span.end), span, `span ${span.doc}:${span.start}`);
    });

    golden.case(under("lookup.json#lexemes"), async () => {
      const { vocab } = await open();
      for (const lexeme of data.lexemes) {
        const found = vocab.lexeme(lexeme.word);
        expectDescribed(found, lexeme, lexeme.word);
        expect(found.isOov).toBe(lexeme.is_oov);
        expect(String(found.orthKey)).toBe(lexeme.orth);
      }
    });

    golden.case(under("lookup.json#similarity"), async () => {
      const { vocab, docs, warnings } = await open();
      for (const { a, b, result, warnings: codes } of data.similarity) {
        warnings.length = 0;
        const name = JSON.stringify([a, b]);
        expectNear([pick(a, vocab, docs).similarity(pick(b, vocab, docs))], [result], 1e-5, name);
        expect(
          warnings.map(({ code }) => code),
          name,
        ).toEqual(codes);
      }
    });

    golden.case(under("lookup.json#most_similar"), async () => {
      const { vocab } = await open();
      for (const { n, batch_size, queries, result } of data.most_similar) {
        const given = decodeArray(queries).data as Float32Array;
        const search = vocab.vectors.mostSimilar(given, { n, batchSize: batch_size });
        if (result === undefined) {
          await expect(search).rejects.toThrow("[V011]");
          continue;
        }
        const found = await search;
        found.scores.forEach((scores, i) => expectNear(scores, result.scores[i], 1.01e-4, `scores ${i}`));
        found.rows.forEach((rows, i) => {
          // spaCy pairs rows with the scores of others near the size of the table.
          if (!result.scores_belong_to_rows) return;
          rows.forEach((row, k) => {
            if (row === result.rows[i][k]) return expect(String(found.keys[i][k])).toBe(result.keys[i][k]);
            const at = result.rows[i].indexOf(row);
            expect(
              Math.abs(result.scores[i][at] - found.scores[i][k]),
              "only ties change places",
            ).toBeLessThan(2e-4);
          });
        });
      }
    });

    golden.case(under("lookup.json#find"), async () => {
      const { vectors } = (await open()).vocab;
      expect(data.find.keys.map((key) => vectors.find(key))).toEqual(data.find.found_rows);
      expect(data.find.rows.map((row) => String(vectors.keysOf(row).at(-1)))).toEqual(data.find.found_keys);
    });

    golden.case(under("lookup.json#get_batch"), async () => {
      const { vectors } = (await open()).vocab;
      expect(vectors.getBatch(data.get_batch.keys)).toEqual(decodeArray(data.get_batch.vectors).data);
    });
  });
});

interface AttrCase {
  file: string;
  attr: string;
  prune: number;
  words: string[];
  has_vector: boolean[];
  attr_id: number;
}

golden.skipUnless(under("attr.json"), () => {
  describe("look-up by another attribute", () => {
    golden
      .json<AttrCase[]>(under("attr.json"))
      .forEach(({ file, attr, prune, words, has_vector, attr_id }, i) => {
        golden.case(under(`attr.json#${i}`), async () => {
          const vocab = await vocabOf(golden, file, { attr, prune });
          const again = createVocab(getLanguage("en"));
          again.vectors = storedAndRead(vocab.vectors);
          for (const { vectors } of [vocab, again]) {
            // D10: spaCy falls back to ORTH when rows are dropped, and whenever vectors are stored.
            expect(vectors.attr).toBe(attr);
            const lost = attr_id !== attrId(attr);
            const known = words.map((word) => vocab.hasVector(word));
            expect(words.map((word) => again.hasVector(word))).toEqual(known);
            if (!lost) expect(known).toEqual(has_vector);
            else has_vector.forEach((has, k) => has && expect(known[k], words[k]).toBe(true));
          }
        });
      });
  });
});

function storedAndRead(vectors: Vectors): Vectors {
  const files = new Map([...vectorsFiles(vectors)].map(([name, parts]) => [name, join(parts)]));
  return readVectorsFiles(openInMemory((name) => files.get(name))) as Vectors;
}

function join(parts: Iterable<Uint8Array>): Uint8Array {
  return Uint8Array.from([...parts].flatMap((part) => [...part]));
}

interface FloretCase {
  file: string;
  settings: FloretJson & { attr: number; shape: [number, number] };
  words: { word: string; ngrams: NgramJson[]; has_vector: boolean; vector: Encoded; vector_norm: number }[];
  docs: {
    words: string[];
    has_vector: boolean;
    vector: Encoded;
    vector_norm: number;
    similarity_to_first_token: number | null;
    is_oov: boolean[];
  }[];
  batches: { keys: string[]; vectors: Encoded }[];
  other_settings: { settings: FloretJson; words: { word: string; ngrams: NgramJson[]; vector: Encoded }[] }[];
}
interface FloretJson {
  minn: number;
  maxn: number;
  hash_count: number;
  hash_seed: number;
  bow: string;
  eow: string;
}
interface NgramJson {
  ngram: string;
  hashes: number[];
  rows: number[];
}

golden.skipUnless(under("floret.json"), () => {
  describe("floret", () => {
    const data = golden.json<FloretCase>(under("floret.json"));
    const settingsOf = (json: FloretJson) => ({
      minn: json.minn,
      maxn: json.maxn,
      hashCount: json.hash_count,
      hashSeed: json.hash_seed,
      bow: json.bow,
      eow: json.eow,
    });
    const expectNgrams = (vectors: Vectors, word: string, ngrams: NgramJson[]) => {
      const settings = vectors.floret as NonNullable<Vectors["floret"]>;
      if (word === "") return;
      const found = floretNgrams(word, settings);
      expect(found).toEqual(ngrams.map(({ ngram }) => ngram));
      ngrams.forEach(({ ngram, hashes, rows }) => {
        expect(floretHashes(ngram, settings), ngram).toEqual(hashes);
        expect(hashes.map((hash) => hash % vectors.rows)).toEqual(rows);
      });
    };

    golden.case(under("floret.json#words"), async () => {
      const vocab = await vocabOf(golden, data.file);
      expect(vocab.vectors.floret).toEqual(settingsOf(data.settings));
      expect(vocab.vectors.shape).toEqual(data.settings.shape);
      for (const { word, ngrams, has_vector, vector, vector_norm } of data.words) {
        expectNgrams(vocab.vectors, word, ngrams);
        const lexeme = vocab.lexeme(word);
        expect(lexeme.hasVector).toBe(has_vector);
        expectVector(lexeme.vector, vector, 1e-6, word);
        expectNear([lexeme.vectorNorm], [vector_norm], 1e-5, word);
      }
    });

    golden.case(under("floret.json#docs"), async () => {
      const vocab = await vocabOf(golden, data.file);
      for (const { words, has_vector, vector, vector_norm, similarity_to_first_token, is_oov } of data.docs) {
        const doc = new Doc(vocab, { words });
        expect(doc.hasVector).toBe(has_vector);
        expectVector(doc.vector, vector, 1e-6);
        expectNear([doc.vectorNorm], [vector_norm], 1e-5);
        expect([...doc].map((token) => token.isOov)).toEqual(is_oov);
        if (similarity_to_first_token !== null)
          expectNear([doc.similarity(doc.token(0))], [similarity_to_first_token], 1e-5);
      }
    });

    golden.case(under("floret.json#batches"), async () => {
      const { vectors } = await vocabOf(golden, data.file);
      for (const { keys, vectors: expected } of data.batches)
        expectVector(vectors.getBatch(keys), expected, 1e-6);
    });

    golden.case(under("floret.json#other_settings"), async () => {
      const { table } = (await vocabOf(golden, data.file)).vectors;
      for (const { settings, words } of data.other_settings) {
        const vectors = new Vectors({ table, floret: settingsOf(settings) });
        for (const { word, ngrams, vector } of words) {
          expectNgrams(vectors, word, ngrams);
          expectVector(vectors.getBatch([word]), vector, 1e-6, word);
        }
      }
    });

    golden.case(under("floret.json#failures"), async () => {
      const { vectors } = await vocabOf(golden, data.file);
      const floret = vectors.floret as NonNullable<Vectors["floret"]>;
      const { table } = vectors;
      const codeOf = (run: () => unknown) => {
        try {
          run();
        } catch (failure) {
          return errorCode(failure);
        }
        return undefined;
      };
      expect(codeOf(() => vectors.mostSimilar(new Float32Array(vectors.width)))).toBe("V005");
      expect(codeOf(() => vectors.find("the"))).toBe("V005");
      const vocab = createVocab(getLanguage("en"));
      vocab.vectors = vectors;
      await expect(vocab.pruneVectors(10)).rejects.toThrow("[V005]");
      expect(codeOf(() => vocab.deduplicateVectors())).toBe("V005");
      expect(codeOf(() => new Vectors({ table, floret: { ...floret, minn: 5, maxn: 3 } }))).toBe("V008");
      expect(codeOf(() => new Vectors({ table, floret: { ...floret, hashCount: 0 } }))).toBe("V009");
      expect(codeOf(() => new Vectors({ table, floret: { ...floret, hashCount: 5 } }))).toBe("V009");
      expect(codeOf(() => new Vectors({ floret }))).toBe("V010");
      expect(codeOf(() => new Vectors({ table, floret, keys: ["a"] }))).toBe("V010");
      await expect(vocabOf(golden, data.file, { truncate: 10 })).rejects.toThrow("[V116]");
    });
  });
});

golden.skipUnless(under("pitfalls.json"), () => {
  describe("where spaCy's vectors surprise", () => {
    const data = golden.json<{ get_batch_gives_the_last_row_for_unknown_keys: { keys: string[] } }>(
      under("pitfalls.json"),
    );

    golden.case(under("pitfalls.json#most_similar"), async () => {
      const { vectors } = await vocabOf(golden, "base.w2v.txt");
      const query = Float32Array.from({ length: vectors.width }, (_, i) => (i === 0 ? 3 : i === 1 ? 4 : 0));
      const before = query.slice();
      await vectors.mostSimilar(query);
      expect(query, "D9: queries stay as they are").toEqual(before);
    });

    golden.case(under("pitfalls.json#unknown"), async () => {
      const { vectors } = await vocabOf(golden, "base.w2v.txt");
      const { keys } = data.get_batch_gives_the_last_row_for_unknown_keys;
      expect(vectors.getBatch(keys), "D8: zeros").toEqual(new Float32Array(keys.length * vectors.width));
      expect(() => vectors.get(keys[0])).toThrow("[V001]");
    });

    golden.case(under("pitfalls.json#negative_zero"), () => {
      const table = MemoryTable.around(Float32Array.of(0, 1, -0, 1, 2, 3), 2);
      const vectors = new Vectors({ table, keys: ["a", "b", "c"] });
      const vocab = createVocab(getLanguage("en"));
      vocab.vectors = vectors;
      vocab.deduplicateVectors();
      expect(vectors.shape).toEqual([2, 2]);
      expect(vectors.find("a")).toBe(vectors.find("b"));
    });

    golden.case(under("pitfalls.json#no_vectors"), () => {
      const warnings: string[] = [];
      const vocab = createVocab(getLanguage("en"));
      vocab.onWarning = ({ code }) => warnings.push(code);
      const doc = new Doc(vocab, { words: ["some", "words"] });
      expect([doc.hasVector, doc.vector.length, doc.token(0).vector.length]).toEqual([false, 0, 0]);
      expect(() => vocab.lexeme("some").vector).toThrow("[V013]");
      expect(doc.similarity(new Doc(vocab, { words: ["others"] }))).toBe(0);
      expect(warnings).toEqual(["W007", "W008"]);
    });
  });
});

describe("folders of spaCy's init vectors", () => {
  for (const [folder, file] of [
    ["init-small", "small.vec"],
    ["init-floret", "table.floret"],
  ])
    golden.skipUnless(under(`${folder}/vocab/vectors`), () => {
      golden.case(under(`${folder}`), async () => {
        const path = (golden.file(under(`${folder}/vocab/vectors`)) as string).replace(/\/vectors$/, "");
        const stored = loadVectors(path) as Vectors;
        const onDisk = loadVectors(path, { onDisk: true }) as Vectors;
        const { vectors } = await vocabOf(golden, file);
        expect(numbersOf(stored)).toEqual(numbersOf(vectors));
        expect(numbersOf(onDisk)).toEqual(numbersOf(vectors));
        expect([...stored.keyRows]).toEqual([...vectors.keyRows]);
        for (const [name, parts] of vectorsFiles(vectors))
          expect(Buffer.from(join(parts)).equals(golden.bytes(under(`${folder}/vocab/${name}`))), name).toBe(
            true,
          );
      });
    });
});

test("the committed fixtures are there", () =>
  expect(golden.find(/^core\/vectors\//).length).toBeGreaterThan(0));
