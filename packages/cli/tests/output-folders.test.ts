import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { annotated, small, workplace } from "./workplace";

const place = workplace();
const corpus = ["--paths.train", "corpus.spacy", "--paths.dev", "corpus.spacy", ...small];

beforeAll(async () => {
  place.write("corpus.jsonl", annotated);
  place.write("vectors.txt", "2 2\ncat 1 2\ndog 2 1\n");
  place.write(
    "rules.cfg",
    '[nlp]\nlang = "en"\npipeline = ["s"]\n[components]\n[components.s]\nfactory = "sentencizer"\n',
  );
  place.write("bare.cfg", '[nlp]\nlang = "en"\npipeline = []\n[components]\n');
  await place.x(["convert", "corpus.jsonl", "."]);
  await place.x(["init", "config", "config.cfg", "-l", "en", "-p", "tagger"]);
  await place.x(["init", "nlp", "config.cfg", "model", ...corpus]);
  await place.x(["assemble", "rules.cfg", "rules"]);
  await place.x(["assemble", "bare.cfg", "bare"]);
});
afterEach(() => rmSync(place.path("mine"), { recursive: true, force: true }));

describe("a folder with files of the user's", () => {
  it.each([
    ["init vectors", ["init", "vectors", "en", "vectors.txt", "mine"]],
    ["init nlp", ["init", "nlp", "config.cfg", "mine", ...corpus]],
    ["assemble", ["assemble", "rules.cfg", "mine"]],
    ["package", ["package", "rules", "mine", "--name", "x", "--force"], "en_x-0.0.0/thesis.tex"],
    ["train", ["train", "config.cfg", "-o", "mine", ...corpus], "model-best/thesis.tex"],
  ])("is left as it is by x %s", async (_, args, name = "thesis.tex") => {
    mkdirSync(place.path(`mine/${name}/..`), { recursive: true });
    place.write(`mine/${name}`, "years of work");
    const { code, errors } = await place.x(args);
    expect([code, errors]).toEqual([1, expect.stringMatching(/\[FS07\] .*thesis\.tex/)]);
    expect(readFileSync(place.path(`mine/${name}`), "utf8")).toBe("years of work");
    const files = readdirSync(place.path("mine"), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile()).length).toBe(1);
  });

  it("is left as it is where it is the working folder", async () => {
    const before = readdirSync(place.folder);
    const { code, errors } = await place.x(["init", "vectors", "en", "vectors.txt", "."]);
    expect([code, errors]).toEqual([1, expect.stringContaining("[FS07]")]);
    expect(readdirSync(place.folder)).toEqual(before);
  });
});

it.skipIf(process.platform === "win32")("a link to a folder stays one", async () => {
  mkdirSync(place.path("mine/real"), { recursive: true });
  symlinkSync("real", place.path("mine/link"));
  for (const config of ["rules.cfg", "bare.cfg"])
    expect((await place.x(["assemble", config, "mine/link"])).code).toBe(0);
  expect(lstatSync(place.path("mine/link")).isSymbolicLink()).toBe(true);
  expect([existsSync(place.path("mine/real/config.cfg")), readdirSync(place.path("mine"))]).toEqual([
    true,
    ["link", "real"],
  ]);
});

it("a package takes the place of one of the same version whose pipeline had more files", async () => {
  for (const pipeline of ["rules", "bare"])
    expect((await place.x(["package", pipeline, "mine", "--name", "x", "--force"])).errors).not.toContain(
      "✘",
    );
  expect(existsSync(place.path("mine/en_x-0.0.0/en_x-0.0.0/s.json"))).toBe(false);
});
