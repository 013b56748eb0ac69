import { blank } from "@x/pipeline";
import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workplace } from "./workplace";

const place = workplace();
/** What a terminal would obey: its title, a cleared line, a reversed text, hidden text, the controls of 8 bits, an overwritten line. */
const evil = "a\u001b]0;owned\u0007\u001b[2K\u202egpj\u001b[8m\u009b2J\rb";
const obeyed =
  /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u202a-\u202e]|\u001b(?!\[\d\d?m)|\u001b\[8m/;

beforeAll(async () => {
  const nlp = blank("en");
  nlp.addPipe("sentencizer");
  Object.assign(nlp.meta, { name: evil, description: evil, author: evil });
  await nlp.toDisk(place.path("model"));
  place.write(
    "config.cfg",
    `[nlp]\nlang = "en"\npipeline = []\n[paths]\ntrain = ${JSON.stringify(evil)}\n[${evil.replace(/[\u0000-\u001f]/g, "")}]\nx = 1\n`,
  );
  place.write("texts.jsonl", `${JSON.stringify({ [evil]: "text" })}\n`);
  mkdirSync(place.path(`${evil}.d`), { recursive: true });
});
afterAll(() => place.remove());

describe("on a terminal nothing that a file or an argument holds is obeyed", () => {
  test.each([
    [["info", "model"], "owned"],
    [["info", "model", "--markdown"], "owned"],
    [["info", evil], "owned"],
    [["apply", "model", "texts.jsonl", "out.jsonl"], "owned"],
    [["apply", "model", `${evil}.d`, "out.jsonl"], "owned"],
    [["evaluate", "model", evil], "owned"],
    [["debug", "diff-config", "config.cfg"], "owned"],
    [["init", "fill-config", "config.cfg", "-"], "owned"],
    [["find-function", evil], "owned"],
    [["download", evil, "--offline"], "owned"],
    [["train", "config.cfg", "--paths.dev", evil], "2J"],
    [[evil], "owned"],
    [["train", `--${evil}`], "owned"],
  ])("x %j", async (args, shown) => {
    const { output, errors } = await place.x(args, { watched: true });
    expect(output + errors).toContain(shown);
    expect(output + errors).not.toMatch(obeyed);
  });
});

test("results for a file or a program are what they are, notices never", async () => {
  const { output } = await place.x(["init", "fill-config", "config.cfg", "-"]);
  expect(output).toContain("\u202egpj");
  const { errors } = await place.x(["info", evil]);
  expect(errors).not.toMatch(obeyed);
});

test("our own colors are left", async () => {
  const { errors } = await place.x(["info", "nowhere"], { watched: true });
  expect(errors).toContain("\u001b[31m");
});
