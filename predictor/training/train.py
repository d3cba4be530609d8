#!/usr/bin/env python3
"""Trains the demonstration model on a synthetic county, and makes the small models of the predictor's tests.

    punos predictions export --features age,emergency_visits_90d,emergency_visits_365d,days_since_emergency,ward_stays_365d,\
home_care_visits_30d,contacts_365d --outcome emergency_visits_next_90d --day 2026-08-01 --age-from 18 --by NAME --reason TEXT > county.csv
    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install numpy onnx
    /tmp/venv/bin/python predictor/training/train.py demo county.csv models/emergency_visits_90d
    /tmp/venv/bin/python predictor/training/train.py samples predictor/tests

Logistic regression by Newton's method, with a ridge; nothing is drawn at random but the halves the clients are split into and the samples,
and both have a seed. What is told of the model in its card is reckoned from the half it was not trained on.
"""
import csv
import hashlib
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

SEED = 20261124
RIDGE = 1.0


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def logistic(x, y, steps=50):
    """Weights and intercept by Newton's method; `x` is standardised, and the intercept is not held back by the ridge."""
    a = np.column_stack([x, np.ones(len(x))])
    w = np.zeros(a.shape[1])
    held = np.full(a.shape[1], RIDGE)
    held[-1] = 0.0
    for _ in range(steps):
        p = sigmoid(a @ w)
        slope = a.T @ (p - y) + held * w
        bend = (a * (p * (1 - p))[:, None]).T @ a + np.diag(held)
        step = np.linalg.solve(bend, slope)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    return w[:-1], w[-1]


def graph(name, nodes, width, out, constants=()):
    """A model of one input of rows and one output of numbers."""
    inputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, width])]
    outputs = [helper.make_tensor_value_info("probability", TensorProto.FLOAT, [None, out])]
    model = helper.make_model(
        helper.make_graph(nodes, name, inputs, outputs, list(constants)),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)],
        producer_name="punos-training",
    )
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def linear_model(name, mean, spread, weights, intercept):
    nodes = [
        helper.make_node("Scaler", ["features"], ["scaled"], domain="ai.onnx.ml", offset=[float(v) for v in mean], scale=[float(1 / v) for v in spread]),
        helper.make_node(
            "LinearClassifier", ["scaled"], ["label", "probability"], domain="ai.onnx.ml",
            coefficients=[float(v) for v in np.concatenate([-weights, weights])], intercepts=[float(-intercept), float(intercept)],
            classlabels_ints=[0, 1], multi_class=0, post_transform="LOGISTIC",
        ),
    ]
    return graph(name, nodes, len(weights), 2)


