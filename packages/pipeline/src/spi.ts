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
export type { Targets } from "./components/differences";
export { docs as docHead } from "./components/heads/docs";
export { spans as spanHead, type SpanTargets } from "./components/heads/spans";
export { tokenGold, tokenLoss, tokens as tokenHead } from "./components/heads/tokens";
export type { TagTargets } from "./components/tag-loss";
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

// listeners
export { addSquares, sequencesForm, type GradientForm } from "./listeners/gradient-form";
export { ListenerHub } from "./listeners/hub";
export { checkListeners, linkComponents, listenersOf, type ListenerPlan } from "./listeners/link";
export {
  listenerOf,
  listenersIn,
  markListener,
  type ListenedBatch,
  type Listener,
  type ListenerLink,
  type ListenerNode,
} from "./listeners/listener";
export { selectDocs } from "./listeners/select";
export { isUpstream, type Upstream } from "./listeners/upstream";

// files of components
export {
  mount,
  readJson,
  readText,
  subfolder,
  utf8,
  type FileReader,
  type FileTree,
} from "./language/storage/file-tree";

// configs and training
export type { TokenizerFactory } from "./language/build/defaults";
export { fillPipelineConfig } from "./language/build/fill-config";
export {
  defaultConfig,
  defaultPretrainingConfig,
  initializeSchema,
  nlpSchema,
  pretrainingSchema,
  sectionSchemas,
  trainingSchema,
} from "./language/build/schemas";
export { nextTurn } from "./language/calls/call-limits";
export { loadPretrained, weightsChecksum } from "./language/calls/load-pretrained";
export {
  findPretrainedLayer,
  pretrainedPlace,
  type PretrainedLayer,
  type PretrainedPlace,
} from "./language/calls/pretrained-layer";
export { withVectors, type LoadSource } from "./language/build/from-config";
export type { Sizing } from "./language/calls/minibatch";
export { scorerRegistrations } from "./registrations";
export type { WorkerSetup } from "./contracts/annotates";
export type { Placement } from "./contracts/composes";
export type { Draws } from "./contracts/draws";
export type { PretrainedReport } from "./contracts/learns";
export type { Pipeline } from "./contracts/pipeline";
