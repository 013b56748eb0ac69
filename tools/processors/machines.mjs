import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache, debian, nodeForMusl, nodeFromNpm } from "./bring.mjs";

const emulator = (processor) =>
  join(
    debian("qemu", ["qemu-user-static"], { architecture: "amd64" }),
    `root/usr/bin/qemu-${processor}-static`,
  );

const products = ["packages/nn/src/onnx/quantize.test.ts"];
/** Whether the emulator shows the overflow: else the tests of products would pass for no reason. */
const sees = ["tools/processors/overflow.test.ts"];
const without = ["tools/processors/without-onnxruntime.test.ts"];
const kernels = ["packages/nn/src/kernels/kernels.test.ts", "^(?!.*the committed module)"];
const layers = ["packages/nn/tests/layers.golden.test.ts"];
const words = ["packages/core/tests/text-tokenizer.golden.test.ts"];
const pieces = ["packages/encoders/tests/pieces.golden.test.ts", "bert.json"];
const encoders = ["packages/encoders/tests/encoders.golden.test.ts", "tiny-(bert|deberta-v3)/"];
const encoders8 = ["packages/transformers/tests/int8.test.ts"];
/** Loaded from spaCy's files, and trained here: losses, weights and what it predicts at the end. */
const loaded = ["packages/transformers/tests/curated.golden.test.ts"];
const trained = (runtime) => [
  "packages/pipeline/tests/trajectories.golden.test.ts",
  `tagger_ner_spacy_tokens.? on .?${runtime}`,
];
/** Rounding decides in it, and not alike on all processors. */
const beams = ["packages/pipeline/tests/beam-trajectories.golden.test.ts", "beam_ner#steps"];

const x86 = (processor) => () => ({
  command: [emulator("x86_64"), "-cpu", processor, process.execPath],
});

/** What ONNX Runtime reads to tell the processor; without it, it reads the real one's and crashes. */
const cpuinfo = (part, features) =>
  `processor\t: 0\nFeatures\t: ${features}\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x1\nCPU part\t: ${part}\nCPU revision\t: 1\n\n`;

const arm = (processor, part, features) => () => {
  const libraries = ["libc6", "libstdc++6", "libgcc-s1", "libatomic1"];
  const root = join(debian("arm64", libraries, { architecture: "arm64" }), "root");
  // The emulator looks for every file here first.
  const prefix = join(cache, `machine-${processor}`);
  rmSync(prefix, { recursive: true, force: true });
  mkdirSync(join(prefix, "proc"), { recursive: true });
  for (const name of readdirSync(root)) symlinkSync(join(root, name), join(prefix, name));
  writeFileSync(join(prefix, "proc/cpuinfo"), cpuinfo(part, features));
  return { command: [emulator("aarch64"), "-cpu", processor, "-L", prefix, nodeFromNpm("linux-arm64")] };
};

const musl = () => {
  // Debian 12 has an older musl, which does not know a kind of relocation that this Node.js has.
  const packages = debian("musl", ["musl"], { architecture: "amd64", suite: "trixie" });
  const { node, libraries } = nodeForMusl("22.20.0");
  const names = join(cache, "machine-musl");
  rmSync(names, { recursive: true, force: true });
  mkdirSync(names);
  for (const [name, start] of [
    ["libgcc_s.so.1", "libgcc"],
    ["libstdc++.so.6", "libstdc"],
  ])
    symlinkSync(
      join(
        libraries,
        readdirSync(libraries).find((each) => each.startsWith(start)),
      ),
      join(names, name),
    );
  const loader = ["root/usr/lib", "root/lib"]
    .map((folder) => join(packages, folder, "x86_64-linux-musl/libc.so"))
    .find((path) => existsSync(path));
  chmodSync(node, 0o755);
  const tokenizers = join(cache, "../../node_modules/tokenizers/tokenizers.linux-x64-musl.node");
  return {
    command: [loader, "--library-path", `${names}:${libraries}`, node],
    // The library tells musl by files of the system, and this system's are glibc's.
    env: { NAPI_RS_NATIVE_LIBRARY_PATH: tokenizers },
  };
};

/** Every kind of machine, what makes it, and what runs on it: `[test file, names]`. */
export const machines = [
  {
    name: "x86-64 with AVX2, without VNNI (EPYC)",
    make: x86("EPYC"),
    env: { SIGNED_PRODUCTS: "inexact" },
    tests: [
      sees,
      products,
      kernels,
      layers,
      words,
      encoders8,
      encoders,
      pieces,
      loaded,
      trained("onnxruntime"),
    ],
  },
  {
    name: "x86-64 with SSE4.2 only (Nehalem)",
    make: x86("Nehalem"),
    env: { SIGNED_PRODUCTS: "exact" },
    tests: [sees, products, kernels, layers, encoders8, encoders, loaded, beams, trained("onnxruntime")],
  },
  {
    name: "x86-64 with AVX2 (Haswell)",
    make: x86("Haswell"),
    env: { SIGNED_PRODUCTS: "inexact" },
    tests: [sees, products, encoders8],
  },
  {
    name: "arm64 with dot products (Neoverse N1)",
    make: arm(
      "neoverse-n1",
      "0xd0c",
      "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp",
    ),
    env: { SIGNED_PRODUCTS: "exact" },
    tests: [
      sees,
      products,
      kernels,
      layers,
      words,
      encoders8,
      encoders,
      pieces,
      loaded,
      trained("onnxruntime"),
    ],
  },
  {
    name: "arm64 without dot products (Cortex-A72)",
    make: arm("cortex-a72", "0xd08", "fp asimd evtstrm aes pmull sha1 sha2 crc32 cpuid"),
    env: { SIGNED_PRODUCTS: "exact" },
    tests: [sees, products, encoders8],
  },
  {
    name: "musl, as on Alpine (this processor, without ONNX Runtime)",
    make: musl,
    isOptional: true,
    tests: [without, kernels, layers, words, pieces, trained("reference")],
  },
];
