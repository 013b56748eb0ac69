"""Small files as PyTorch writes them, for the reader in packages/nn: python torch-files.py packages/nn/tests/golden/nn/torch-files"""

import json
import pathlib
import sys
from collections import OrderedDict

import torch

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
base = torch.arange(12, dtype=torch.float32).reshape(3, 4) / 8

state = OrderedDict(
    weight=base.clone(),
    bias=torch.tensor([1.5, -2.5]),
    parameter=torch.nn.Parameter(torch.tensor([3.0])),
    scalar=torch.tensor(2.5, dtype=torch.float64),
    ids=torch.tensor([5, -7, 2**40]),
    short=torch.tensor([1, -1], dtype=torch.int16),
    flags=torch.tensor([True, False]),
    half=torch.tensor([0.5, -3.0], dtype=torch.float16),
    bfloat=torch.tensor([0.5, -3.0], dtype=torch.bfloat16),
    transposed=base.T,
    column=base[:, 1],
    part=base[1:],
    empty=torch.zeros(0, 3),
)
module = torch.nn.Linear(2, 2)
with torch.no_grad():
    module.weight.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    module.bias.copy_(torch.tensor([5.0, 6.0]))
plain = {"text": "naïve", "list": [1, -2, 3.5, None, True], "big": 2**70, "tuple": (1, 2), "state": state["ids"], "bytes": b"\x00\xff"}

torch.save(state, out / "state.pt")
torch.save(state, out / "state-old.pt", _use_new_zipfile_serialization=False)
torch.save(module.state_dict(), out / "module.pt")
torch.save(plain, out / "plain.pt")
torch.save(module, out / "refused.pt")
values = {
    key: {"shape": list(value.shape), "dtype": str(value.dtype)[6:], "values": value.tolist()} for key, value in state.items()
}
(out / "state.json").write_text(json.dumps(values) + "\n")
