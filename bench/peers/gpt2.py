"""GPT-2 124M with random weights in transformers: milliseconds a token, greedy and with 5 beams, 7 prompt tokens to 50. python gpt2.py RUNS"""
import json, sys, time
import torch, transformers
from transformers import GPT2Config, GPT2LMHeadModel

PROMPT, LENGTH = [464, 3290, 318, 262, 749, 2495, 995], 50
runs = int(sys.argv[1])
torch.manual_seed(0)
model = GPT2LMHeadModel(GPT2Config()).eval()
ids = torch.tensor([PROMPT])


def milliseconds(beams):
    options = dict(max_length=LENGTH, min_length=LENGTH, num_beams=beams, do_sample=False, pad_token_id=50256,
                   attention_mask=torch.ones_like(ids))
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        with torch.no_grad():
            model.generate(ids, **options)
        times.append(time.perf_counter() - start)
    return sorted(times[1:])[runs // 2] / (LENGTH - len(PROMPT)) * 1e3


print(json.dumps(dict(version='transformers ' + transformers.__version__, greedyMs=milliseconds(1), beamsMs=milliseconds(5))))
