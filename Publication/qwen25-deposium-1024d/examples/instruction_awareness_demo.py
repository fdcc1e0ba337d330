"""Does an instruction find the text that does what it asks? Measured, with controls.

    pip install "model2vec>=0.10.0"
    python instruction_awareness_demo.py [--model FOLDER_OR_HUB_ID] [--json]

Part 1 ranks four texts for each of four instructions: the right one, one on the same topic that does something else,
one with the same verb on another topic, and one that has nothing to do with it. As a control the same texts are ranked
for the topic alone, without the instruction. Part 2 scores seven pairs of an instruction and keywords, beside all the
wrong combinations of the same texts. There is no randomness anywhere.
"""

import argparse
import json
import re
import sys
import textwrap
from pathlib import Path

DEFAULT_MODEL = "tss-deposium/qwen25-deposium-1024d"

KINDS = ["right", "same topic", "same verb", "unrelated"]

# Instruction, topic alone, and one text for each of KINDS.
DEMONSTRATIONS = [
    {
        "name": "Explain",
        "instruction": "Explain how solar panels work",
        "topic": "solar panels",
        "texts": [
            "A beginner's guide to how solar cells make electricity",
            "Solar panel price list and delivery times",
            "Explain how interest on a loan is worked out",
            "The choir rehearses on Thursday evenings",
        ],
    },
    {
        "name": "Find",
        "instruction": "Find articles about coral reefs",
        "topic": "coral reefs",
        "texts": [
            "A list of papers and news reports on coral reefs",
            "Coral reef diving trips, two people per boat",
            "Find a plumber in your street",
            "The train to the airport leaves every hour",
        ],
    },
    {
        "name": "Summarize",
        "instruction": "Summarize the report on city traffic",
        "topic": "city traffic",
        "texts": [
            "The traffic report in brief: five key points",
            "City traffic fines can be paid online",
            "Summarize the plot of the novel",
            "Lentil soup with carrots and cumin",
        ],
    },
    {
        "name": "How do I",
        "instruction": "How do I reset my password?",
        "topic": "password",
        "texts": [
            "Steps to set a new password after forgetting it",
            "Why a long password is harder to guess",
            "How do I bake bread without yeast?",
            "Opening hours of the city museum",
        ],
    },
]

# Test phrases of the founding evaluation (suites/instruction_awareness.yaml).
PAIRS = [
    ("Explain how neural networks work", "neural networks explanation tutorial guide"),
    ("Summarize machine learning concepts", "machine learning summary overview key points"),
    ("Find articles about quantum computing", "quantum computing articles documents papers"),
    ("List advantages of deep learning", "deep learning benefits advantages pros"),
    ("Compare Python and JavaScript", "Python vs JavaScript comparison differences"),
    ("Describe the process of photosynthesis", "photosynthesis process description how it works"),
    ("Translate this to French", "French translation language conversion"),
]


def load(name):
    """Opens the model in a folder or on the Hub; ends the script with one line when that fails."""
    try:
        from model2vec import StaticModel
    except ImportError as problem:
        sys.exit(f'error: {problem}; install what this script needs: pip install "model2vec>=0.10.0"')
    is_folder = name != "" and Path(name).is_dir()
    if not is_folder and not re.fullmatch(r"\w[\w.-]*/[\w.-]+", name):
        sys.exit(f"error: no model folder at {name!r}; give --model a folder, or a Hub id such as {DEFAULT_MODEL}")
    try:
        # By default model2vec fetches a model anew at each start; the cached copy is as good.
        return StaticModel.from_pretrained(Path(name) if is_folder else name, force_download=False)
    except Exception as problem:  # Each of the libraries below has error types of its own.
        reason = (str(problem).strip() or type(problem).__name__).splitlines()[0]
        if is_folder:
            sys.exit(f"error: the folder {name!r} does not load as a model2vec model: {reason}")
        sys.exit(
            f"error: {name} is no folder here and was not loaded from the Hub ({reason}); "
            "check the id and the network, or give --model a folder"
        )


def cosines(model, queries, texts):
    """The cosine of every query with every text, one row per query; 0 where a text has no known words.

    Six decimals: what lies beyond is the noise of 32-bit numbers, and must not decide which text comes first.
    """

    def unit(vectors):
        vectors = vectors.astype("float64")
        lengths = (vectors * vectors).sum(axis=1, keepdims=True) ** 0.5
        lengths[lengths == 0] = 1
        return vectors / lengths

    return (unit(model.encode(queries)) @ unit(model.encode(texts)).T).round(6).tolist()


def rank(right, others):
    """The place of the right text among the others: 1 is first, and a tie counts against it."""
    return 1 + sum(other >= right for other in others)


def placing(scores):
    """Where the first of `scores` stands among the rest."""
    place = rank(scores[0], scores[1:])
    return {"rank": place, "first": place == 1, "margin": scores[0] - max(scores[1:])}


