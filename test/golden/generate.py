"""Writes the golden figures that test/unit/stats compares with, from SciPy and scikit-learn.

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install scipy==1.17.1 scikit-learn==1.9.1
    /tmp/golden/bin/python test/golden/generate.py && npx biome format --write test/golden

Seeded: the same versions write the same bytes. Each figure is the reference's own output, never
this project's.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy import optimize, special, stats
from sklearn import metrics

FOLDER = pathlib.Path(__file__).parent


def write(name, content):
    content = {"scipy": scipy.__version__, "sklearn": sklearn.__version__, **content}
    lines = ",\n".join(
        f"  {json.dumps(key)}: " + compact(value) for key, value in content.items()
    )
    (FOLDER / f"{name}.json").write_text("{\n" + lines + "\n}\n")


def compact(value):
    if isinstance(value, list):
        rows = ",\n    ".join(json.dumps(row, allow_nan=False) for row in value)
        return f"[\n    {rows}\n  ]"
    return json.dumps(value, allow_nan=False)


def table(function, *columns):
    """Rows of arguments with the function's value last; values below 1e-290 are left out."""
    rows = []
    for arguments in columns[0] if len(columns) == 1 else zip(*columns):
        value = float(function(*arguments))
        if value == 0 or abs(value) > 1e-290:
            rows.append([*arguments, value])
    return rows


def grid(*axes):
    rows = [[]]
    for axis in axes:
        rows = [[*row, value] for row in rows for value in axis]
    return rows


def distributions():
    noncentral = grid([0.5, 3.0, 30.0, 300.0, 5e5], [1, 2, 9, 40], [0.1, 5.0, 40.0, 300.0, 5e5])
    noncentral = [row for row in noncentral if 1e-12 < stats.ncx2.cdf(*row) < 1 - 1e-9]
    kolmogorov = grid(
        [1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.5, 0.7, 0.95],
        [1, 2, 5, 10, 50, 100, 140, 141, 300, 1000, 5000, 50_000, 100_000, 200_000, 1_000_000],
    )
    kolmogorov = [row for row in kolmogorov if row[0] ** 2 * row[1] < 300]
    write(
        "distributions",
        {
            "normalCdf": table(stats.norm.cdf, [[z] for z in (-37, -20.5, -8, -2, 0, 0.3, 3, 8)]),
            "normalQuantile": table(
                stats.norm.ppf,
                [[p] for p in (1e-280, 1e-50, 1e-15, 1e-9, 2e-8, 1e-5, 0.025, 0.4, 0.8, 0.999)],
            ),
            "chiSquaredSf": table(
                stats.chi2.sf, grid([1e-3, 0.7, 5.0, 40.0, 300.0, 1200.0, 5000.0], [1, 2, 3, 9, 50, 199, 5000])
            ),
            "chiSquaredCdf": table(
                stats.chi2.cdf, grid([1e-3, 0.7, 5.0, 40.0, 300.0, 5000.0], [1, 2, 3, 9, 50, 199, 5000])
            ),
            "chiSquaredUpperQuantile": table(
                stats.chi2.isf, grid([1e-20, 1e-6, 0.01, 0.05, 0.5, 0.95, 0.999], [1, 2, 9, 199, 5000])
            ),
            "noncentralChiSquaredCdf": table(stats.ncx2.cdf, noncentral),
            "kolmogorovSf": table(stats.kstwo.sf, kolmogorov),
            "binomialUpperTail": table(
                lambda k, n, p: stats.binom.sf(k - 1, n, p),
                [
                    [0, 10, 0.5], [9, 10, 0.5], [60, 100, 0.5], [3, 100, 0.2], [300, 1000, 0.1],
                    [501_000, 1_000_000, 0.5], [130, 1_000_000, 1e-4], [10, 10, 0.3],
                ],
            ),
            "binomialQuantile": table(
                stats.binom.ppf,
                [[0.025, 1000, 0.99], [0.975, 1000, 0.99], [0.5, 7, 0.5], [0.025, 5, 0.99], [0.975, 10**6, 0.999]],
            ),
            "hypergeometricProbability": table(
                lambda k, marked, unmarked, draws: stats.hypergeom.pmf(k, marked + unmarked, marked, draws),
                [[2, 5, 7, 4], [0, 3, 9, 4], [50, 100, 900, 500], [5010, 10**4, 10**6, 505_000], [4, 4, 0, 4]],
            ),
        },
    )


def samples(rng):
    """Pairs of count vectors: sparse, tied, unequal, with empty cells, and large."""
    pairs = [
        ([10, 20, 30, 40], [12, 18, 33, 37]),
        ([5, 0, 3, 0, 2], [0, 4, 3, 0, 3]),
        ([1000, 2000, 3000, 400], [90, 180, 350, 60]),
        ([0, 0, 7], [3, 0, 4]),
        ([250_000, 250_000, 500_000], [251_000, 249_500, 499_500]),
    ]
    for cells, n, m in ((10, 500, 700), (50, 5000, 3000), (200, 20_000, 25_000)):
        shares = rng.dirichlet(np.full(cells, 2.0))
        moved = rng.dirichlet(200 * shares + 0.01)
        pairs.append((rng.multinomial(n, shares).tolist(), rng.multinomial(m, moved).tolist()))
    return pairs


