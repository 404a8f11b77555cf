"""Tells the sex of a penguin from its measurements: a network with one hidden layer, trained by gradient descent.

Needs nothing but Python 3. The same config and data give the same files.
"""

import argparse
import csv
import json
import math
import os
import random

MEASUREMENTS = ["bill_length", "bill_depth", "flipper_length", "body_mass"]
SPECIES = ["Adelie", "Chinstrap", "Gentoo"]


def read_config(path):
    """Reads the YAML that a config needs: groups of `key: value`, where a value is a JSON literal or a bare word."""
    config, group = {}, None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.split(" #")[0].rstrip()
        if not line or line.startswith("#"):
            continue
        key, colon, text = line.strip().partition(":")
        if not colon:
            raise SystemExit(f"{path}:{number}: expected `key: value`")
        if not line.startswith(" "):
            group = config.setdefault(key, {})
            continue
        text = text.strip()
        try:
            group[key] = json.loads(text)
        except ValueError:
            group[key] = text.strip("'")
    return config


def read_birds(data, features):
    """Returns (features, is male, body mass) of every bird that was measured whole."""
    with open(data["path"], newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["sex"] and row["bill_length"]]
    birds = []
    for row in rows:
        inputs = [float(row[name]) for name in MEASUREMENTS if features[name]]
        if features["species"]:
            inputs += [float(row["species"] == name) for name in SPECIES]
        birds.append((inputs, float(row["sex"] == "male"), float(row["body_mass"])))
    return birds


def standardise(train, val):
    """Shifts and scales every feature by the training birds' mean and deviation."""
    columns = list(zip(*(inputs for inputs, _, _ in train)))
    means = [math.fsum(column) / len(column) for column in columns]
    spreads = [math.sqrt(math.fsum((x - m) ** 2 for x in c) / len(c)) or 1.0 for c, m in zip(columns, means)]

    def scale(inputs):
        return [(x - m) / s for x, m, s in zip(inputs, means, spreads)]

    return [[(scale(inputs), sex, mass) for inputs, sex, mass in part] for part in (train, val)]


def weigh(weights, inputs):
    """The weighted sum; the last weight is the bias. `fsum`, as plain `sum` rounds differently from Python 3.12 on."""
    return math.fsum([weight * x for weight, x in zip(weights, inputs)] + [weights[-1]])


class Network:
    def __init__(self, inputs, hidden, generator):
        def draw(count):
            return [generator.gauss(0, 1 / math.sqrt(count)) for _ in range(count)]

        self.hidden = [draw(inputs) + [0.0] for _ in range(hidden)]
        self.output = draw(hidden) + [0.0]

    def forward(self, inputs):
        """Returns the activations of the hidden layer and the probability that the bird is male."""
        active = [math.tanh(weigh(weights, inputs)) for weights in self.hidden]
        return active, 1 / (1 + math.exp(-weigh(self.output, active)))

    def learn(self, batch, rate, decay):
        """Takes one step down the gradient of the mean cross entropy of a batch."""
        step = rate / len(batch)
        output = [0.0] * len(self.output)
        hidden = [[0.0] * len(w) for w in self.hidden]
        for inputs, sex, _ in batch:
            active, male = self.forward(inputs)
            error = male - sex
            for i, a in enumerate(active + [1.0]):
                output[i] += error * a
            for i, a in enumerate(active):
                slope = error * self.output[i] * (1 - a * a)
                for j, x in enumerate(inputs + [1.0]):
                    hidden[i][j] += slope * x
        for weights, gradient in zip(self.hidden + [self.output], hidden + [output]):
            for i, g in enumerate(gradient):
                weights[i] -= step * g + rate * decay * weights[i]

    def state(self, epoch, metrics):
        return {"epoch": epoch, "metrics": metrics, "hidden": self.hidden, "output": self.output}


def loss(network, birds):
    """Mean cross entropy, in nats."""
    chances = [abs(1 - sex - network.forward(inputs)[1]) for inputs, sex, _ in birds]
    return -math.fsum(math.log(max(chance, 1e-12)) for chance in chances) / len(birds)


def auc(scores, truths):
    """The chance that a male scores above a female; ties count half."""
    males = [s for s, t in zip(scores, truths) if t]
    females = [s for s, t in zip(scores, truths) if not t]
    return sum((m > f) + (m == f) / 2 for m in males for f in females) / (len(males) * len(females))


def correlation(left, right):
    """Pearson's; NaN if one side does not vary."""
    a, b = math.fsum(left) / len(left), math.fsum(right) / len(right)
    spread = math.sqrt(math.fsum((x - a) ** 2 for x in left) * math.fsum((y - b) ** 2 for y in right))
    return math.fsum((x - a) * (y - b) for x, y in zip(left, right)) / spread if spread else math.nan


def measure(network, train, val, threshold):
    scores = [network.forward(inputs)[1] for inputs, _, _ in val]
    truths = [sex for _, sex, _ in val]
    return {
        "train_loss": loss(network, train),
        "val_loss": loss(network, val),
        "val_accuracy": sum((s >= threshold) == bool(t) for s, t in zip(scores, truths)) / len(val),
        "val_auc": auc(scores, truths),
        # How far the answer follows the truth, and how far it is only the bird's weight.
        "val_sex_correlation": correlation(scores, truths),
        "val_mass_correlation": correlation(scores, [mass for _, _, mass in val]),
    }


def save(path, content):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", default="configs/base.yaml")
    parser.add_argument("--out", default=os.environ.get("XP_DIR", "out"), help="a folder (default: $XP_DIR)")
    arguments = parser.parse_args()
    config = read_config(arguments.config)
    data, training, seeds = config["data"], config["training"], config["seeds"]

    birds = read_birds(data, config["features"])
    random.Random(seeds["split"]).shuffle(birds)
    val = birds[data["fold"]::data["folds"]]
    train = [bird for index, bird in enumerate(birds) if index % data["folds"] != data["fold"]]
    train, val = standardise(train, val)
    print(f"{len(train)} birds to learn from, {len(val)} to judge by")

    generator = random.Random(seeds["primary"])
    network = Network(len(train[0][0]), config["model"]["hidden_units"], generator)
    os.makedirs(arguments.out, exist_ok=True)
    save(os.path.join(arguments.out, "effective_config.json"), config)
    best = -math.inf
    with open(os.path.join(arguments.out, "metrics.csv"), "w", newline="", encoding="utf-8") as file:
        for epoch in range(1, training["epochs"] + 1):
            if training["shuffle"]:
                generator.shuffle(train)
            for start in range(0, len(train), training["batch_size"]):
                batch = train[start:start + training["batch_size"]]
                network.learn(batch, training["learning_rate"], training["weight_decay"])
            metrics = measure(network, train, val, config["evaluation"]["threshold"])
            if epoch == 1:
                table = csv.DictWriter(file, ["epoch", *metrics])
                table.writeheader()
            table.writerow({"epoch": epoch, **metrics})
            if metrics["val_auc"] > best:
                best = metrics["val_auc"]
                save(os.path.join(arguments.out, "checkpoint_best.json"), network.state(epoch, metrics))
                print(f"epoch {epoch:3}: val_auc {best:.4f}, the best so far")
    save(os.path.join(arguments.out, "checkpoint_last.json"), network.state(epoch, metrics))
    print(f"epoch {epoch:3}: val_auc {metrics['val_auc']:.4f}, the last; best {best:.4f}")


if __name__ == "__main__":
    main()
