import { useRuntime } from "@x/nn";
import { afterAll } from "vitest";
import { tfjsRuntime } from "../src/index";

/** Runs the golden networks and the training trajectory of nn once more, on another runtime, with the tolerances stated there. */
export async function defineNetworks(backend: string): Promise<void> {
  useRuntime(tfjsRuntime({ backend }));
  afterAll(() => void useRuntime(undefined));
  await import("../../nn/tests/tok2vec.golden.test");
  await import("../../nn/tests/trajectory.golden.test");
  await import("../../nn/tests/layers.golden.test");
}
