import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { workplace } from "./workplace";

const place = workplace();
place.write("v.txt", "4 2\nking 1 0\nqueen 0.9 0.1\nchair 0 1\nKing 0.5 0.5\n");

describe("x init vectors", () => {
  it("makes a folder that x vectors reads", async () => {
    const { code, errors } = await place.x(["init", "vectors", "en", "v.txt", "out/v", "--name", "mine"]);
    expect(errors).toContain("4 vectors of width 2 as mine: out/v");
    expect(code).toBe(0);
    const meta = JSON.parse(readFileSync(place.path("out/v/meta.json"), "utf8")) as Record<string, unknown>;
    expect(meta.vectors).toEqual({ width: 2, vectors: 4, keys: 4, name: "mine", mode: "default" });
    const info = await place.x(["vectors", "info", "out/v", "--json"]);
    expect(JSON.parse(info.output)).toMatchObject({ name: "mine", rows: 4, keys: 4, attr: "ORTH" });
  });

  it("finds neighbours", async () => {
    const { output } = await place.x(["vectors", "neighbours", "out/v", "king", "--n", "2", "--json"]);
    const [{ neighbours }] = JSON.parse(output) as [{ neighbours: { word: string; score: number }[] }];
    expect(neighbours.map(({ word }) => word)).toEqual(["queen", "King"]);
    expect(neighbours[0].score).toBeCloseTo(0.9939, 4);
    expect((await place.x(["vectors", "neighbours", "out/v", "nobody"])).errors).toContain("[L112]");
  });

  it("compares files with what was saved, a table that stays on disk when all of it is read", async () => {
    await place.x(["init", "vectors", "en", "v.txt", "out/damaged"]);
    const damage = (name: string) => {
      const path = place.path(`out/damaged/vocab/${name}`);
      const bytes = readFileSync(path);
      const changed = Uint8Array.from(bytes);
      changed[changed.length - 1] ^= 1;
      writeFileSync(path, changed);
      return () => writeFileSync(path, bytes);
    };
    for (const name of ["key2row", "strings.json", "vectors.cfg", "vectors"]) {
      const mend = damage(name);
      const { errors } = await place.x(["vectors", "neighbours", "out/damaged", "king"]);
      expect(errors, name).toContain(`[P406] vocab/${name} `);
      mend();
    }
    expect((await place.x(["vectors", "neighbours", "out/damaged", "king"])).code).toBe(0);
    writeFileSync(place.path("out/damaged/vocab/vectors"), "short");
    expect((await place.x(["vectors", "info", "out/damaged"])).errors).toContain("[P406] vocab/vectors ");
  });

  it("draws a map", async () => {
    place.write("words.txt", "king\nqueen\nchair\nKing\nnobody\n");
    const { code, errors } = await place.x(["vectors", "plot", "out/v", "words.txt", "map.html"]);
    expect(errors).toContain("1 words have no vector");
    expect(code).toBe(0);
    expect(readFileSync(place.path("map.html"), "utf8").match(/<circle/g)).toHaveLength(4);
    place.write("few.txt", "king\n");
    expect((await place.x(["vectors", "plot", "out/v", "few.txt", "few.html"])).errors).toContain("[L114]");
  });

  it("prunes, keeps the attribute, and stores 16-bit floats", async () => {
    await place.x(["init", "vectors", "en", "v.txt", "out/small", "-p", "2", "-a", "LOWER", "--float16"]);
    const { output } = await place.x(["vectors", "info", "out/small", "--json"]);
    expect(JSON.parse(output)).toMatchObject({ rows: 2, keys: 4, attr: "LOWER", numbers: "float16" });
  });

  it("says which words come again, and takes a byte order mark for none", async () => {
    place.write("again.txt", "\ufeffa 1 2\nb 3 4\nb 5 6\n");
    const { errors } = await place.x(["init", "vectors", "en", "again.txt", "out/again"]);
    expect(errors).toContain("1 words come again");
    const { output } = await place.x(["vectors", "neighbours", "out/again", "a", "--json"]);
    expect(JSON.parse(output)).toMatchObject([{ word: "a", neighbours: [{ word: "b" }] }]);
  });

  it("keeps the likely words of --lexemes-jsonl", async () => {
    place.write("lex.jsonl", '{"orth": "chair", "prob": -1}\n{"orth": "king", "prob": -2}\n');
    await place.x([
      "init",
      "vectors",
      "en",
      "v.txt",
      "out/likely",
      "--prune",
      "1",
      "--jsonl-loc",
      "lex.jsonl",
    ]);
    const { output } = await place.x(["vectors", "neighbours", "out/likely", "king", "--json"]);
    // All words share the vector of "chair"; the last of them stands for it.
    expect(JSON.parse(output)).toEqual([{ word: "king", neighbours: [{ word: "King", score: 1 }] }]);
  });

  it("refuses what is wrong and leaves nothing half-written", async () => {
    const failed = async (...args: string[]) => {
      const { code, errors } = await place.x(["init", "vectors", "en", ...args]);
      expect(code).not.toBe(0);
      expect(existsSync(place.path("bad"))).toBe(false);
      return errors;
    };
    place.write("ragged.txt", "a 1 2\nb 3\n");
    expect(await failed("ragged.txt", "bad")).toMatch(/\[V101\].*ragged\.txt:2 \(byte 6\)/);
    expect(await failed("nothing.txt", "bad")).toContain("[L100]");
    expect(await failed("v.txt", "bad", "--attr", "nonsense")).toContain("[V012]");
    expect(await failed("v.txt", "bad", "--mode", "floret")).toContain("[V110]");
    expect(await failed("v.txt", "bad", "--mode", "other")).toContain("default, floret");
    expect((await place.x(["vectors", "info", "."])).errors).toContain("[L113]");
  });
});
