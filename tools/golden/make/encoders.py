"""Tiny encoders with random weights and what PyTorch computes with them, for packages/encoders.

    python tools/golden/make/encoders.py --out packages/encoders/tests/golden/transformers/checkpoints

One folder for each kind: config.json, model.safetensors, expected.json (inputs, outputs, parameter gradients). No texts: ids are
drawn at random. All parameters are drawn widely, biases and norms included, so that a forgotten one shows.
"""

import argparse
import base64
import json
import pathlib

import numpy
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel
from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

DROPOUTS = ("hidden_dropout_prob", "attention_probs_dropout_prob", "dropout", "attention_dropout", "summary_last_dropout")
BERT = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24, max_position_embeddings=40, vocab_size=60)
DEBERTA = dict(
    BERT,
    relative_attention=True,
    position_biased_input=False,
    type_vocab_size=0,
    pos_att_type=["p2c", "c2p"],
)
KINDS = {
    "tiny-bert": ("bert", dict(BERT, hidden_act="relu")),
    "tiny-roberta": ("roberta", dict(BERT, type_vocab_size=1, pad_token_id=1)),
    "tiny-camembert": ("camembert", dict(BERT, type_vocab_size=1, pad_token_id=1)),
    "tiny-xlm-roberta": ("xlm-roberta", dict(BERT, type_vocab_size=1, pad_token_id=1, hidden_act="silu")),
    "tiny-distilbert": ("distilbert", dict(dim=16, n_layers=2, n_heads=2, hidden_dim=24, max_position_embeddings=40, vocab_size=60)),
    "tiny-albert": ("albert", dict(BERT, embedding_size=8, num_hidden_layers=4, num_hidden_groups=2, inner_group_num=1)),
    "tiny-electra": ("electra", dict(BERT, embedding_size=8)),
    "tiny-mpnet": ("mpnet", dict(BERT, pad_token_id=1)),
    # As v3: buckets, one projection for content and position.
    "tiny-deberta-v3": ("deberta-v2", dict(DEBERTA, position_buckets=8, share_att_key=True, norm_rel_ebd="layer_norm")),
    # As v2: a convolution, narrow embeddings, projections of their own, no buckets.
    "tiny-deberta-v2": (
        "deberta-v2",
        dict(
            DEBERTA,
            embedding_size=8,
            type_vocab_size=2,
            position_biased_input=True,
            conv_kernel_size=3,
            conv_act="gelu",
            max_relative_positions=12,
            num_hidden_layers=2,
        ),
    ),
    "tiny-xlnet": ("xlnet", dict(d_model=16, n_layer=2, n_head=2, d_inner=24, vocab_size=60, ff_activation="gelu_new", pad_token_id=5)),
}


def encode(tensor):
    array = numpy.ascontiguousarray(tensor.detach().numpy())
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


def spread(model, generator):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            is_norm = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(1 + 0.3 * noise if is_norm else 0.25 * noise)


def inputs_for(config, lengths, generator, left):
    longest = max(lengths)
    pad = config.pad_token_id
    ids = torch.randint(6, config.vocab_size, (len(lengths), longest), generator=generator)
    mask = torch.zeros(len(lengths), longest)
    for row, length in enumerate(lengths):
        mask[row, longest - length if left else 0 : longest if left else length] = 1
    ids[mask == 0] = pad
    inputs = {"input_ids": ids, "attention_mask": mask}
    if getattr(config, "type_vocab_size", 0) > 1 or config.model_type == "xlnet":
        inputs["token_type_ids"] = torch.randint(0, 2, ids.shape, generator=generator)
    return inputs


def run(model, inputs, **options):
    return model(**inputs, output_hidden_states=True, **options)


def gradients(model, inputs, dY):
    model.zero_grad(set_to_none=True)
    output = run(model, inputs).last_hidden_state
    output.backward(dY.to(output.dtype))
    return {name: None if p.grad is None else p.grad.detach().clone() for name, p in model.named_parameters()}


def make(name, out, seed):
    kind, settings = KINDS[name]
    generator = torch.Generator().manual_seed(seed)
    config = AutoConfig.for_model(kind, **settings)
    for key in DROPOUTS:
        if hasattr(config, key):
            setattr(config, key, 0.0)
    torch.manual_seed(seed)
    model = AutoModel.from_config(config, attn_implementation="eager").eval()
    spread(model, generator)
    # In doubles they differ by more than noise where the gradient is zero in truth.
    double = AutoModel.from_config(config, attn_implementation="eager").eval().double()
    double.load_state_dict({key: value.double() for key, value in model.state_dict().items()})
    left = kind == "xlnet"
    batches = [inputs_for(config, lengths, generator, left) for lengths in ([20, 7, 13], [1])]
    dY = torch.randn(*batches[0]["input_ids"].shape, model.config.hidden_size, generator=generator)
    dY = dY * batches[0]["attention_mask"][..., None]
    single = gradients(model, batches[0], dY)
    exact = gradients(double, {key: value.double() if value.is_floating_point() else value for key, value in batches[0].items()}, dY)
    scale = max(float(g.abs().max()) for g in exact.values() if g is not None)
    zero = [key for key, g in exact.items() if g is not None and float(g.abs().max()) < 1e-8 * scale]
    expected = {"pooler": "present" if hasattr(run(model, batches[0]), "pooler_output") else "absent", "batches": []}
    with torch.no_grad():
        for inputs in batches:
            result = run(model, inputs, output_attentions=True)
            expected["batches"].append(
                {
                    "inputs": {key: encode(value) for key, value in inputs.items()},
                    "last_hidden_state": encode(result.last_hidden_state),
                    "hidden_states": [encode(state) for state in result.hidden_states],
                    "attentions": [encode(probabilities) for probabilities in result.attentions[:1]],
                    "pooler_output": encode(result.pooler_output) if expected["pooler"] == "present" else None,
                }
            )
    expected["gradient"] = {
        "batch": 0,
        "d_last_hidden_state": encode(dY),
        "parameters": {key: None if g is None else encode(g) for key, g in single.items()},
    }
    expected["parameter_keys"] = {key: f"{model.base_model_prefix}.{key}" for key in model.state_dict()}
    # How far PyTorch's own float32 is from doubles: well below what the tests allow.
    noise = max(
        float((single[key] - g).abs().max() / g.abs().max()) for key, g in exact.items() if g is not None and key not in zero
    )
    assert noise < 3e-6, (name, noise)
    expected["float64"] = {"gradient_truly_zero": zero, "gradient_max_rel": noise}
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    state = {expected["parameter_keys"][key]: value.contiguous() for key, value in model.state_dict().items()}
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


def buckets():
    """Buckets of the distances -600 ... 600: their edges hang on the rounding of float32."""
    distances = torch.arange(-600, 601)
    return {
        "from": -600,
        "mpnet": MPNetEncoder.relative_position_bucket(-distances).tolist(),
        "deberta": [
            {"buckets": size, "maxDistance": most, "values": make_log_bucket_position(distances, size, most).long().tolist()}
            for size, most in ((256, 512), (32, 700))
        ],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=20261125)
    arguments = parser.parse_args()
    for offset, name in enumerate(KINDS):
        make(name, arguments.out, arguments.seed + offset)
    (arguments.out / "buckets.json").write_text(json.dumps(buckets(), separators=(",", ":")) + "\n")
