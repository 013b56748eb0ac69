"""Exports some of the tiny encoders of encoders.py as ONNX, beside their weights; needs the package onnx too.

    python tools/golden/make/encoders-onnx.py packages/encoders/tests/golden/transformers/checkpoints
"""

import json
import pathlib
import sys

import numpy
import onnx
import torch
from onnx import numpy_helper
from transformers import AutoModel


class Encoder(torch.nn.Module):
    def __init__(self, model, names):
        super().__init__()
        self.model = model
        self.names = names

    def forward(self, *inputs):
        return self.model(**dict(zip(self.names, inputs))).last_hidden_state


def export(folder):
    model = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    expected = json.loads((folder / "expected.json").read_text())
    names = list(expected["batches"][0]["inputs"])
    example = tuple(torch.ones(2, 7, dtype=torch.long) for _ in names)
    path = folder / "onnx" / "model.onnx"
    path.parent.mkdir(exist_ok=True)
    torch.onnx.export(
        Encoder(model, names),
        example,
        str(path),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "batch", 1: "sequence"} for name in names},
        opset_version=17,
        dynamo=False,
    )
    weights = {item.name: numpy_helper.to_array(item) for item in onnx.load(str(path)).graph.initializer}
    expected["onnx"] = {"initializers": {}}
    for key, parameter in model.state_dict().items():
        for name, values in weights.items():
            for transposed in (False, True):
                if numpy.array_equal(values.T if transposed else values, parameter.numpy()):
                    expected["onnx"]["initializers"].setdefault(key, {"name": name, "transposed": transposed})
    (folder / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


for kind in ("tiny-electra", "tiny-mpnet"):
    export(pathlib.Path(sys.argv[1]) / kind)