def psi(reference, current, level=0.95):
    filled = reference + current > 0
    a, b = reference[filled] + 0.5, current[filled] + 0.5
    p, q = a / a.sum(), b / b.sum()
    raw = float(((p - q) * np.log(p / q)).sum())
    scale = 1 / reference.sum() + 1 / current.sum()
    df = int(filled.sum()) - 1
    statistic = raw / scale

    def bound(target):
        excess = lambda nc: stats.ncx2.cdf(statistic, df, nc) - target
        if stats.chi2.cdf(statistic, df) <= target:
            return 0.0
        return scale * optimize.brentq(excess, 1e-12, 4 * statistic + 100, xtol=1e-13, rtol=1e-14)

    return {
        "raw": raw,
        "estimate": raw - df * scale,
        "pValue": float(stats.chi2.sf(statistic, df)),
        "low": bound(level),
        "high": bound(1 - level),
    }


def kstest(reference, current):
    values = np.arange(len(reference))
    test = stats.ks_2samp(np.repeat(values, reference), np.repeat(values, current), method="asymp")
    return {"statistic": float(test.statistic), "asymptotic": float(test.pvalue)}


def drift():
    rng = np.random.default_rng(20_010_101)
    cases = []
    for reference, current in samples(rng):
        a, b = np.array(reference), np.array(current)
        filled = a + b > 0
        chi = stats.chi2_contingency([a[filled], b[filled]], correction=False)
        values = np.cumsum(rng.uniform(0.1, 2.0, len(a)))
        positive = bool((b[a > 0] > 0).all())
        cases.append(
            {
                "reference": reference,
                "current": current,
                "psi": psi(a, b),
                "chiSquared": {"statistic": chi.statistic, "pValue": chi.pvalue},
                "ks": kstest(a, b),
                "kl": float(special.rel_entr(a / a.sum(), b / b.sum()).sum()) if positive else None,
                "js": float(scipy.spatial.distance.jensenshannon(a, b, base=2)),
                "hellinger": float(np.linalg.norm(np.sqrt(a / a.sum()) - np.sqrt(b / b.sum())) / np.sqrt(2)),
                "values": values.tolist(),
                "wasserstein": float(stats.wasserstein_distance(values, values, a, b)),
            }
        )
    exact = []
    for n, m in ((5, 7), (12, 12), (40, 25), (100, 100), (300, 170), (30, 900)):
        for shift in (0.0, 0.4, 1.0):
            pooled = np.concatenate([rng.normal(size=n), rng.normal(shift, size=m)])
            member = (np.argsort(np.argsort(pooled))).tolist()
            test = stats.ks_2samp(pooled[:n], pooled[n:], method="exact")
            exact.append({"ranks": member, "n": n, "statistic": test.statistic, "pValue": test.pvalue})
    fisher = []
    for a, n, b, m in (
        (3, 10, 9, 12), (0, 50, 5, 40), (120, 1000, 160, 1100), (7, 7, 0, 9), (5, 10, 5, 10),
        (30_000, 1_000_000, 30_700, 1_000_000), (0, 20, 0, 30), (40, 5000, 41, 5000), (2, 40, 30, 41),
    ):
        odds = stats.fisher_exact([[a, n - a], [b, m - b]])
        fisher.append([a, n, b, m, odds.pvalue])
    detectable = []
    for n, m, k, alpha, power in ((1000, 1000, 10, 0.05, 0.8), (50, 5000, 4, 0.01, 0.9), (10**6, 10**6, 200, 0.05, 0.8)):
        critical = stats.chi2.isf(alpha, k - 1)
        nc = optimize.brentq(lambda l: stats.ncx2.sf(critical, k - 1, l) - power, 1e-6, 1e4, xtol=1e-13, rtol=1e-14)
        detectable.append([n, m, k, alpha, power, nc * (1 / n + 1 / m)])
    write("drift", {"cases": cases, "ksExact": exact, "fisherExact": fisher, "minimumDetectablePsi": detectable})


