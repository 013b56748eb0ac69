import { registrations as nn, referenceRuntime } from "@x/nn";
import { registry } from "@x/core";
import { loadFiles, registrations as pipeline, type Language } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { fetchFiles } from "./fetch-files";
import { markEntities } from "./mark-entities";

// A browser discovers no packages: a page says which ones it bundles.
registry.use(nn, pipeline, tok2vec);

const input = document.querySelector<HTMLTextAreaElement>("#text")!;
const result = document.querySelector<HTMLElement>("#result")!;
const status = document.querySelector<HTMLElement>("#status")!;

async function start(): Promise<void> {
  const began = performance.now();
  const files = await fetchFiles("pipeline/");
  const nlp = await loadFiles(files, { runtime: referenceRuntime() });
  say("ready", `Ready: ${nlp.pipeNames.join(", ")}, loaded in ${Math.round(performance.now() - began)} ms`);
  input.addEventListener("input", () => void annotate(nlp));
  await annotate(nlp);
}

let latest = 0;

/** Annotates what is typed; an answer that comes after a newer question is dropped. */
async function annotate(nlp: Language): Promise<void> {
  const turn = ++latest;
  const began = performance.now();
  const doc = await nlp(input.value);
  if (turn !== latest) return;
  result.replaceChildren(...markEntities(doc));
  if (doc.length > 0) say("ready", `${doc.length} tokens in ${(performance.now() - began).toFixed(1)} ms`);
}

function say(state: string, text: string): void {
  document.body.dataset.state = state;
  status.textContent = text;
}

start().catch((cause: unknown) => say("failed", cause instanceof Error ? cause.message : String(cause)));
