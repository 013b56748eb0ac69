import { ArcEagerMove, moveCount } from "./arc-eager-moves";
import type { ArcEagerGold } from "./arc-eager-gold";
import type { ArcEagerState } from "./arc-eager-state";

const { shift, reduce, left, right, break: breakMove } = ArcEagerMove;

/** Writes which moves a state allows, 0 or 1 each, whatever their labels. */
export function writeValidMoves(state: ArcEagerState, valid: Uint8Array): void {
  const hasStack = state.depth > 0;
  const remaining = state.bufferLength;
  const b0 = state.bufferAt(0);
  const b1 = state.bufferAt(1);
  const begins = state.isSentStart(b0);
  valid[shift] = !hasStack || (remaining >= 2 && !begins && state.isShifted[b0] === 0) ? 1 : 0;
  valid[reduce] = hasStack && (remaining === 0 || state.depth > 1 || state.sentStarts[b0] !== -1) ? 1 : 0;
  valid[left] = valid[right] = hasStack && remaining > 0 && !begins ? 1 : 0;
  valid[breakMove] = b1 >= 0 && b1 === b0 + 1 && state.sentStarts[b1] === 0 ? 1 : 0;
}

/** What the moves cost in a state: gold arcs that get out of reach, and wrong sentence starts. */
export interface MoveCosts {
  /** By move; for an arc the cost with the right label. */
  readonly costs: Float32Array;
  /** Label that an arc must have, else it costs 1 more; -1: any will do. */
  leftLabel: number;
  rightLabel: number;
}

export function makeMoveCosts(): MoveCosts {
  return { costs: new Float32Array(moveCount), leftLabel: -1, rightLabel: -1 };
}

/**
 * The dynamic oracle of non-monotonic arc-eager parsing, where a later arc may replace an earlier one, and words without a
 * head go back to the buffer (Honnibal and Johnson 2015). Arcs that are lost already cost nothing more.
 */
export function writeMoveCosts(
  state: ArcEagerState,
  gold: ArcEagerGold,
  { valid, out }: { readonly valid: Uint8Array; readonly out: MoveCosts },
): void {
  markTokens(state, gold);
  const { costs } = out;
  const { heads } = gold;
  const b0 = state.bufferAt(0);
  const b1 = state.bufferAt(1);
  const s0 = state.stackAt(0);
  const push =
    b0 < 0 ? 0 : pushCost(gold, b0) + (valid[breakMove] === 1 && gold.sentStarts[b1] === 1 ? 1 : 0);
  costs[shift] = push;
  if (b0 >= 0)
    costs[breakMove] = breakCost(state, gold, b0) + (b1 >= 0 && gold.sentStarts[b1] === -1 ? 1 : 0);
  if (s0 < 0) return;
  const pop = (headIn(gold, s0, gold.isBuffered) ? 1 : 0) + kidsIn(gold, s0, gold.isBuffered);
  const onStack = (headIn(gold, s0, gold.isStacked) ? 1 : 0) + kidsIn(gold, s0, gold.isStacked);
  const hasHead = state.hasHead(s0);
  // Without a head the word goes back to the buffer, and arcs to the rest of the stack are saved.
  costs[reduce] = state.isSentStart(b0) ? 0 : pop - (hasHead ? 0 : onStack);
  if (b0 < 0) return;
  costs[left] = pop + (hasHead ? (heads[s0] === state.stackAt(1) ? 1 : 0) : onStack);
  out.leftLabel = -1;
  if (heads[s0] === b0) {
    costs[left]--;
    if (gold.isUnknown[s0] === 0) out.leftLabel = gold.labels[s0];
  }
  costs[right] = push;
  out.rightLabel = -1;
  if (heads[b0] === s0) {
    costs[right]--;
    if (gold.isUnknown[b0] === 0) out.rightLabel = gold.labels[b0];
  } else if (headIn(gold, b0, gold.isBuffered) && state.isShifted[b0] === 0) costs[right]++;
}

/** Marks the stack, and the buffer up to the next sentence start, over which no arc goes. */
function markTokens(state: ArcEagerState, { isStacked, isBuffered }: ArcEagerGold): void {
  isStacked.fill(0);
  isBuffered.fill(0);
  for (let i = 0; i < state.depth; i++) isStacked[state.stack[i]] = 1;
  const { rebuffer, sentStarts, length } = state;
  for (let i = state.rebuffered - 1; i >= 0; i--) {
    if (sentStarts[rebuffer[i]] === 1) return;
    isBuffered[rebuffer[i]] = 1;
  }
  for (let token = state.next; token < length && sentStarts[token] !== 1; token++) isBuffered[token] = 1;
}

function headIn({ heads, isUnknown }: ArcEagerGold, token: number, marks: Uint8Array): boolean {
  return isUnknown[token] === 0 && heads[token] !== token && marks[heads[token]] === 1;
}

function kidsIn({ kids, kidsAt }: ArcEagerGold, token: number, marks: Uint8Array): number {
  let count = 0;
  for (let k = kidsAt[token]; k < kidsAt[token + 1]; k++) count += marks[kids[k]];
  return count;
}

function pushCost(gold: ArcEagerGold, b0: number): number {
  return (headIn(gold, b0, gold.isStacked) ? 1 : 0) + kidsIn(gold, b0, gold.isStacked);
}

/** Arcs between the stack and the buffer behind its first token. */
function breakCost(state: ArcEagerState, gold: ArcEagerGold, b0: number): number {
  const { heads } = gold;
  let cost = 0;
  for (let i = 0; i < state.depth; i++) {
    const token = state.stack[i];
    if (headIn(gold, token, gold.isBuffered)) cost++;
    cost += kidsIn(gold, token, gold.isBuffered);
    if (heads[b0] === token) cost--;
    if (heads[token] === b0) cost--;
  }
  return cost;
}
