import { Example } from "@x/core";
import type { Component } from "../../contracts/has-components";
import type { LanguageUpdateOptions } from "../../contracts/learns";
import { TrainablePipe } from "../../components/trainable-pipe";
import { isUpstream } from "../../listeners/upstream";
import { runPipes } from "./stream";

/**
 * One update: components in order, each adding its gradients; then the backward passes of the shared layers in
 * reverse order, once all who listen have had their say.
 */
export async function updateComponents(
  examples: readonly Example[],
  components: readonly Component[],
  options: LanguageUpdateOptions & { readonly batchSize: number },
): Promise<void> {
  const { drop = 0, losses = {}, exclude = [], annotates = [], batchSize } = options;
  // Predictions would stay on the corpus: they go to copies.
  const batch =
    annotates.length === 0
      ? [...examples]
      : examples.map((example) => new Example(example.predicted.copy(), example.reference));
  const upstreams: Component[] = [];
  try {
    for (const component of components) {
      const { name, pipe } = component;
      if (pipe instanceof TrainablePipe && !exclude.includes(name)) {
        await pipe.update(batch, { drop, losses });
        if (isUpstream(pipe)) upstreams.push(component);
      }
      if (annotates.includes(name)) {
        const docs = await runPipes(
          batch.map((example) => example.predicted),
          [component],
          { batchSize },
        );
        docs.forEach((doc, index) => (batch[index].predicted = doc));
      }
    }
    for (const { pipe } of upstreams.reverse()) if (isUpstream(pipe)) await pipe.backward(losses);
  } finally {
    for (const { pipe } of upstreams) if (isUpstream(pipe)) pipe.hub.end();
  }
}
