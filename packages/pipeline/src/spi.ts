// For authors of components: how they are declared, and the parts they are made of.
export * from "@x/nn/spi";
export {
  TrainedComponent,
  type About,
  type Definition,
  type Scored,
  type Workings,
} from "./components/engine/component";
export {
  defineComponent,
  defineFactory,
  scoredBy,
  type ComponentClass,
  type ComponentOptions,
  type Variant,
} from "./components/engine/define-component";
export type { Head, Loss } from "./components/engine/head";
export { checkRoom, fixedLabels, listedLabels, type Labels } from "./components/engine/labels";
export { docs as docHead } from "./components/heads/docs";
export { spans as spanHead } from "./components/heads/spans";
export { tokenGold, tokenLoss, tokens as tokenHead } from "./components/heads/tokens";
