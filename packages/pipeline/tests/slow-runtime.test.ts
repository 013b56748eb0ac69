import { parseConfig, Registry, type Warning } from "@x/core";
import { catalogue } from "@x/core/spi";
import { defaultRuntime, useRuntime } from "@x/nn";
import { afterAll, expect, test } from "vitest";
import { languageFromConfig } from "../src";
import { testConfig } from "./support/configs";
import { goldenPackages } from "./support/trajectory";

const errors = catalogue({
  notLoaded: (reason: string) => `[NN207] onnxruntime-node could not be loaded (${reason}).`,
});
afterAll(() => void useRuntime(undefined));

test("a pipeline says once that it runs without the native runtime, and how to get that", async () => {
  const registry = new Registry().use(...goldenPackages);
  useRuntime(defaultRuntime({ load: () => Promise.reject(errors.notLoaded("ERR_MODULE_NOT_FOUND")) }));
  const build = async () => {
    const warnings: Warning[] = [];
    const config = parseConfig(testConfig({ pipeline: ["tok2vec"] }), { interpolate: false });
    const nlp = await languageFromConfig(config, {
      registry,
      onWarning: (warning) => warnings.push(warning),
    });
    await nlp.initialize();
    await nlp("A text.");
    await nlp("Another one.");
    return warnings;
  };
  const [first] = await build();
  expect(first.code).toBe("W207");
  expect(first.message).toMatch(/30 times.*onnxruntime-node could not be loaded/);
  // A pipeline that is built later is told at once.
  expect((await build()).map(({ code }) => code)).toEqual(["W207"]);
});
