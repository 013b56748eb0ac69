import { unzlibSync } from "fflate";
import { expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { Doc, type DocJson } from "../src/index";
import { DocBin, docBinAttrs } from "../src/formats/doc-bin";
import { unpackMsgpack } from "../src/formats/msgpack";
import { unpackArray } from "../src/formats/numpy-array";
import { attrName } from "../src/text/attributes";
import { Vocab } from "../src/text/vocab";
import { describeDoc, jsonable } from "./support/doc-specs";

const golden = openGolden("core");
const bytesOf = (value: unknown) => value as Uint8Array<ArrayBuffer>;

interface Case {
  attrs: [string, number][];
  docs: Record<string, unknown>[];
  to_json: DocJson[];
  message?: Record<string, unknown>;
}

for (const { id } of golden.find(/^core\/docbin\/(?!doc\.).*\.spacy$/)) {
  const read = () => ({
    bin: DocBin.fromBytes(golden.bytes(id)),
    expected: golden.json<Case>(id.replace(/spacy$/, "json")),
  });

  golden.case(`${id}#read`, () => {
    const { bin, expected } = read();
    expect(bin.attrs).toEqual(expected.attrs.map(([name]) => name));
    expect([...bin.getDocs(new Vocab())].map(describeDoc)).toEqual(expected.docs);
  });

  golden.case(`${id}#to_json`, () => {
    const { bin, expected } = read();
    const docs = [...bin.getDocs(new Vocab())];
    const written = docs.map((doc) => doc.toJson());
    expect(written.map(withoutIds)).toEqual(expected.to_json);
    for (const [i, doc] of docs.entries()) {
      const ids = doc.ents.map(({ kbId, id }) => ({ kbId, id }));
      expect(written[i].ents?.map(({ kb_id: kbId = "", id = "" }) => ({ kbId, id })) ?? []).toEqual(ids);
      expect(Doc.fromJson(new Vocab(), written[i]).toJson()).toEqual(written[i]);
    }
    for (const json of expected.to_json) expect(Doc.fromJson(new Vocab(), json).toJson()).toEqual(json);
  });

  golden.case(`${id}#write`, () => {
    const { bin, expected } = read();
    // The strings of all annotation are stored, also where only some attributes are: those Docs come from the whole file.
    const isWhole = bin.attrs.length === docBinAttrs.length;
    const source = isWhole ? bin : DocBin.fromBytes(golden.bytes("core/docbin/treebank.spacy"));
    const docs = [...source.getDocs(new Vocab())].slice(0, bin.length);
    const again = new DocBin({ attrs: bin.attrs, storeUserData: bin.storeUserData, docs });
    expect(message(again.toBytes())).toEqual(message(golden.bytes(id)));
    if (expected.message !== undefined) expect(readable(again.toBytes())).toEqual(expected.message);
    expect([...DocBin.fromBytes(again.toBytes()).getDocs(new Vocab())].map(describeDoc)).toEqual(
      expected.docs,
    );
  });
}

/** As spaCy writes it, which loses the ids of entities and spans (docs/parity.md#documents-examples-and-their-files). */
function withoutIds({ ents, spans, ...json }: DocJson): DocJson {
  return {
    ...json,
    ...(ents && { ents: ents.map(({ start, end, label }) => ({ start, end, label })) }),
    ...(spans && {
      spans: Object.fromEntries(
        Object.entries(spans).map(([key, group]) => [key, group.map(({ id: _, ...span }) => span)]),
      ),
    }),
  };
}

golden.skipUnless("core/docbin/doc.bin", () => {
  const expected = () =>
    golden.json<{ message: Record<string, unknown>; doc: unknown }>("core/docbin/doc.json");

  golden.case("core/docbin/doc.bin#read", () => {
    expect(describeDoc(Doc.fromBytes(new Vocab(), golden.bytes("core/docbin/doc.bin")))).toEqual(
      expected().doc,
    );
  });

  golden.case("core/docbin/doc.bin#write", () => {
    const doc = Doc.fromBytes(new Vocab(), golden.bytes("core/docbin/doc.bin"));
    const fields = unpackMsgpack(doc.toBytes()) as Record<string, unknown>;
    const loaded = (name: string) => jsonable(unpackMsgpack(bytesOf(fields[name])));
    const { message: wanted } = expected();
    const found = {
      ...fields,
      array_head: (fields.array_head as number[]).map((number) => [attrName(number), number]),
      array_body: describeArray(fields.array_body),
      tensor: { ...(wanted.tensor as object), shape: unpackArray(fields.tensor).shape },
      spans: groups(bytesOf(fields.spans)),
      strings: new Set(fields.strings as string[]),
      user_data_keys: loaded("user_data_keys"),
      user_data_values: loaded("user_data_values"),
    };
    expect(found).toEqual({ ...wanted, strings: new Set(wanted.strings as string[]) });
  });
});

function describeArray(value: unknown) {
  const { dtype, shape, data } = unpackArray(value);
  return { dtype, shape, values: Array.from(data, String) };
}

function message(bytes: Uint8Array): Record<string, unknown> {
  const fields = unpackMsgpack(unzlibSync(bytes)) as Record<string, unknown>;
  const unpacked = (items: unknown) => (items as Uint8Array[]).map((item) => item && unpackMsgpack(item));
  return {
    ...fields,
    span_groups: unpacked(fields.span_groups),
    ...(fields.user_data ? { user_data: unpacked(fields.user_data) } : {}),
  };
}

/** The message as the fixtures write it. */
function readable(bytes: Uint8Array): Record<string, unknown> {
  const fields = unpackMsgpack(unzlibSync(bytes)) as Record<string, unknown>;
  const width = (fields.attrs as unknown[]).length;
  const tokens = new BigUint64Array(bytesOf(fields.tokens).slice().buffer);
  const entries = (data: unknown) => [...(data instanceof Map ? data : Object.entries(data as object))];
  return {
    ...fields,
    tokens: { dtype: "uint64", shape: [tokens.length / width, width], values: Array.from(tokens, String) },
    spaces: Array.from(bytesOf(fields.spaces), (x) => x === 1),
    lengths: Array.from(new Int32Array(bytesOf(fields.lengths).slice().buffer)),
    span_groups: (fields.span_groups as Uint8Array[]).map(groups),
    ...(fields.user_data
      ? {
          user_data: (fields.user_data as Uint8Array[]).map((data) =>
            entries(unpackMsgpack(data)).map(([key, value]: [unknown, unknown]) => [key, jsonable(value)]),
          ),
        }
      : {}),
  };
}

function groups(bytes: Uint8Array): unknown {
  const data = unpackMsgpack(bytes);
  if (!(data instanceof Map)) return data;
  return [...data].map(([group, keys]) => {
    const { name, attrs, spans } = unpackMsgpack(group) as {
      name: string;
      attrs: unknown;
      spans: Uint8Array[];
    };
    return [keys, name, attrs, spans.map((span) => Buffer.from(span).toString("hex"))];
  });
}

test("damaged files are refused with a code, wherever the damage is", () => {
  const words = ["One", "😀", "two"];
  const bytes = new DocBin({ docs: [new Doc(new Vocab(), { words, tags: ["A", "B", "C"] })] }).toBytes();
  for (let i = 0; i < bytes.length; i++) {
    expect(() => DocBin.fromBytes(bytes.subarray(0, i))).toThrow(expect.objectContaining({ code: "F008" }));
    const changed = bytes.slice();
    changed[i] ^= 0x55;
    expect(() => DocBin.fromBytes(changed)).toThrow(expect.objectContaining({ code: "F008" }));
  }
});
