"""Autoregressions by pandas and statsmodels: python ar.py file|fit|select PATH ORDER

Reads the column `close` of a CSV, then fits AR(ORDER) or selects an order up to ORDER. Prints one JSON line with the seconds of the
call alone; writes the peak memory of the process, in kilobytes, to file descriptor 3.
"""
import json
import os
import resource
import sys
import time

import numpy
import pandas
import statsmodels
from statsmodels.tsa.ar_model import AutoReg, ar_select_order

task, path, order = sys.argv[1], sys.argv[2], int(sys.argv[3])
close = pandas.read_csv(path, usecols=["close"])["close"].to_numpy()
start = time.perf_counter()
if task == "select":
    ar_select_order(close, order, ic="bic")
else:
    AutoReg(close, order).fit()
work = time.perf_counter() - start
version = f"statsmodels {statsmodels.__version__} + pandas {pandas.__version__} + numpy {numpy.__version__}"
print(json.dumps({"version": version, "work": work}))
os.write(3, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode())
