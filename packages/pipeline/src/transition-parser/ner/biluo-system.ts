import type { Doc, Example } from "@x/core";
import { errors } from "../../errors";
import { invalidCost, TransitionSystem } from "../transition-system";
import { biluoName, BiluoMove } from "./biluo-moves";
import { nerGold, type NerGold } from "./ner-gold";
import { NerState, tokenPresets } from "./ner-state";

const { begin, in: inside, last, unit, out, missing } = BiluoMove;

/** Which labels a move may take in a state: none, all but "", or the one with this id. */
const none = -2;
const anyLabel = -1;

/**
 * Entity recognition as BILUO actions. Besides those with labels there are `O` and `U-`, a unit with an empty label, for
 * tokens that an earlier component has blocked. Follows spaCy's `BiluoPushDown`.
 */
export class BiluoSystem extends TransitionSystem<NerState, NerGold> {
  readonly labelledMoves = [begin, inside, last, unit];
  protected settings: Record<string, unknown>;
  /** Label each move may take in the state at hand. */
  readonly #allowed = new Int32Array(6);

  /** @param incorrectSpansKey span group of the references with entities known to be wrong */
  constructor(incorrectSpansKey: string | null = null) {
    super();
    this.settings = { neg_key: incorrectSpansKey };
  }

  get incorrectSpansKey(): string | null {
    return (this.settings.neg_key ?? null) as string | null;
  }

  initState(doc: Doc, offset: number): NerState {
    return new NerState(
      tokenPresets(doc, (label) => this.labelId(label)),
      doc.length,
      offset,
    );
  }

  initGold(_state: NerState, example: Example): NerGold {
    return nerGold(this, example);
  }

  hasGold(example: Example, start = 0, end = -1): boolean {
    const { predicted, reference } = example;
    const stop = end < 0 ? predicted.length : end;
    let [from, to] = [0, reference.length];
    if (start > 0 || stop < predicted.length) {
      const [part] = example.getAlignedSpansX2Y([predicted.span(start, stop)]);
      if (part !== undefined) [from, to] = [part.start, part.end];
    }
    for (const span of this.#incorrectSpans(reference)) if (span.start >= from && span.end <= to) return true;
    for (let i = from; i < to; i++) if ((reference.entIob?.[i] ?? 0) !== 0) return true;
    return false;
  }

  #incorrectSpans(reference: Doc) {
    const key = this.incorrectSpansKey;
    return key === null ? [] : (reference.spans.get(key) ?? []);
  }

  apply(state: NerState, action: number): void {
    const move = this.moves[action];
    if (move === begin || move === unit) state.open(this.labels[action]);
    if (move === last || move === unit) state.close();
    state.shift();
  }

  listValid(state: NerState, valid: Int32Array): number {
    this.#allow(state);
    const allowed = this.#allowed;
    const { moves, labels } = this;
    let count = 0;
    for (let action = 0; action < moves.length; action++) {
      const label = allowed[moves[action]];
      if (label === none) continue;
      if (label === anyLabel ? labels[action] !== 0 : labels[action] === label) valid[count++] = action;
    }
    return count;
  }

