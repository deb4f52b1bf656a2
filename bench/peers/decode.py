"""A decoding step in PyTorch, one thread: python decode.py BEAMS VOCAB RUNS
Beam search as transformers has it: log-softmax, the beams' scores added, the best 2 x BEAMS of all; and the choice of one token by temperature,
top-k and top-p. Prints one JSON line, medians in milliseconds."""
import json, sys, time
import numpy as np, torch

torch.set_num_threads(1)
beams, vocab, runs = map(int, sys.argv[1:])
torch.manual_seed(1)
rows = [torch.randn(beams, vocab) * 4 for _ in range(4)]
scores = -torch.rand(beams)


def median_ms(call):
    times = []
    for run in range(runs):
        start = time.perf_counter()
        call(rows[run % len(rows)])
        times.append((time.perf_counter() - start) * 1000)
    return float(np.median(times))


def search(logits):
    return torch.topk((torch.log_softmax(logits, -1) + scores[:, None]).view(-1), 2 * beams)


def sample(logits):
    row = logits[0] / 0.8
    row = row.masked_fill(row < torch.topk(row, 50).values[-1], -torch.inf)
    ascending, order = torch.sort(row)
    drop = torch.softmax(ascending, -1).cumsum(-1) <= 0.1
    return torch.multinomial(torch.softmax(row.masked_fill(drop[order.argsort()], -torch.inf), -1), 1)


with torch.no_grad():
    print(json.dumps({'version': 'torch ' + torch.__version__, 'search': median_ms(search), 'sample': median_ms(sample)}))
