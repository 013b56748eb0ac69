import { describe, expect, it } from "vitest";
import type { ProgramSpec } from "../runtimes/runtime";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import { Model } from "./model";
import { floatTensor, type Sequences } from "./values";
import { concat } from "../operators/concat";
import { chain } from "../layers/chain";
import { joinParts } from "./join-parts";
import { Linear } from "../layers/linear";
import { list2array } from "../layers/list2array";
import { withArray } from "../layers/with-array";
import { mapRows } from "../layers/support";

const whole: Sequences = {
  kind: "list",
  data: floatTensor(
    [7, 2],
    Float32Array.from({ length: 14 }, (_, i) => Math.sin(i)),
  ),
  lengths: Int32Array.of(4, 0, 3),
};

/** Gives `whole` in parts of `size` rows, whatever goes in. */
function source(size: number) {
  async function* parts(): AsyncGenerator<Sequences> {
    for (let at = 0; at < 7; at += size) {
      const rows = Math.min(size, 7 - at);
      const data = floatTensor([rows, 2], (whole.data.data as Float32Array).slice(at * 2, (at + rows) * 2));
      yield { kind: "list", data, lengths: rows === 7 ? whole.lengths : Int32Array.of(rows) };
    }
  }
  const give = () => ({ lengths: whole.lengths, parts: parts() });
  return new Model("source", {
    layer: {
      forward: async () => [await joinParts(give()), () => undefined],
      parts: give,
      infer: (_, scope, X) =>
        scope.graphOf({ ...scope.hostOf(X), host: scope.hostOf(X).host.map(() => whole) }),
    },
  });
}

/** A runtime that remembers how many rows programs got. */
function watched() {
  const runtime = referenceRuntime();
  const rows: number[] = [];
  const compile = async (spec: ProgramSpec) => {
    const program = await runtime.compile(spec);
    const X = spec.inputs.find(({ name }) => name.startsWith("X"))!.name;
    return {
      ...program,
      run: (feeds: Parameters<typeof program.run>[0]) => {
        rows.push((feeds as ReadonlyMap<string, { readonly shape: readonly number[] }>).get(X)!.shape[0]);
        return program.run(feeds);
      },
    };
  };
  return { runtime: { ...runtime, compile }, rows };
}

/** A row of its bias before the others, as the table of a parser has. */
function leading(): Model {
  return new Model("leading", {
    layer: {
      symbolic: (model, scope, X) =>
        mapRows(model, scope, X, (rows) =>
          concat([scope.graph.constant(floatTensor([1, 3], Float32Array.of(7, 8, 9))), rows], 0),
        ),
      rowwise: () => 1,
    },
  });
}

async function outputs(size: number, layers: () => Model[]) {
  const network = chain(chain(new Model("host", { layer: { forward: (_, X) => [X, () => X] } }), source(size)), ...layers()); // prettier-ignore
  const { runtime, rows } = watched();
  network.initialize({ X: ["document"] });
  network.runtime = runtime;
  return { Y: await network.predict(["document"]), rows };
}

describe("prediction behind a layer that gives parts", () => {
  it.each([
    ["sequences", () => [withArray(Linear({ nO: 3, nI: 2 }))]],
    ["an array", () => [list2array(), Linear({ nO: 3, nI: 2 })]],
    ["an array with a row before", () => [list2array(), Linear({ nO: 3, nI: 2 }), leading()]],
  ])("is that of the whole: %s", async (_, layers) => {
    const all = await outputs(7, layers);
    const parts = await outputs(3, layers);
    expect(all.rows).toEqual([7]);
    expect(parts.rows).toEqual([3, 3, 1]);
    expect(parts.Y).toEqual(all.Y);
  });

  it("takes the whole where a row sees its neighbours", async () => {
    expect((await outputs(3, () => [withArray(Linear({ nO: 3, nI: 2 }), { pad: 1 })])).rows).toEqual([7]);
  });
});
