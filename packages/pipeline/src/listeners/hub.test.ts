import type { Doc } from "@x/core";
import { tensor, type Sequences } from "@x/nn";
import { expect, test } from "vitest";
import { sequencesForm } from "./gradient-form";
import { ListenerHub } from "./hub";
import type { ListenedBatch, Listener, ListenerNode } from "./listener";
import { selectDocs } from "./select";

const docs = [{ length: 1 }, { length: 2 }, { length: 0 }] as Doc[];
const sequences = (...values: number[]): Sequences => ({
  kind: "list",
  data: tensor("float32", [values.length, 1], Float32Array.from(values)),
  lengths: Int32Array.of(1, 2, 0),
});
const numbers = ({ data }: Sequences) => [...(data.data as Float32Array)];

class Ear implements Listener {
  readonly kind = "tok2vec";
  readonly upstreamName = "*";
  readonly width = 1;
  batch: ListenedBatch | undefined;

  receive(batch: ListenedBatch | undefined): void {
    this.batch = batch;
  }
}

function hubWith(...names: string[]): { hub: ListenerHub<Sequences>; ears: Ear[] } {
  const hub = new ListenerHub("tok2vec", sequencesForm);
  const ears = names.map(() => new Ear());
  names.forEach((name, index) =>
    hub.add(name, { node: {}, listener: ears[index] } as unknown as ListenerNode),
  );
  return { hub, ears };
}

test("gradients are summed, and go back once", async () => {
  const { hub, ears } = hubWith("tagger", "ner");
  const back: number[][] = [];
  hub.broadcast(docs, sequences(5, 6, 7), async (gradient) => back.push(numbers(gradient)));
  ears[0].batch!.accumulate(sequences(1, 2, 3));
  ears[1].batch!.accumulate(sequences(10, 0, -3));
  const losses = { tok2vec: 1 };
  await hub.backward("tok2vec", losses);
  await hub.backward("tok2vec", losses);
  expect(back).toEqual([[11, 2, 0]]);
  expect(losses.tok2vec).toBe(1 + 14 + 109);
  expect(ears.map(({ batch }) => batch)).toEqual([undefined, undefined]);
});

test("nothing goes back when nobody learned, and one listener is enough", async () => {
  const { hub, ears } = hubWith("tagger", "ner");
  const back: number[][] = [];
  const broadcast = () =>
    hub.broadcast(docs, sequences(5, 6, 7), async (gradient) => back.push(numbers(gradient)));
  broadcast();
  await hub.backward("tok2vec", undefined);
  expect(back).toEqual([]);
  broadcast();
  ears[0].batch!.accumulate(sequences(1, 2, 3));
  await hub.backward("tok2vec", undefined);
  expect(back).toEqual([[1, 2, 3]]);
});

test("a component that is removed hears nothing more", () => {
  const { hub, ears } = hubWith("tagger", "ner");
  hub.remove("tagger");
  hub.broadcast(docs, sequences(1, 2, 3), async () => undefined);
  expect(hub.components).toEqual(["ner"]);
  expect(ears.map(({ batch }) => batch !== undefined)).toEqual([false, true]);
});

test("docs are found by identity, in any order", () => {
  const given: number[][] = [];
  const batch = {
    docs,
    outputs: sequences(5, 6, 7),
    accumulate: (gradient: Sequences) => given.push(numbers(gradient)),
  };
  const whole = selectDocs(batch, [...docs])!;
  expect(whole.outputs).toBe(batch.outputs);
  const part = selectDocs(batch, [docs[1], docs[2], docs[0]])!;
  expect(numbers(part.outputs)).toEqual([6, 7, 5]);
  expect([...part.outputs.lengths]).toEqual([2, 0, 1]);
  part.give(sequences(1, 2, 3));
  expect(given).toEqual([[3, 1, 2]]);
  expect(selectDocs(batch, [{ length: 1 } as Doc])).toBeUndefined();
});
