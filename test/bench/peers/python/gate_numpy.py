"""What a data scientist writes by hand: metrics by scikit-learn, fairness by Fairlearn, and a
paired bootstrap in NumPy of the difference of each metric.

usage: gate_numpy.py CHALLENGER CHAMPION REPLICATES
"""

import sys

import numpy as np
import pandas as pd
from fairlearn.metrics import (
    demographic_parity_difference,
    demographic_parity_ratio,
    equalized_odds_difference,
)
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score

challenger = pd.read_parquet(sys.argv[1])
champion = pd.read_parquet(sys.argv[2])[["id", "prediction"]]
rows = challenger.merge(champion, on="id", suffixes=("", "_champion"))
label = rows["label"].to_numpy()
scores = (rows["prediction"].to_numpy(), rows["prediction_champion"].to_numpy())

metrics = {
    "auc": roc_auc_score,
    "log-loss": log_loss,
    "accuracy": lambda y, p: accuracy_score(y, p >= 0.5),
}
rng = np.random.default_rng(0)
deltas = {name: [] for name in metrics}
for _ in range(int(sys.argv[3])):
    drawn = rng.integers(0, len(label), len(label))
    for name, metric in metrics.items():
        ours, theirs = (metric(label[drawn], score[drawn]) for score in scores)
        deltas[name].append(ours - theirs)
for name, metric in metrics.items():
    ours, theirs = (metric(label, score) for score in scores)
    low, high = np.percentile(deltas[name], [2.5, 97.5])
    print(f"{name} {ours!r} {ours - theirs!r} {low!r} {high!r}")

decided = scores[0] >= 0.5
for measure in (
    demographic_parity_difference,
    demographic_parity_ratio,
    equalized_odds_difference,
):
    print(measure.__name__, repr(measure(label, decided, sensitive_features=rows["place"])))