def gate():
    rng = np.random.default_rng(7)
    rows = 200
    labels = (rng.uniform(size=rows) < 0.3).astype(int)
    champion = special.expit(rng.normal(size=rows) + labels)
    challenger = np.round(special.expit(rng.normal(size=rows) + 1.3 * labels), 2)
    binary = {
        "labels": labels.tolist(),
        "champion": champion.tolist(),
        "challenger": challenger.tolist(),
        "auc": [metrics.roc_auc_score(labels, s) for s in (champion, challenger)],
        "logLoss": [metrics.log_loss(labels, s) for s in (champion, challenger)],
        "brier": [metrics.brier_score_loss(labels, s) for s in (champion, challenger)],
        "accuracy": [metrics.accuracy_score(labels, s > 0.5) for s in (champion, challenger)],
        "precision": [metrics.precision_score(labels, s > 0.5) for s in (champion, challenger)],
        "recall": [metrics.recall_score(labels, s > 0.5) for s in (champion, challenger)],
        "f1": [metrics.f1_score(labels, s > 0.5) for s in (champion, challenger)],
        "balancedAccuracy": [metrics.balanced_accuracy_score(labels, s > 0.5) for s in (champion, challenger)],
        "matthewsCorrelation": [metrics.matthews_corrcoef(labels, s > 0.5) for s in (champion, challenger)],
    }
    mcnemar = [
        [b, c, stats.binomtest(b, b + c, 0.5).pvalue, stats.binomtest(c, b + c, 0.5, alternative="greater").pvalue]
        for b, c in ((3, 9), (10, 10), (0, 6), (120, 161), (40_000, 41_500))
    ]
    proportions = []
    for hits, n, level in ((0, 10, 0.95), (10, 10, 0.95), (3, 17, 0.95), (250, 1000, 0.99), (999_000, 10**6, 0.9)):
        test = stats.binomtest(hits, n)
        wilson = test.proportion_ci(level, method="wilson")
        exact = test.proportion_ci(level, method="exact")
        proportions.append([hits, n, level, wilson.low, wilson.high, exact.low, exact.high])
    write("gate", {"binary": binary, "mcnemar": mcnemar, "proportions": proportions})


def bootstrap():
    """SciPy's own BCa interval with many resamples: agreement within Monte Carlo error."""
    rng = np.random.default_rng(11)
    cases = []
    for name, values in (
        ("normal", rng.normal(0.02, 1, 80)),
        ("skewed", rng.lognormal(0, 1, 120) - 1.6),
        ("discrete", rng.choice([-1.0, 0.0, 0.0, 0.0, 1.0, 1.0], 150)),
    ):
        test = stats.bootstrap((values,), np.mean, n_resamples=200_000, method="BCa", rng=rng, batch=2000)
        low, high = test.confidence_interval
        cases.append({"name": name, "values": values.tolist(), "low": low, "high": high})
    write("bootstrap", {"cases": cases})


def multiplicity():
    rng = np.random.default_rng(3)
    cases = []
    for p in (rng.uniform(size=20) ** 3, np.array([0.01, 0.01, 0.04, 0.03, 1.0]), np.array([0.2])):
        ordered = np.argsort(p)
        holm = np.empty_like(p)
        # statsmodels' formula, which SciPy lacks: running maximum of (tests left) * p.
        holm[ordered] = np.minimum(1, np.maximum.accumulate(p[ordered] * np.arange(len(p), 0, -1)))
        cases.append(
            {
                "p": p.tolist(),
                "holm": holm.tolist(),
                "bh": stats.false_discovery_control(p, method="bh").tolist(),
                "by": stats.false_discovery_control(p, method="by").tolist(),
            }
        )
    write("multiplicity", {"cases": cases})


def rollout():
    """Single-stage evidence in closed form: the beta mixture above the acceptable share."""
    cases = []
    for share, mass, canary, stable in ((0.1, 20, 20, 80), (0.1, 20, 10, 90), (0.5, 20, 40, 20), (0.05, 10, 9, 30), (0.2, 40, 0, 12)):
        a, b = mass * share, mass * (1 - share)
        log = (
            special.betaln(a + canary, b + stable) - special.betaln(a, b)
            + stats.beta.logsf(share, a + canary, b + stable) - stats.beta.logsf(share, a, b)
            - canary * np.log(share) - stable * np.log1p(-share)
        )
        cases.append([share, mass, canary, stable, float(log)])
    write("rollout", {"singleStage": cases})


def student_t():
    """Two-sided p-values, also of degrees of freedom that are no whole number."""
    cases = [
        dict(t=t, df=df, p=float(2 * stats.t.sf(t, df)))
        for df in (1, 2.5, 7, 49, 198.3, 5000)
        for t in (0.1, 1.0, 2.2, 4.5, 12.0)
    ]
    write("student-t", {"cases": cases})


def xoshiro128():
    """xoshiro128** from state 1, 2, 3, 4, and splitmix64, in arbitrary precision integers."""
    mask = 2**32 - 1
    rotate = lambda word, bits: ((word << bits) | (word >> (32 - bits))) & mask

    def stream(state, count):
        s, out = list(state), []
        for _ in range(count):
            out.append(rotate(s[1] * 5 & mask, 7) * 9 & mask)
            t = s[1] << 9 & mask
            s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t
            s[3] = rotate(s[3], 11)
        return out

    def splitmix64(seed):
        wide, state = 2**64 - 1, []
        for _ in range(2):
            seed = (seed + 0x9E3779B97F4A7C15) & wide
            z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9 & wide
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB & wide
            z ^= z >> 31
            state += [z & mask, z >> 32]
        return state

    seeds = [0, 1, 42, 2**53 - 1]
    write(
        "random",
        {
            "fromState1234": stream([1, 2, 3, 4], 10),
            "fromSeed": [[seed, stream(splitmix64(seed), 5)] for seed in seeds],
        },
    )


if __name__ == "__main__":
    distributions()
    drift()
    gate()
    bootstrap()
    multiplicity()
    rollout()
    student_t()
    xoshiro128()
