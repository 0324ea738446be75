"""Writes test/golden/correlation.json: SciPy's correlations and their intervals.

    uv venv /tmp/scipy && uv pip install --python /tmp/scipy/bin/python scipy==1.17.1
    /tmp/scipy/bin/python test/golden/correlation.py

Spearman's interval and the intervals of differences are computed here from their papers' formulas
(Bonett & Wright 2000; Zou 2007), because SciPy has neither.
"""

import json
import math
import pathlib

import scipy
from scipy import stats


def uniform(seed):
    state = seed
    while True:
        state = (state * 1103515245 + 12345) % 2**31
        yield state / 2**31


def columns(seed, rows, weight, grid):
    """Two related columns, rounded to a grid so that ranks are tied."""
    draw = uniform(seed)
    x, y = [], []
    for _ in range(rows):
        a, b = next(draw), next(draw)
        x.append(round(a * grid))
        y.append(round((weight * a + (1 - weight) * b) * grid))
    return x, y


def fisher(r, n, level, variance):
    z = math.atanh(r)
    reach = stats.norm.ppf((1 + level) / 2) * math.sqrt(variance / (n - 3))
    return math.tanh(z - reach), math.tanh(z + reach)


def difference(a, b, level):
    """Zou's interval of b - a from (r, low, high) of each."""
    (ra, la, ua), (rb, lb, ub) = a, b
    d = rb - ra
    return d - math.hypot(rb - lb, ua - ra), d + math.hypot(ub - rb, ra - la)


samples, intervals, differences = [], [], []
for seed, rows, weight, grid in [(1, 40, 0.8, 10), (2, 200, 0.3, 1000), (3, 25, -2, 5), (4, 500, 0.5, 3)]:
    x, y = columns(seed, rows, weight, grid)
    pearson, spearman = stats.pearsonr(x, y), stats.spearmanr(x, y)
    samples.append({"x": x, "y": y, "pearson": pearson.statistic, "spearman": spearman.statistic})
    for level in (0.9, 0.95, 0.999):
        low, high = pearson.confidence_interval(level)
        intervals.append(["pearson", pearson.statistic, rows, level, low, high])
        r = spearman.statistic
        intervals.append(["spearman", r, rows, level, *fisher(r, rows, level, 1 + r * r / 2)])
by_level = [entry for entry in intervals if entry[3] == 0.95 and entry[0] == "pearson"]
for a, b in zip(by_level, by_level[1:]):
    low, high = difference((a[1], a[4], a[5]), (b[1], b[4], b[5]), 0.95)
    differences.append([a[1], a[2], b[1], b[2], low, high])
out = pathlib.Path(__file__).with_name("correlation.json")
out.write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "samples": samples,
            "intervals": intervals,
            "differences": differences,
        }
    )
    + "\n"
)
