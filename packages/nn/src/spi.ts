// For authors of layers and architectures: how they are declared.
export * from "@x/core/spi";
export {
  defineArchitecture,
  defineCombinator,
  defineLayer,
  defineWrapper,
  inferredSize,
  initializer,
  network,
} from "./define-layer";
export { rate, type Rate } from "./optimizers/optimizer";
export { defineDense } from "./layers/dense-activation";