def demonstrate(model):
    """Part 1: the four demonstrations, each with the topic alone as a control."""
    results = []
    for demonstration in DEMONSTRATIONS:
        texts = demonstration["texts"]
        asked, control = cosines(model, [demonstration["instruction"], demonstration["topic"]], texts)
        candidates = [
            {"kind": kind, "text": text, "cosine": cosine} for kind, text, cosine in zip(KINDS, texts, asked)
        ]
        results.append(
            {
                "name": demonstration["name"],
                "instruction": demonstration["instruction"],
                "ranking": sorted(candidates, key=lambda item: (-item["cosine"], item["kind"] == "right")),
                **placing(asked),
                "topic_alone": {"topic": demonstration["topic"], "cosines": control, **placing(control)},
            }
        )
    return results


def score_pairs(model):
    """Part 2: the pairs beside every wrong combination of the same texts."""
    matrix = cosines(model, [a for a, _ in PAIRS], [b for _, b in PAIRS])
    count = len(PAIRS)
    rows = []
    for i, (a, b) in enumerate(PAIRS):
        others = [matrix[i][j] for j in range(count) if j != i]
        rows.append(
            {
                "instruction": a,
                "keywords": b,
                "cosine": matrix[i][i],
                "best_other": max(others),
                "rank": rank(matrix[i][i], others),
            }
        )
    true = [row["cosine"] for row in rows]
    shuffled = [matrix[i][j] for i in range(count) for j in range(count) if i != j]
    wins = sum((right > wrong) + 0.5 * (right == wrong) for right in true for wrong in shuffled)
    mean, shuffled_mean = sum(true) / len(true), sum(shuffled) / len(shuffled)
    return {
        "pairs": rows,
        "shuffled_count": len(shuffled),
        "mean": mean,
        "shuffled_mean": shuffled_mean,
        "margin": mean - shuffled_mean,
        "auc": wins / (len(true) * len(shuffled)),
        "first_count": sum(row["rank"] == 1 for row in rows),
    }


def yes(value):
    return "yes" if value else "no"


def report(result):
    """Prints the measurements for people, at most 80 columns wide."""

    def paragraph(text):
        print(textwrap.fill(text, 80))

    print(f"Model: {result['model']} ({result['dimensions']} dimensions)")
    print()
    print("PART 1: FOUR INSTRUCTIONS")
    paragraph(
        "The number before a text is its cosine with the instruction, from -1 to 1. "
        "'right' does what the instruction asks for. "
        "The margin is the cosine of the right text less that of the best other text. "
        "The control ranks the same texts for the topic alone."
    )
    for number, item in enumerate(result["demonstrations"], 1):
        print()
        control = item["topic_alone"]
        print(f"{number}. {item['name']}: \"{item['instruction']}\" (topic: {control['topic']})")
        for candidate in item["ranking"]:
            print(f"   {candidate['cosine']:+.4f}  {candidate['kind']:<10}  {candidate['text']}")
        for label, found in [("Right text first:", item), ("Control, topic alone:", control)]:
            place = f"rank {found['rank']} of {len(item['ranking'])}, margin {found['margin']:+.4f}"
            print(f"   {label:<22} {yes(found['first']):<3} ({place})")

    suite = result["suite"]
    count = len(suite["pairs"])
    wrong = suite["shuffled_count"]
    print()
    print("PART 2: SEVEN PAIRS OF AN INSTRUCTION AND KEYWORDS")
    paragraph(
        "'best other' is the highest cosine of the instruction with the keywords of another pair. "
        "The rank is the place of its own keywords among those of all pairs."
    )
    for row in suite["pairs"]:
        print()
        print(f"   {row['instruction']}")
        print(f"   = {row['keywords']}")
        print(f"     {row['cosine']:+.4f}, best other {row['best_other']:+.4f}, rank {row['rank']} of {count}")
    print()
    for label, value in [
        (f"Mean cosine of the {count} pairs", f"{suite['mean']:+.4f}"),
        (f"Mean cosine of the {wrong} wrong combinations (control)", f"{suite['shuffled_mean']:+.4f}"),
        ("Margin: the first mean less the second", f"{suite['margin']:+.4f}"),
        ("ROC AUC, pairs against wrong combinations (0.5 is chance)", f"{suite['auc']:.4f}"),
        ("Own keywords ranked first", f"{suite['first_count']} of {count}"),
    ]:
        print(f"   {label:<58} {value:>8}")
    print()
    paragraph(
        "The mean of the pairs says nothing by itself: a model that finds all texts alike has a high one. "
        "Read it beside the control."
    )


def main():
    parser = argparse.ArgumentParser(
        description="Measures whether instructions find the texts that do what they ask for, with controls.",
        epilog=f"Without --model: {DEFAULT_MODEL}",
    )
    parser.add_argument("--model", default=DEFAULT_MODEL, help="model folder or Hub id")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    arguments = parser.parse_args()
    model = load(arguments.model)
    result = {
        "model": arguments.model,
        "dimensions": model.dim,
        "demonstrations": demonstrate(model),
        "suite": score_pairs(model),
    }
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        report(result)


if __name__ == "__main__":
    main()
