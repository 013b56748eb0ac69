import type { GoldStates } from "../oracle";
import type { StepModel } from "../step-model";
import type { TransitionState, TransitionSystem } from "../transition-system";
import { Beam } from "./beam";
import { goldTable } from "./gold-table";
import { History } from "./history";
import { LargestViolation } from "./largest-violation";

const { fround } = Math;

/** One document in training: its best analyses, and the best of those that are right. */
interface Pair<S extends TransitionState, G> {
  readonly predicted: Beam<S>;
  readonly right: Beam<S>;
  readonly gold: G;
  readonly violation: LargestViolation;
  /** Whether no right action was left: what came before counts. */
  isLost: boolean;
}

/** The states of one step, each once, by their histories. */
type Rows = Map<History, number>;

/**
 * Follows beams from gold states to their ends and learns where the right analyses fell furthest behind. Follows spaCy's `update_beam`.
 *
 * @param options `width` and `density` of the beam of predictions; the beam of right analyses drops none by density
 * @returns the loss: the mean of the squared gradients of each step, summed
 */
export function updateBeams<S extends TransitionState, G>(
  system: TransitionSystem<S, G>,
  { states, golds }: GoldStates<S, G>,
  { step, width, density }: { readonly step: StepModel; readonly width: number; readonly density: number },
): number {
  const pairs = states.map((state, i): Pair<S, G> => {
    const root = History.root();
    return {
      predicted: new Beam(system, state, { width, density, root }),
      right: new Beam(system, state.copy(), { width, root }),
      gold: golds[i],
      violation: new LargestViolation(),
      isLost: false,
    };
  });
  const steps: Rows[] = [];
  for (;;) {
    const rows: Rows = new Map();
    const unique: S[] = [];
    const open = pairs.filter((pair) => !isOver(pair));
    for (const { predicted, right } of open)
      for (const { state, history } of [...predicted.candidates, ...right.candidates])
        if (!state.isFinal && !rows.has(history)) rows.set(history, unique.push(state) - 1);
    if (unique.length === 0) break;
    steps.push(rows);
    const scores = step.score(unique);
    for (const pair of open) advance(system, pair, { scores, rows });
  }
  return learn(pairs, steps, step);
}

const isOver = <S extends TransitionState>({ predicted, right, isLost }: Pair<S, unknown>) =>
  isLost || (predicted.isDone && right.isDone);

function advance<S extends TransitionState, G>(
  system: TransitionSystem<S, G>,
  pair: Pair<S, G>,
  { scores, rows }: { readonly scores: Float32Array; readonly rows: Rows },
): void {
  const { predicted, right, gold } = pair;
  for (const beam of [predicted, right]) {
    if (beam.isDone) continue;
    const follow = beam === right;
    const own = beam.candidates
      .filter(({ state }) => !state.isFinal)
      .map(({ history }) => rows.get(history)!);
    const table = goldTable(system, beam.candidates, { gold, scores, rows: own, follow });
    if (table === undefined) {
      pair.isLost = true;
      return;
    }
    beam.advance(table);
  }
  pair.violation.check(predicted, right);
}

/** Gives the network the gradients of all steps. Every action of an analysis gets the gradient of its score. */
function learn<S extends TransitionState>(
  pairs: readonly Pair<S, unknown>[],
  steps: readonly Rows[],
  step: StepModel,
): number {
  const { classCount } = step;
  const gradients = steps.map((rows) => new Float32Array(rows.size * classCount));
  let used = 0;
  for (const { violation } of pairs) {
    const found = violation.found.filter(({ gradient }) => gradient !== 0);
    const longest = Math.max(0, ...found.map(({ history }) => history.length));
    used = Math.max(used, longest);
    for (const { history, gradient } of found) {
      // A finished analysis has got its mean score for each step that it waited.
      const each = fround(gradient + (gradient / history.length) * (longest - history.length));
      for (let at = history; at.before !== undefined; at = at.before) {
        const index = at.before.length;
        gradients[index][steps[index].get(at.before)! * classCount + at.action] += each;
      }
    }
  }
  let loss = 0;
  gradients.forEach((gradient, i) => {
    if (i < used) loss += gradient.reduce((sum, value) => sum + value * value, 0) / gradient.length;
    step.learn(gradient);
  });
  return loss;
}
