export { registrations } from "./registrations";

// encoders
export { Encoder } from "./encoders/encoder";
export { encoderFromState, loadEncoder } from "./encoders/load-encoder";
export type { EncoderInputs, EncoderOutputs, HFConfig, ModelFiles } from "./encoders/types";
