// For authors of layers and architectures: how they are declared.
export {
  defineArchitecture,
  defineCombinator,
  defineLayer,
  defineWrapper,
  inferredSize,
  initializer,
  network,
} from "./define-layer";
export { rate } from "./optimizers/optimizer";
export { defineDense } from "./layers/dense-activation";
