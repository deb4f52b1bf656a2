"""Products, the read speed of memory and the product with GPT-2's head, in PyTorch: python products.py SHAPES FLOATS
SHAPES is JSON, a list of {"name", "m", "k", "n", "transpose"}; the last one is the head. Prints one JSON line. Threads: THREADS (2)."""
import json, os, sys, time
import numpy as np, torch

torch.set_num_threads(int(os.environ.get('THREADS', '2')))


def median_seconds(call):
    call()
    start = time.perf_counter()
    call()
    calls = max(1, int(2e-3 / max(1e-9, time.perf_counter() - start)))
    times = []
    for _ in range(75):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        times.append((time.perf_counter() - start) / calls)
    return float(np.median(times))


def product_seconds(shape):
    m, k, n = shape['m'], shape['k'], shape['n']
    a = torch.randn(k, m).T if shape['transpose'] == 'a' else torch.randn(m, k)
    b = torch.randn(n, k).T if shape['transpose'] == 'b' else torch.randn(k, n)
    with torch.no_grad():
        return median_seconds(lambda: a @ b)


*shapes, head = json.loads(sys.argv[1])
ones = torch.ones(int(sys.argv[2]))
print(json.dumps({
    'version': 'torch ' + torch.__version__,
    'gflops': {s['name']: 2e-9 * s['m'] * s['k'] * s['n'] / product_seconds(s) for s in shapes},
    'readGbPerSecond': 4e-9 * ones.numel() / median_seconds(lambda: ones.sum()),
    'headGbPerSecond': 4e-9 * head['k'] * head['n'] / product_seconds(head),
}))
