// For authors of components: how they are declared, and the parts they are made of.
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
export type { Annotates } from "./contracts/annotates";
export type { Composes } from "./contracts/composes";
export type { HasComponents } from "./contracts/has-components";
export type { HasConfig, IsDescribed } from "./contracts/has-config";
export type { HasVocab } from "./contracts/has-vocab";
export type { Inspected } from "./contracts/inspected";
export type { Learns } from "./contracts/learns";
export type { MakesDocs, Tokenizes } from "./contracts/makes-docs";
export type { CalledWithPipeline } from "./contracts/pipeline";
export type { Stores } from "./contracts/stores";
export { hashEmbedCNN } from "./components/default-tok2vec";
export { nextSize } from "./language/calls/minibatch";
export { readVocab, vocabFiles } from "./language/storage/vocab-files";
export type { Cut, Family, Hearing } from "./listeners/family";
export { listenTo, type Listening } from "./listeners/listening";
export { cutSequences } from "./listeners/select";
export { UpstreamComponent } from "./listeners/upstream-component";
