"""Runs the program of a model directory beside transformers, on the same weights and batch.

    python compare_with_transformers.py DIRECTORY [--rows 8] [--tokens 2048] [--peak 989e12]

DIRECTORY holds model.pt, model.safetensors and config.json; WriteRandomModel (beside this, in
Java) writes one of 0.5 or 1.5 billion random weights:

    java -cp CLASSES org.touchstone.bench.WriteRandomModel 1.5b /tmp/model bfloat16

Prints one JSON line a measurement, medians of rounds in which the two take turns:

    reward-difference        greatest difference of the two models' rewards
    forward-tokens-per-s, train-tokens-per-s          for both
    forward-ratio, train-ratio                        ours over transformers'
    forward-share-of-peak, train-share-of-peak        of --peak operations per second, for both

A training step is forward and backward of a Bradley-Terry loss, over float32 weights; transformers
computes in bfloat16 by autocast where our program does. Forward is with weights of the precision of
the program. With --recompute, both compute the inside of each layer twice.

Not run on a GPU so far; on a processor it was tried with the size tiny, which says nothing of
speed. The only Python of the project, because transformers is Python; needs torch and transformers.
"""

import argparse
import json
import pathlib
import statistics
import time

import torch
from transformers import AutoModelForSequenceClassification


class Ours:
    """The program in model.pt, as the Java side runs it."""

    def __init__(self, directory, device):
        torch._C._set_graph_executor_optimize(False)
        self.program = torch.jit.load(str(directory / "model.pt"), map_location=device)

    def rewards(self, ids, mask):
        return self.program(ids, mask)[:, 0]

    def step(self, ids, mask):
        clear(self.program)
        loss(self.rewards(ids, mask)).backward()

    def step_recomputed(self, ids, mask):
        clear(self.program)
        remembered = self.program.remember(ids, mask)
        outputs = remembered[0].detach().requires_grad_()
        loss(outputs[:, 0]).backward()
        self.program.recall(ids, mask, remembered, outputs.grad)

    def round_for_scoring(self):
        self.program.prepare()


class Theirs:
    """The same weights in transformers, with PyTorch's fused attention."""

    def __init__(self, directory, device, precision, recompute):
        self.precision = precision
        self.device = device
        self.model = AutoModelForSequenceClassification.from_pretrained(
            directory, num_labels=1, attn_implementation="sdpa", dtype=torch.float32
        ).to(device)
        self.model.config.use_cache = False
        if recompute:
            self.model.gradient_checkpointing_enable({"use_reentrant": False})
            self.model.train()  # it is off in eval; the models here have no dropout
        else:
            self.model.eval()

    def rewards(self, ids, mask):
        return self.model(input_ids=ids, attention_mask=mask).logits[:, 0].float()

    def step(self, ids, mask):
        clear(self.model)
        half = self.precision == torch.bfloat16
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half):
            value = loss(self.rewards(ids, mask))
        value.backward()

    def round_for_scoring(self):
        self.model.eval()
        self.model.to(self.precision)


def clear(module):
    for parameter in module.parameters():
        parameter.grad = None


def loss(rewards):
    half = rewards.shape[0] // 2
    return -torch.nn.functional.logsigmoid(rewards[:half] - rewards[half:]).mean()


def forward_operations(model, tokens):
    """Of one sequence: two a weight of a layer's matrix product and token, and attention."""
    layers = [m for name, m in model.named_modules() if ".layers." in name or ".layer." in name]
    linear = [m for m in layers if isinstance(m, torch.nn.Linear)]
    weights = sum(m.in_features * m.out_features for m in linear)
    config = model.config
    head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    causal = 1.0 if hasattr(model, "bert") or hasattr(model, "roberta") else 0.5
    attention = 4 * tokens * head * config.num_attention_heads * config.num_hidden_layers * causal
    return tokens * (2 * weights + attention)


def seconds(work, device):
    if device.type == "cuda":
        torch.cuda.synchronize()
    start = time.perf_counter()
    work()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - start


def compare(name, ours, theirs, tokens, operations, arguments, device):
    for _ in range(2):
        ours()
        theirs()
    pairs = [(seconds(ours, device), seconds(theirs, device)) for _ in range(arguments.rounds)]
    for who, times in (("touchstone", [a for a, _ in pairs]), ("transformers", [b for _, b in pairs])):
        median = statistics.median(times)
        report(f"{name}-tokens-per-s", tokens / median, who)
        if arguments.peak:
            report(f"{name}-share-of-peak", operations / median / arguments.peak, who)
    report(f"{name}-ratio", statistics.median(b / a for a, b in pairs), "touchstone over transformers")


def report(metric, value, of):
    line = {"benchmark": "transformers", "metric": metric, "value": float(f"{value:.4g}"), "of": of}
    print(json.dumps(line), flush=True)


def scoring(model):
    def run(ids, mask):
        with torch.inference_mode():
            return model.rewards(ids, mask)

    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=8, help="sequences in a batch, an even number")
    parser.add_argument("--tokens", type=int, default=2048, help="length of every sequence")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peak", type=float, help="operations per second of the device, as sold")
    parser.add_argument("--recompute", action="store_true")
    arguments = parser.parse_args()

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    architecture = json.loads((arguments.directory / "touchstone.json").read_text())["architecture"]
    half = str(architecture.get("precision", "")).lower() == "bfloat16"
    ours = Ours(arguments.directory, device)
    theirs = Theirs(
        arguments.directory, device, torch.bfloat16 if half else torch.float32, arguments.recompute
    )

    torch.manual_seed(1)
    shape = (arguments.rows, arguments.tokens)
    ids = torch.randint(1, theirs.model.config.vocab_size, shape, device=device)
    mask = torch.ones_like(ids)
    tokens = ids.numel()
    operations = arguments.rows * forward_operations(theirs.model, arguments.tokens)
    our_step = ours.step_recomputed if arguments.recompute else ours.step
    compare(
        "train",
        lambda: our_step(ids, mask),
        lambda: theirs.step(ids, mask),
        tokens,
        3 * operations,
        arguments,
        device,
    )

    clear(ours.program)
    clear(theirs.model)
    ours.round_for_scoring()
    theirs.round_for_scoring()
    score_ours, score_theirs = scoring(ours), scoring(theirs)
    difference = (score_ours(ids, mask) - score_theirs(ids, mask)).abs().max().item()
    report("reward-difference", difference, "greatest over the batch")
    compare(
        "forward",
        lambda: score_ours(ids, mask),
        lambda: score_theirs(ids, mask),
        tokens,
        operations,
        arguments,
        device,
    )


if __name__ == "__main__":
    main()