def auc(p, y):
    """The chance that one it happened to was given a higher prediction than one it did not; ties count half."""
    order = np.argsort(p, kind="mergesort")
    rank = np.empty(len(p))
    rank[order] = np.arange(1, len(p) + 1)
    for value in np.unique(p):
        same = p == value
        rank[same] = rank[same].mean()
    n1 = y.sum()
    return (rank[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * (len(y) - n1))


def words(fi, sv, en):
    return f"{{ fi = {json.dumps(fi, ensure_ascii=False)}, sv = {json.dumps(sv, ensure_ascii=False)}, en = {json.dumps(en, ensure_ascii=False)} }}"


def numbers(values, digits=4):
    return "[" + ", ".join(repr(round(float(v), digits)) for v in values) + "]"


def demo(table, folder):
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    names = [key for key in rows[0] if key != "row"]
    features, outcome = names[:-1], names[-1]
    x = np.array([[float(row[key]) for key in features] for row in rows])
    y = np.array([float(float(row[outcome]) >= 1) for row in rows])
    # The order of the rows is random in every export, so they are put in an order of their own before the halves are drawn.
    order = np.lexsort(np.column_stack([x, y]).T)
    x, y = x[order], y[order]
    half = np.random.default_rng(SEED).permutation(len(x)) % 2 == 0
    mean, spread = x[half].mean(axis=0), x[half].std(axis=0)
    spread[spread < 1e-9] = 1.0
    weights, intercept = logistic((x[half] - mean) / spread, y[half])
    model = linear_model("emergency_visits_90d", mean, spread, weights, intercept)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = model.SerializeToString(deterministic=True)
    (folder / "model.onnx").write_bytes(data)

    xt, yt = x[~half], y[~half]
    p = sigmoid((xt - mean) / spread @ weights + intercept)
    groups = []
    age = xt[:, features.index("age")]
    for label, those in [
        (words("Alle 65-vuotiaat", "Under 65 år", "Under 65 years"), age < 65),
        (words("65–79-vuotiaat", "65–79 år", "65–79 years"), (age >= 65) & (age < 80)),
        (words("80 vuotta täyttäneet", "80 år och äldre", "80 years and older"), age >= 80),
    ]:
        if those.sum() >= 10:
            groups.append((label, int(those.sum()), p[those].mean(), yt[those].mean()))
    bins = []
    for nth, key in enumerate(features):
        column = x[half][:, nth]
        edges = np.unique(np.quantile(column, [0.2, 0.4, 0.6, 0.8]))
        edges = edges[edges > column.min()]
        if len(edges) == 0:
            # Nearly all have the same: beside them the rest.
            edges = np.array([column.min() + 1e-6])
        where = (column[:, None] >= edges[None, :]).sum(axis=1)
        shares = np.bincount(where, minlength=len(edges) + 1) / len(column)
        bins.append((key, edges, shares))
    today = date.fromtimestamp(Path(table).stat().st_mtime)
    base = y[half].mean()
    card = f"""# The card of the demonstration model, written by predictor/training/train.py. What each field is: models/README.md.
name = "emergency_visits_90d"
version = "1"
label = {words("Päivystyskäynti 90 päivän sisällä (esittelymalli)", "Jourbesök inom 90 dagar (demonstrationsmodell)", "Emergency visit within 90 days (demonstration)")}
purpose = {words("Esittelee, miten ennuste luetaan, epäillään ja siihen vastataan. Ei päätöksiin.", "Visar hur en prediktion läses, ifrågasätts och besvaras. Inte för beslut.", "Shows how a prediction is read, doubted and answered. Not for decisions.")}
plain = {words("Arvio siitä, tarvitsetko päivystystä seuraavien kolmen kuukauden aikana. Ammattilainen päättää aina itse.", "En uppskattning av om du behöver jouren under de följande tre månaderna. En yrkesperson beslutar alltid själv.", "An estimate of whether you need emergency care in the next three months. A professional always decides themself.")}
data = {words(f"Keksityt asukkaat: {int(half.sum())} synteettisen hyvinvointialueen asukasta. Ei yhtään oikeaa ihmistä.", f"Påhittade invånare: {int(half.sum())} invånare i ett syntetiskt välfärdsområde. Inte en enda verklig människa.", f"Invented residents: {int(half.sum())} of a synthetic county. Not one real person.")}
limits = {words("Malli ei kerro mitään oikeista ihmisistä, ja keksityistäkin se erottelee vain heikosti. Keksityn alueen päivystyskäynnit arvotaan, joten malli oppii arpojan säännöt. Sukupuolta ja kieltä malli ei tiedä, eikä sitä ole kokeiltu niiden mukaan.", "Modellen säger ingenting om verkliga människor, och också de påhittade skiljer den bara svagt åt. Det påhittade områdets jourbesök lottas, så modellen lär sig lottningens regler. Modellen känner inte till kön och språk och har inte prövats enligt dem.", "The model shows nothing of real people, and tells even the invented ones apart only weakly. The invented county's emergency visits are drawn by lot, so it learns the rules of the lot. It is not told sex or language, and has not been tried by them.")}
owner = "Punos, esittely"
ground = {words("Vain esittelyyn keksityillä asukkailla.", "Endast för demonstration med påhittade invånare.", "For demonstration with invented residents alone.")}
law = "(EU) 2016/679 22 art.: päätöstä ei tehdä tällä; ei käyttöä oikeilla henkilötiedoilla"
register = "patient"
service_task = "health"
trained_on = "{today}"
valid_from = "2024-01-01"
valid_to = "{today + timedelta(days=3650)}"
sha256 = "{hashlib.sha256(data).hexdigest()}"
age_from = 18
age_to = 120
features = {json.dumps(features)}
# The typical client that others are compared with: the median of each.
reference = {numbers(np.median(x[half], axis=0))}
outcome = "{outcome}"
outcome_least = 1
outcome_words = {words("Vähintään yksi päivystyskäynti seuraavien 90 päivän aikana", "Minst ett jourbesök under de följande 90 dagarna", "At least one emergency visit in the next 90 days")}
threshold = {round(float(np.quantile(p, 0.8)), 3)}
bands = [
  {{ code = "usual", below = {round(float(base * 1.5), 3)}, label = {words("Tavanomainen", "Vanlig", "Usual")} }},
  {{ code = "raised", below = {round(float(min(base * 3, 0.95)), 3)}, label = {words("Tavanomaista suurempi", "Större än vanligt", "Higher than usual")} }},
  {{ code = "high", below = 1.01, label = {words("Selvästi tavanomaista suurempi", "Tydligt större än vanligt", "Clearly higher than usual")} }},
]

[tested]
n = {len(yt)}
happened = {int(yt.sum())}
brier = {round(float(((p - yt) ** 2).mean()), 4)}
auc = {round(float(auc(p, yt)), 3)}
"""
    for label, n, predicted, happened in groups:
        card += f"\n[[groups]]\nlabel = {label}\nn = {n}\npredicted = {predicted:.4f}\nhappened = {happened:.4f}\n"
    for key, edges, shares in bins:
        card += f'\n[[bins]]\nfeature = "{key}"\nedges = {numbers(edges, 6)}\nshares = {numbers(shares)}\n'
    (folder / "card.toml").write_text(card)
    print(f"{len(x)} clients, {base:.3f} of whom it happened to; AUC {auc(p, yt):.3f}")
    for key, weight in zip(features, weights):
        print(f"  {key:24} {weight:+.3f} a standard deviation")


def stump_tree(x, residual, depth):
    """A regression tree as nested tuples (feature, value, below, above) with numbers as leaves."""
    if depth == 0 or len(x) < 20:
        return float(residual.mean()) if len(residual) else 0.0
    best = None
    for feature in range(x.shape[1]):
        for value in np.quantile(x[:, feature], [0.25, 0.5, 0.75]):
            below = x[:, feature] <= value
            if below.all() or not below.any():
                continue
            loss = residual[below].var() * below.sum() + residual[~below].var() * (~below).sum()
            if best is None or loss < best[0]:
                best = (loss, feature, float(np.float32(value)), below)
    if best is None:
        return float(residual.mean())
    _, feature, value, below = best
    return (feature, value, stump_tree(x[below], residual[below], depth - 1), stump_tree(x[~below], residual[~below], depth - 1))


def tree_nodes(trees, prefix):
    """The attributes of a tree ensemble."""
    told = {key: [] for key in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    leaves = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}

    def put(tree, which):
        mine = sum(1 for one in told["treeids"] if one == which)
        for key in told:
            told[key].append(0)
        place = len(told["treeids"]) - 1
        told["treeids"][place], told["nodeids"][place] = which, mine
        if isinstance(tree, tuple):
            feature, value, below, above = tree
            told["featureids"][place], told["values"][place], told["modes"][place] = feature, value, "BRANCH_LEQ"
            told["truenodeids"][place] = put(below, which)
            told["falsenodeids"][place] = put(above, which)
        else:
            told["values"][place], told["modes"][place] = 0.0, "LEAF"
            for key, value in zip(leaves, (which, mine, 0, tree)):
                leaves[key].append(value)
        return mine

    for which, tree in enumerate(trees):
        put(tree, which)
    nodes = {f"nodes_{key}": value for key, value in told.items()}
    nodes["nodes_values"] = [float(v) for v in nodes["nodes_values"]]
    return nodes | {f"{prefix}_{key}": value for key, value in leaves.items()}


def samples(folder):
    """One small model of each kind on invented numbers, with what the reference runtime of ONNX says of twenty rows."""
    folder = Path(folder) / "models"
    dice = np.random.default_rng(SEED)
    x = dice.normal(size=(400, 3)) * [10, 2, 1] + [70, 3, 0]
    y = (dice.random(400) < sigmoid((x[:, 0] - 70) / 10 + (x[:, 1] - 3) * (x[:, 2] > 0))).astype(float)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    weights, intercept = logistic((x - mean) / spread, y)
    models = {"linear": linear_model("linear", mean, spread, weights, intercept)}

    trees, score = [], np.zeros(len(x))
    for _ in range(8):
        trees.append(stump_tree(x, 2 * (y - sigmoid(score)), 2))

        def value(tree, row):
            while isinstance(tree, tuple):
                tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
            return tree

        score += np.array([value(trees[-1], row) for row in x])
    node = helper.make_node(
        "TreeEnsembleRegressor", ["features"], ["score"], domain="ai.onnx.ml", n_targets=1, base_values=[0.1], **tree_nodes(trees, "target"),
    )
    models["trees"] = graph("trees", [node, helper.make_node("Sigmoid", ["score"], ["probability"])], 3, 1)

    # Two layers, learnt by plain gradient descent.
    z = (x - mean) / spread
    w1, b1 = dice.normal(size=(3, 8)) * 0.5, np.zeros(8)
    w2, b2 = dice.normal(size=(8, 1)) * 0.5, np.zeros(1)
    for _ in range(500):
        hidden = np.maximum(z @ w1 + b1, 0)
        out = sigmoid(hidden @ w2 + b2)
        wrong = (out - y[:, None]) / len(y)
        back = (wrong @ w2.T) * (hidden > 0)
        for held, slope in ((w2, hidden.T @ wrong), (b2, wrong.sum(axis=0)), (w1, z.T @ back), (b1, back.sum(axis=0))):
            held -= 0.5 * slope
    constants = [
        helper.make_tensor(name, TensorProto.FLOAT, value.shape, value.astype(np.float32).tobytes(), raw=True)
        for name, value in (("mean", mean), ("spread", spread), ("w1", w1.T.copy()), ("b1", b1), ("w2", w2), ("b2", b2))
    ]
    nodes = [
        helper.make_node("Sub", ["features", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "spread"], ["scaled"]),
        helper.make_node("Gemm", ["scaled", "w1", "b1"], ["first"], transB=1),
        helper.make_node("Relu", ["first"], ["hidden"]),
        helper.make_node("MatMul", ["hidden", "w2"], ["second"]),
        helper.make_node("Add", ["second", "b2"], ["score"]),
        helper.make_node("Sigmoid", ["score"], ["probability"]),
    ]
    models["net"] = graph("net", nodes, 3, 1, constants)

    rows = x[:20].astype(np.float32)
    golden = {"rows": rows.astype(float).tolist(), "mean": mean.tolist(), "spread": spread.tolist(), "weights": weights.tolist()}
    for name, model in models.items():
        data = model.SerializeToString(deterministic=True)
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "model.onnx").write_bytes(data)
        said = ReferenceEvaluator(model).run(["probability"], {"features": rows})[0]
        golden[name] = np.asarray(said)[:, -1].astype(float).tolist()
        it = words("kokeilu", "prov", "a try")
        (folder / name / "card.toml").write_text(
            f'name = "{name}"\nversion = "1"\n'
            + "".join(f"{key} = {it}\n" for key in ("label", "purpose", "plain", "data", "limits", "ground", "outcome_words"))
            + f'owner = "Punos"\nlaw = "-"\nregister = "patient"\nservice_task = "health"\ntrained_on = "2026-11-24"\n'
            + f'valid_from = "2024-01-01"\nvalid_to = "2036-01-01"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\nage_from = 0\nage_to = 120\n'
            + f'features = ["age", "emergency_visits_90d", "contacts_365d"]\nreference = {numbers(mean)}\noutcome = "emergency_visits_next_90d"\n'
            + f'outcome_least = 1\nthreshold = 0.5\nbands = [{{ code = "all", below = 1.01, label = {it} }}]\n'
            + "\n[tested]\nn = 400\nhappened = 200\nbrier = 0.2\nauc = 0.7\n"
            + f"\n[[groups]]\nlabel = {it}\nn = 400\npredicted = 0.5\nhappened = 0.5\n"
            + '\n[[bins]]\nfeature = "age"\nedges = [70.0]\nshares = [0.5, 0.5]\n'
        )
    (folder.parent / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["demo", table, folder]:
            demo(table, folder)
        case ["samples", folder]:
            samples(folder)
        case _:
            sys.exit(__doc__)
