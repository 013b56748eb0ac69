import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { unzlibSync, zlibSync } from "fflate";
import { expect, test } from "vitest";
import { Doc } from "../doc/doc";
import { Vocab } from "../text/vocab";
import { DocBin } from "./doc-bin";
import { readDocBin, writeDocBin } from "./doc-bin-node";
import { packMsgpack, unpackMsgpack } from "./msgpack";
import { unpackLimit } from "./unpack-limit";

const vocab = new Vocab();
const code = (expected: string) => expect.objectContaining({ code: expected });
const made = () => new Doc(vocab, { words: ["one", "two"], tags: ["X", "Y"] });

test("attributes are sorted by id after ORTH, and unknown ones refused", () => {
  expect(new DocBin({ attrs: ["MORPH", "SPACY", "TAG", "ORTH"] }).attrs).toEqual(["ORTH", "TAG", "MORPH"]);
  expect(() => new DocBin({ attrs: ["NOPE" as "TAG"] })).toThrow(code("C111"));
});

test("bins merge if they store the same", () => {
  const bin = new DocBin({ docs: [made()] });
  bin.merge(DocBin.fromBytes(new DocBin({ docs: [made()] }).toBytes()));
  expect([...bin.getDocs(vocab)].map((doc) => [doc.text, doc.token(1).tag])).toEqual([
    ["one two ", "Y"],
    ["one two ", "Y"],
  ]);
  expect(() => bin.merge(new DocBin({ attrs: ["TAG"] }))).toThrow(code("F010"));
  expect(() => bin.merge(new DocBin({ storeUserData: true }))).toThrow(code("F010"));
});

test("reading adds no strings to the vocabulary", () => {
  const bytes = new DocBin({ docs: [made()] }).toBytes();
  const fresh = new Vocab();
  expect([...DocBin.fromBytes(bytes).getDocs(fresh)][0].token(0).tag).toBe("X");
  expect(fresh.strings.size).toBe(0);
});

test("files of other kinds are refused", () => {
  const message = {
    attrs: [65],
    strings: ["a"],
    lengths: new Uint8Array(4),
    tokens: new Uint8Array(0),
    spaces: new Uint8Array(0),
    cats: [{}],
  };
  const read = (changes: object) => DocBin.fromBytes(zlibSync(packMsgpack({ ...message, ...changes })));
  expect(read({}).length).toBe(1);
  for (const changes of [
    { attrs: [75] },
    { attrs: 3 },
    { strings: null },
    { tokens: "" },
    { tokens: new Uint8Array(7) },
    { spaces: new Uint8Array(1) },
    { lengths: Uint8Array.from([255, 255, 255, 255]) },
    { lengths: Uint8Array.from([255, 255, 255, 127]) },
    { cats: [] },
  ])
    // prettier-ignore
    expect(() => read(changes)).toThrow(code("F009"));
  expect(() => DocBin.fromBytes(zlibSync(packMsgpack([1])))).toThrow(code("F009"));
  expect(() => DocBin.fromBytes(new TextEncoder().encode("PK\x03\x04 some other file"))).toThrow(
    code("F008"),
  );
  for (const cats of [3, [1], new Uint8Array(3)])
    expect(() => [...read({ cats: [cats] }).getDocs(vocab)]).toThrow(code("F009"));
  const tokens = new Uint8Array(BigUint64Array.from([123456789n]).buffer);
  const unknown = read({ lengths: Uint8Array.from([1, 0, 0, 0]), tokens, spaces: new Uint8Array(1) });
  expect(() => [...unknown.getDocs(vocab)]).toThrow(code("F011"));
});

test("files are written beside their place and leave nothing behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "doc-bin-"));
  const path = join(folder, "a.spacy");
  await writeFile(path, "old");
  await writeDocBin(path, new DocBin({ docs: [made()] }));
  expect((await readDocBin(path)).length).toBe(1);
  await expect(writeDocBin(join(path, "below.spacy"), new DocBin())).rejects.toThrow(code("FS04"));
  expect(await readdir(folder)).toEqual(["a.spacy"]);
  await rm(folder, { recursive: true });
});

test("a file that unpacks to far more than its size is refused before the memory is taken", () => {
  const megabyte = 2 ** 20;
  expect([unpackLimit(1000), unpackLimit(10 * megabyte)]).toEqual([64 * megabyte, 1000 * megabyte]);
  const bomb = new Uint8Array(deflateSync(Buffer.alloc(8 * megabyte)));
  expect(() => DocBin.fromBytes(bomb, { maxBytes: megabyte })).toThrow(code("F014"));
  expect(() => DocBin.fromBytes(bomb)).toThrow(code("F003"));
  const bytes = new DocBin({ docs: [made()] }).toBytes();
  expect(() => DocBin.fromBytes(bytes, { maxBytes: 10 })).toThrow(code("F014"));
  expect(DocBin.fromBytes(bytes, { maxBytes: 10_000 }).length).toBe(1);
  expect(() => DocBin.fromBytes(new Uint8Array(gzipSync(bytes)))).toThrow(/gunzip/);
});

test("fields and flags that are not read are said, values of another kind refused", () => {
  const message = unpackMsgpack(unzlibSync(new DocBin({ docs: [made(), made()] }).toBytes())) as Record<
    string,
    unknown
  >;
  const read = (changes: object) => {
    const said: string[] = [];
    DocBin.fromBytes(zlibSync(packMsgpack({ ...message, ...changes })), {
      onWarning: (text) => said.push(text),
    });
    return said;
  };
  expect(read({})).toEqual([]);
  expect(read({ tensors: [1], flags: [{}, { has_unknown_spaces: true, checked: true }] })).toEqual([
    'Fields that are not read: "tensors" (once at the DocBin).',
    'Flags that are not read: "checked" (once at document 2).',
  ]);
  for (const changes of [{ span_groups: [1, null] }, { user_data: ["a", null] }, { flags: [1, {}] }])
    expect(() => read(changes)).toThrow(code("F009"));
});

test("a span group is not copied for any number of keys", () => {
  const doc = made();
  doc.spans.set(
    "sc",
    Array.from({ length: 1000 }, () => doc.span(0, 1, { label: "X" })),
  );
  const message = unpackMsgpack(unzlibSync(new DocBin({ docs: [doc] }).toBytes())) as Record<
    string,
    Uint8Array[]
  >;
  const withKeys = (count: number) => {
    const [[group]] = unpackMsgpack(message.span_groups[0]) as Map<Uint8Array, string[]>;
    const keys = Array.from({ length: count }, (_, i) => String(i));
    const bytes = zlibSync(packMsgpack({ ...message, span_groups: [packMsgpack(new Map([[group, keys]]))] }));
    return [...DocBin.fromBytes(bytes).getDocs(vocab)][0].spans.size;
  };
  expect(withKeys(100)).toBe(100);
  expect(() => withKeys(10_000)).toThrow(code("F007"));
});