  #allow(state: NerState): void {
    const { buffer, presets, isOpen } = state;
    const allowed = this.#allowed;
    const iob = presets.iob[buffer];
    const nextIob = presets.iob[buffer + 1];
    const label = presets.label[buffer];
    const isLastToken = state.length - buffer < 2;
    const sentenceEnds = presets.sentStart[buffer + 1] === 1;
    const isSpace = presets.isSpace[buffer] === 1;
    allowed[begin] = allowed[inside] = allowed[last] = allowed[unit] = allowed[out] = none;
    // A unit with the empty label keeps a blocked token out of any entity, whatever else holds.
    if (iob === 3 && label === 0) allowed[unit] = 0;
    const preset = label > 0 ? label : none;
    if (isOpen) {
      const open = state.openLabel;
      if (!isLastToken && iob !== 3 && nextIob !== 3) {
        if (iob === 1) allowed[inside] = nextIob === 1 && open === label ? open : none;
        else allowed[inside] = sentenceEnds ? none : open;
      }
      if (iob === 1 && nextIob !== 1) allowed[last] = preset;
      else if (nextIob !== 1) allowed[last] = open;
      return;
    }
    if (!isLastToken && iob !== 1) {
      if (iob === 3) allowed[begin] = nextIob === 1 ? preset : none;
      else if (nextIob !== 3 && !sentenceEnds && !isSpace) allowed[begin] = anyLabel;
    }
    if (nextIob !== 1) {
      if (iob === 3 && label !== 0) allowed[unit] = preset;
      else if (iob !== 3 && !isSpace) allowed[unit] = anyLabel;
    }
    if (iob !== 3 && iob !== 1) allowed[out] = 0;
  }

  writeCosts(state: NerState, gold: NerGold, costs: Float32Array): void {
    this.#allow(state);
    const allowed = this.#allowed;
    for (let action = 0; action < this.classCount; action++) {
      const label = this.labels[action];
      const may = allowed[this.moves[action]];
      const isValid = may === anyLabel ? label !== 0 : may === label;
      costs[action] = isValid ? cost(state, gold, this.moves[action], label) : invalidCost;
    }
  }

  setAnnotations(state: NerState, doc: Doc): void {
    const ents = state
      .ents()
      .map(({ start, end, label }) =>
        doc.span(start, end, { label: this.labelText(label), kbId: doc.entKbIds?.[start] }),
      );
    doc.setEnts(ents, { default: "unmodified" });
    const iob = (doc.entIob ??= new Uint8Array(doc.length));
    for (let i = 0; i < iob.length; i++) if (iob[i] === 0) iob[i] = 2;
  }

  docLabels(doc: Doc): Set<string> {
    const labels = new Set(doc.entTypes);
    labels.delete("");
    return labels;
  }

  countActions(examples: Iterable<Example>): Map<number, Map<string, number>> {
    const counts = new Map(
      [missing, begin, inside, last, unit, out].map((move) => [move, new Map<string, number>()]),
    );
    counts.get(out)!.set("", 1);
    counts.get(unit)!.set("", 1);
    for (const { reference } of examples)
      for (const label of reference.entTypes ?? [])
        if (label !== "")
          for (const move of this.labelledMoves) {
            const labels = counts.get(move)!;
            labels.set(label, (labels.get(label) ?? 0) + 1);
          }
    return counts;
  }

  className(action: number): string {
    return biluoName(this.moves[action], this.labelText(this.labels[action]));
  }

  protected accepts(move: number, label: string): boolean {
    return move !== missing && (move !== out || label === "");
  }

  /** The class of a gold tag. @throws P503 if there is none */
  goldClass(move: number, label: string): number {
    const action = this.find(move, label);
    if (action < 0) throw errors.unknownAction(biluoName(move, label), this.classCount);
    return action;
  }
}

/** What a valid action loses against the gold standard: 0 is right. */
function cost(state: NerState, gold: NerGold, move: number, label: number): number {
  const { buffer } = state;
  const goldMove = gold.moves[buffer];
  switch (move) {
    case begin:
      // An entity of the last two tokens has only one way to end, so a wrong one can be avoided here already.
      return (
        startCost(gold, begin, buffer, label) +
        (state.length - buffer < 3 ? wrongStart(gold, label, buffer) : 0)
      );
    case inside: {
      const next = buffer + 1 < state.length ? gold.moves[buffer + 1] : out;
      if (goldMove === last) return isAlreadyWrong(state, gold) && (next === out || next === missing) ? 0 : 1;
      if (goldMove === out) return next === out || next === missing ? 0 : 1;
      if (goldMove === unit) return next === out ? 0 : 1;
      return 0;
    }
    case last:
      return (
        (goldMove === inside && !isAlreadyWrong(state, gold) ? 1 : 0) +
        wrongSpan(gold, label, state.openStart, buffer + 1)
      );
    case unit:
      return startCost(gold, unit, buffer, label) + wrongSpan(gold, label, buffer, buffer + 1);
    default:
      return goldMove === begin || goldMove === unit ? 1 : 0;
  }
}

function startCost(gold: NerGold, move: number, token: number, label: number): number {
  if (gold.moves[token] === missing) return 0;
  return gold.moves[token] === move && gold.labels[token] === label ? 0 : 1;
}

/** Whether the open entity is wrong already. */
function isAlreadyWrong(state: NerState, gold: NerGold): boolean {
  const move = gold.moves[state.openStart];
  return (move !== begin && move !== unit) || gold.labels[state.openStart] !== state.openLabel;
}

function wrongSpan(gold: NerGold, label: number, start: number, end: number): number {
  return gold.incorrect.some((span) => span.label === label && span.start === start && span.end === end)
    ? 1
    : 0;
}

function wrongStart(gold: NerGold, label: number, start: number): number {
  return gold.incorrect.some((span) => span.label === label && span.start === start) ? 1 : 0;
}
