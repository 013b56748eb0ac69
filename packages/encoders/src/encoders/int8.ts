import { INT8_KEY, type Encoder } from "./encoder";
import { encoderFromState } from "./load-encoder";
import type { HFConfig } from "./types";

/** The same encoder, over the same parameters' numbers, that predicts with 8-bit weights or without. */
export function withInt8(encoder: Encoder, int8: boolean): Encoder {
  if (encoder.int8 === int8) return encoder;
  const { [INT8_KEY]: _, ...config } = encoder.config;
  const changed = (int8 ? { ...config, [INT8_KEY]: true } : config) as HFConfig;
  encoder.release();
  return encoderFromState(changed, encoder.stateDict());
}
