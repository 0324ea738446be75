"""Writes test/golden/performance-estimation.json: NannyML's estimates from given probabilities.

    uv venv --python 3.11 /tmp/nannyml
    uv pip install --python /tmp/nannyml/bin/python nannyml==0.13.1 statsmodels
    NML_DISABLE_USAGE_LOGGING=1 /tmp/nannyml/bin/python test/golden/generate-performance-estimation.py

The probabilities have five decimals at most, because NannyML rounds the counts of its ROC curve to
as many. Each figure is NannyML's, or for the calibration scikit-learn's, own.
"""

import json
import pathlib

import nannyml
import numpy as np
import pandas as pd
import sklearn
from nannyml.chunk import SizeBasedChunker
from nannyml.performance_estimation.confidence_based import metrics as cbpe
from nannyml.performance_estimation.direct_loss_estimation import metrics as dle
from nannyml.thresholds import ConstantThreshold
from sklearn.isotonic import IsotonicRegression

ROWS = 400


def five(values):
    return np.round(values, 5)


def binary(random):
    # Distinct: NannyML ranks equal scores by their place in the file.
    score = five(random.permutation(ROWS) / ROWS + 0.001)
    score = np.clip(score, 0.00001, 0.99999)
    chance = five(np.clip(score**1.4 + random.normal(0, 0.05, ROWS), 0, 1))
    answer = (score >= 0.5).astype(int)
    return {
        "score": score.tolist(),
        "chance": chance.tolist(),
        "threshold": 0.5,
        "auc": cbpe.estimate_roc_auc(chance, score),
        "accuracy": cbpe.estimate_accuracy(answer, chance),
        "f1": cbpe.estimate_f1(answer, chance),
        "precision": cbpe.estimate_precision(answer, chance),
        "recall": cbpe.estimate_recall(answer, chance),
    }


def multiclass(random):
    raw = random.dirichlet([2, 1, 1.5], 200)
    names = ["a", "b", "c"]
    frame = pd.DataFrame(raw, columns=[f"p_{name}" for name in names])
    frame["answer"] = [names[i] for i in random.integers(0, 3, len(frame))]
    outputs = {name: f"p_{name}" for name in names}
    figures = {
        "accuracy": cbpe.MulticlassClassificationAccuracy,
        "f1-macro": cbpe.MulticlassClassificationF1,
        "precision-macro": cbpe.MulticlassClassificationPrecision,
        "recall-macro": cbpe.MulticlassClassificationRecall,
    }
    found = {
        name: metric(
            y_pred_proba=outputs,
            y_pred="answer",
            y_true="label",
            chunker=SizeBasedChunker(10),
            threshold=ConstantThreshold(),
        )._estimate(frame)
        for name, metric in figures.items()
    }
    return {
        "chances": [frame[f"p_{name}"].tolist() for name in names],
        "answers": [names.index(answer) for answer in frame["answer"]],
        **found,
    }


class Given:
    """Stands for the model of the loss: what it predicts is given."""

    def __init__(self, losses):
        self.losses = losses

    def predict(self, X):
        return self.losses


def regression(random):
    losses = random.gamma(2, 1.5, 300) - 0.5
    frame = pd.DataFrame({"prediction": random.normal(size=300)})
    found = {}
    for name, metric in {"mae": dle.MAE, "mape": dle.MAPE, "rmse": dle.RMSE}.items():
        made = metric(
            feature_column_names=[],
            y_true="label",
            y_pred="prediction",
            chunker=SizeBasedChunker(10),
            threshold=ConstantThreshold(),
            tune_hyperparameters=False,
            hyperparameter_tuning_config={},
            hyperparameters={},
        )
        made._dee_model = Given(losses)
        found[name] = made._estimate(frame)
    return {"losses": losses.tolist(), **found}


def isotonic(random):
    x = np.sort(random.choice(1000, 60, replace=False)) / 1000
    y = np.clip(x + random.normal(0, 0.3, 60), 0, 1)
    weights = random.integers(1, 9, 60)
    asked = np.round(np.linspace(-0.1, 1.1, 41), 3)
    fitted = IsotonicRegression(out_of_bounds="clip").fit(x, y, sample_weight=weights)
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "weights": weights.tolist(),
        "asked": asked.tolist(),
        "predicted": fitted.predict(asked).tolist(),
    }


def main():
    random = np.random.default_rng(11)
    content = {
        "nannyml": nannyml.__version__,
        "sklearn": sklearn.__version__,
        "binary": binary(random),
        "multiclass": multiclass(random),
        "regression": regression(random),
        "isotonic": isotonic(random),
    }
    lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in content.items())
    path = pathlib.Path(__file__).parent / "performance-estimation.json"
    path.write_text("{\n" + lines + "\n}\n")


main()
