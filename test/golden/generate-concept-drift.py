"""Writes test/golden/concept-drift.json: where river's detectors fire on fixed streams.

    uv venv /tmp/river && uv pip install --python /tmp/river/bin/python river==0.26.0
    /tmp/river/bin/python test/golden/generate-concept-drift.py

Streams come from a 31-bit linear congruential generator that the test repeats, so that they need
not be stored. Each figure is river's own.
"""

import csv
import json
import pathlib

# river 0.26 subscripts it, which Python 3.11 cannot yet.
csv.DictReader.__class_getitem__ = classmethod(lambda cls, _: cls)

import river  # noqa: E402
from river import drift  # noqa: E402

DETECTORS = {
    "adwin": drift.ADWIN,
    "page-hinkley": drift.PageHinkley,
    "ddm": drift.binary.DDM,
    "hddm-a": drift.binary.HDDMA,
    "hddm-w": drift.binary.HDDMW,
}


def uniform(seed):
    state = seed
    while True:
        state = (state * 1103515245 + 12345) % 2**31
        yield state / 2**31


def stream(seed, parts, loss):
    draw = uniform(seed)
    values = []
    for rows, rate in parts:
        for _ in range(rows):
            u = next(draw)
            values.append(rate + u / 2 if loss else float(u < rate))
    return values


CASES = [
    [1, [[5000, 0.2]], False],
    [2, [[2000, 0.2], [2000, 0.3]], False],
    [3, [[2000, 0.2], [2000, 0.5]], False],
    [4, [[1500, 0.05], [1500, 0.15], [1500, 0.05], [1500, 0.4]], False],
    [5, [[1000, 0.5], [1000, 0.1], [1000, 0.9]], False],
    [6, [[300, 0.0], [300, 1.0], [300, 0.0]], False],
    [7, [[10, 0.5]], False],
    [8, [[20000, 0.1], [20000, 0.12]], False],
    [9, [[2000, 0.2], [2000, 0.6]], True],
    [10, [[3000, 0.4], [3000, 0.1], [3000, 0.4]], True],
]


def detections(make, values):
    detector = make()
    found, warnings = [], 0
    for i, x in enumerate(values):
        detector.update(x)
        warnings += bool(getattr(detector, "warning_detected", False))
        if detector.drift_detected:
            found.append(i)
    return [found, warnings]


def main():
    cases = []
    for seed, parts, loss in CASES:
        values = stream(seed, parts, loss)
        found = {
            name: detections(make, values)
            for name, make in DETECTORS.items()
            if not loss or name in ("adwin", "page-hinkley")
        }
        cases.append({"seed": seed, "parts": parts, "loss": loss, "detections": found})
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    text = f'{{\n  "river": "{river.__version__}",\n  "cases": [\n    {lines}\n  ]\n}}\n'
    (pathlib.Path(__file__).parent / "concept-drift.json").write_text(text)


main()
