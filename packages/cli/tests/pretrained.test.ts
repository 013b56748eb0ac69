import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commit, startHub, type HubServer } from "../../../tools/testing/hub-server";
import { workplace } from "./workplace";

const place = workplace();
const tokenizers = fileURLToPath(
  new URL("../../encoders/tests/golden/transformers/tokenizers/", import.meta.url),
);
let hub: HubServer;
let env: Record<string, string>;
const x = (...args: string[]) => place.x(args, { env });

beforeAll(async () => {
  hub = await startHub();
  env = { HF_ENDPOINT: hub.url, HF_HOME: place.path("home") };
  for (const file of readdirSync(join(tokenizers, "electra")))
    hub.files.set(file, { bytes: new Uint8Array(readFileSync(join(tokenizers, "electra", file))) });
  hub.files.set("model.safetensors", { bytes: new Uint8Array(1000), large: true });
  cpSync(join(tokenizers, "electra"), place.path("electra"), { recursive: true });
  const made = await x("init", "config", "config.cfg", "--gpu", "--pipeline", "tagger");
  expect(made.code).toBe(0);
});
afterAll(async () => {
  place.remove();
  await hub.close();
});

describe("download --hf", () => {
  it("fetches config, tokenizer and weights into the cache, once", async () => {
    const first = await x("download", "--hf", "org/tiny");
    expect(first.errors).toContain(commit);
    expect(first.code).toBe(0);
    const folder = place.path(`home/hub/models--org--tiny/snapshots/${commit}`);
    expect(readdirSync(folder).sort()).toEqual([
      "config.json",
      "model.safetensors",
      "tokenizer_config.json",
      "vocab.txt",
    ]);
    expect(first.output).toContain(join(folder, "vocab.txt"));
    hub.requests.length = 0;
    expect((await x("download", "--hf", "org/tiny", "--revision", commit)).code).toBe(0);
    expect((await x("download", "--hf", "org/tiny", "--offline")).code).toBe(0);
    expect(hub.requests.filter((line) => line.startsWith("GET"))).toEqual([]);
  });

  it("says what is wrong", async () => {
    expect((await x("download", "--hf", "org/gated")).errors).toContain("HF_TOKEN");
    expect((await x("download", "--hf", "org/other", "--offline")).errors).toContain("TR201");
    expect((await x("download")).errors).toContain("L147");
    expect((await x("download", "en_core_web_sm", "--hf", "org/tiny")).errors).toContain("L147");
  });
});

describe("info --hf", () => {
  it("tells of a model of the hub without fetching its weights", async () => {
    hub.requests.length = 0;
    const { code, output } = await x("info", "--hf", "org/tiny", "--exclude", "none");
    expect(code).toBe(0);
    expect(output).toContain("Supported");
    expect(output).toContain("ElectraTokenizer from vocab.txt");
    expect(hub.requests.filter((line) => line.includes("GET /store"))).toEqual([]);
  });

  it("tells why a folder cannot be used", async () => {
    mkdirSync(place.path("odd"));
    writeFileSync(place.path("odd/config.json"), '{"model_type": "mamba"}');
    const { code, output } = await x("info", "--hf", "odd");
    expect(code).toBe(1);
    expect(output).toContain('no: The architecture "mamba"');
    expect(output).toContain("TR10");
  });
});

describe("debug pieces", () => {
  it("shows which wordpieces each token gets", async () => {
    const name = ["--components.transformer.model.name", "electra"];
    const { code, output, errors } = await x(
      "debug",
      "pieces",
      "config.cfg",
      "Hello there,\u200b friend!",
      ...name,
    );
    expect(errors).toContain("ElectraTokenizer");
    expect(code).toBe(0);
    expect(output).toContain('"there,\\u200b"');
    expect(output).toMatch(/0:1\b/);
    expect(output).toContain("[CLS]");
  });

  it("shows how a long span is cut", async () => {
    const text = Array.from({ length: 60 }, (_, i) => `sentence${i}`).join(" ");
    const name = ["--components.transformer.model.name", "electra"];
    const { errors } = await x("debug", "pieces", "config.cfg", text, ...name);
    expect(errors).toMatch(/Spans that were too long: 1, now \d+ rows/);
  });

  it("refuses a config without a transformer", async () => {
    await x("init", "config", "plain.cfg", "--pipeline", "tagger");
    expect((await x("debug", "pieces", "plain.cfg", "a")).errors).toContain("L148");
    expect((await x("debug", "pieces", "none.cfg", "a")).errors).toContain("L100");
  });
});
