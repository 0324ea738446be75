"""Writes test/golden/peer-drift.json: what installed Evidently and NannyML say of real columns.

    uv venv /tmp/evidently && uv pip install --python /tmp/evidently evidently==0.7.23 'pandas<3' pyarrow
    uv venv /tmp/nannyml && uv pip install --python /tmp/nannyml nannyml==0.13.1 'pandas<3' statsmodels pyarrow
    /tmp/evidently/bin/python test/golden/peer-drift.py evidently
    /tmp/nannyml/bin/python test/golden/peer-drift.py nannyml
    /tmp/evidently/bin/python test/golden/peer-drift.py formulas
    npx biome format --write test/golden/peer-drift.json

The columns are those of the npm package vega-datasets, cut as `cases` in peer-drift.json says: the
test cuts them the same way. Each figure is the tool's own output, never this project's.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd

ROOT = pathlib.Path(__file__).parents[2]
TARGET = pathlib.Path(__file__).parent / "peer-drift.json"

# Rows by place in the file: [first, last).
CASES = [
    {"name": "small", "reference": [0, 900], "current": [5000, 5700]},
    {"name": "middle", "reference": [0, 6000], "current": [20000, 23000]},
    {"name": "large", "reference": [0, 40000], "current": [150000, 180000]},
    {"name": "even", "reference": [0, 2000], "current": [100000, 102000]},
]
NUMBERS = ["delay", "distance", "time"]
CATEGORIES = ["origin", "late"]


def flights():
    frame = pd.read_json(ROOT / "node_modules/vega-datasets/data/flights-200k.json", precise_float=True)
    airports = pd.read_csv(ROOT / "node_modules/vega-datasets/data/flights-airport.csv")
    # A text column of few values, made alike in the test: the ten first airports by place.
    names = sorted(airports["origin"].unique())[:10]
    frame["origin"] = [names[int(d) % 10] if int(d) % 100 < 97 else "new" + str(i // 50000) for i, d in enumerate(frame["distance"])]
    frame["late"] = np.where(frame["delay"] > 15, "yes", "no")
    return frame


def sides(frame, case):
    cut = lambda name: frame.iloc[case[name][0] : case[name][1]].reset_index(drop=True)
    return cut("reference"), cut("current")


def evidently(frame):
    from evidently.legacy.calculations.stattests.registry import get_stattest
    from evidently.legacy.core import ColumnType

    numeric = {"psi": "psi", "js": "jensenshannon", "kl": "kl_div", "wasserstein": "wasserstein",
               "hellinger": "hellinger", "energy": "ed", "ks": "ks", "mann-whitney": "mannw"}
    categorical = {"psi": "psi", "js": "jensenshannon", "kl": "kl_div", "hellinger": "hellinger",
                   "chi-squared": "chisquare", "z": "z", "g": "g_test", "fisher": "fisher_exact"}
    rows = []
    for case in CASES:
        reference, current = sides(frame, case)
        for columns, tests, kind in ((NUMBERS, numeric, ColumnType.Numerical), (CATEGORIES, categorical, ColumnType.Categorical)):
            for column in columns:
                for name, key in tests.items():
                    a, b = reference[column].copy(), current[column].copy()
                    if name == "z" and pd.concat([a, b]).nunique() > 2:
                        continue
                    try:
                        test = get_stattest(a, b, kind, key)
                        result = test(a, b, kind, None)
                    except ValueError:
                        continue
                    value = float(result.drift_score)
                    if np.isfinite(value):
                        rows.append([case["name"], column, f"evidently-{name}", value, bool(result.drifted)])
                test = get_stattest(reference[column], current[column], kind, None)
                result = test(reference[column].copy(), current[column].copy(), kind, None)
                rows.append([case["name"], column, "evidently-default", float(result.drift_score), bool(result.drifted)])
    return rows


def nannyml(frame):
    from nannyml.drift.univariate.calculator import UnivariateDriftCalculator
    from nannyml.chunk import SizeBasedChunker

    continuous = {"js": "jensen_shannon", "ks": "kolmogorov_smirnov", "wasserstein": "wasserstein", "hellinger": "hellinger"}
    categorical = {"js": "jensen_shannon", "l-infinity": "l_infinity", "hellinger": "hellinger", "chi-squared": "chi2"}
    rows = []
    for case in CASES:
        reference, current = sides(frame, case)
        calculator = UnivariateDriftCalculator(
            column_names=NUMBERS + CATEGORIES, treat_as_categorical=CATEGORIES,
            continuous_methods=list(continuous.values()), categorical_methods=list(categorical.values()),
        )
        calculator.fit(reference)
        # Default chunks learn the limit; the current rows are one chunk.
        for methods in calculator._column_to_models_mapping.values():
            for method in methods:
                method.chunker = None
        calculator.chunker = SizeBasedChunker(chunk_size=len(current))
        result = calculator.calculate(current).filter(period="analysis").to_df()
        for columns, tests in ((NUMBERS, continuous), (CATEGORIES, categorical)):
            for column in columns:
                for name, key in tests.items():
                    part = result[column][key].iloc[0]
                    limit = None if key == "chi2" else float(part["upper_threshold"])
                    rows.append([case["name"], column, f"nannyml-{name}", float(part["value"]), bool(part["alert"]), limit])
    return rows


def formulas(frame):
    """The other tools' formulas, written anew over whole columns with NumPy and SciPy."""
    from scipy import special, stats
    from scipy.spatial.distance import jensenshannon

    def even(a, b, bins):
        edges = np.linspace(min(a.min(), b.min()), max(a.max(), b.max()), bins + 1)
        return np.histogram(a, edges)[0] / len(a), np.histogram(b, edges)[0] / len(b)

    psi = lambda p, q: float(((p - q) * np.log(p / q)).sum())
    fill = lambda p, by: np.where(p == 0, by, p)
    robust = lambda d, n, m: max(0.0, d - 1.8 * np.sqrt((n + m) / (n * m)))

    def tfdv_jsd(a, b):
        (ha, ea), (hb, eb) = np.histogram(a, 10), np.histogram(b, 10)
        edges = np.unique(np.concatenate([ea, eb]))
        spread = lambda h, e: np.diff(np.interp(edges, e, np.concatenate([[0], np.cumsum(h / h.sum())])))
        return jensenshannon(spread(ha, ea), spread(hb, eb), 2) ** 2

    def counts(a, b):
        keys = sorted(set(a) | set(b))
        tally = lambda side: np.array([(side == key).sum() for key in keys], dtype=float)
        return tally(a), tally(b)

    def cramers_v(x, y):
        table = np.array([x, y])
        n, k = table.sum(), len(x)
        phi = max(0, stats.chi2_contingency(table, correction=False)[0] / n - (k - 1) / (n - 1))
        return np.sqrt(phi / min(k - (k - 1) ** 2 / (n - 1) - 1, 2 - 1 / (n - 1) - 1))

    rows = []
    for case in CASES:
        reference, current = sides(frame, case)
        for column in NUMBERS:
            a, b = reference[column].to_numpy(float), current[column].to_numpy(float)
            n, m = len(a), len(b)
            d = stats.ks_2samp(a, b).statistic
            p10, q10 = even(a, b, 10)
            p30, q30 = even(a, b, 30)
            law = float(stats.kstwo.sf(d, round(n * m / (n + m))))
            ours = {
                "tfdv-jsd": tfdv_jsd(a, b),
                "deequ-ks": robust(d, n, m),
                "soda-psi": psi(fill(q10, 1e-5), fill(p10, 1e-5)),
                "soda-wasserstein": stats.wasserstein_distance(a, b) / np.concatenate([a, b]).std(),
                "soda-ks": stats.ks_2samp(a, b).pvalue,
                "whylogs-ks": law,
                "alibi-detect-ks": law,
                "whylogs-hellinger": np.sqrt(((np.sqrt(p30) - np.sqrt(q30)) ** 2).sum() / 2),
                "deepchecks-ks": d,
                "frouros-psi": psi(fill(q10, np.finfo(float).tiny), fill(p10, np.finfo(float).tiny)),
            }
            rows += [[case["name"], column, name, float(value)] for name, value in ours.items()]
        for column in CATEGORIES:
            x, y = counts(reference[column].to_numpy(), current[column].to_numpy())
            p, q = x / x.sum(), y / y.sum()
            gap = np.abs(p - q).max()
            ours = {
                "tfdv-l-infinity": gap,
                "deequ-l-infinity": robust(gap, x.sum(), y.sum()),
                "deepchecks-cramers-v": cramers_v(x, y),
                "deepchecks-psi": psi(np.maximum(p, 0.01), np.maximum(q, 0.01)),
                "alibi-detect-chi-squared": stats.chi2_contingency([x, y])[1],
            }
            if (x > 0).all():
                ours["whylogs-chi-squared"] = stats.chisquare(y, p * y.sum())[1]
                ours["great-expectations-kl"] = special.rel_entr(q, p).sum()
            if (x > 0).all() and (y > 0).all():
                ours["deequ-psi"] = psi(q, p)
            if (x >= 10).all():
                ours["deequ-chi-squared"] = stats.chisquare(y, p * y.sum())[1]
                w = np.round(p * y.sum()) + 1
                if (y >= 5).all():
                    ours["soda-chi-squared"] = stats.chisquare(y + 1, w * (y + 1).mean() / w.mean())[1]
            rows += [[case["name"], column, name, float(value)] for name, value in ours.items()]
    return rows


if __name__ == "__main__":
    frame = flights()
    known = json.loads(TARGET.read_text()) if TARGET.exists() else {}
    tool = sys.argv[1]
    known["cases"] = CASES
    known[tool] = {"evidently": evidently, "nannyml": nannyml, "formulas": formulas}[tool](frame)
    TARGET.write_text(json.dumps(known, indent=1, allow_nan=False) + "\n")
