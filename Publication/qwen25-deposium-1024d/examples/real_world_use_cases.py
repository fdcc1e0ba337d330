"""Five uses of an embedding model, measured on small made-up collections, with controls.

    pip install "model2vec>=0.10.0"
    python real_world_use_cases.py [--model FOLDER_OR_HUB_ID] [--json]

Documentation search, retrieval for customer support, code search, routing of messages with several intents, and idioms.
For each query the right texts are known. Measured is where they stand among the wrong ones, and how far apart the two
are; the wrong combinations of the same texts are the control. There is no randomness anywhere.
"""

import argparse
import json
import re
import sys
import textwrap
from math import comb
from pathlib import Path

DEFAULT_MODEL = "tss-deposium/qwen25-deposium-1024d"

PAGES = {
    "install": "Installing the package on Linux, macOS and Windows",
    "proxy": "Working behind a proxy with your own certificate",
    "rollback": "Rolling back to an earlier release",
    "plugins": "Writing a plugin: entry points and life cycle",
    "limits": "Rate limits, and what to do about error 429",
    "export": "Exporting records to CSV and JSON",
    "theme": "Changing the colours and the logo of the dashboard",
    "backup": "Backing up and restoring the database",
}

PASSAGES = {
    "refund": "A refund is paid within ten days of the return, to the card that was used for the order.",
    "delivery": "Parcels leave our warehouse within two working days. Delivery takes three more days, "
    "and a week outside Europe.",
    "warranty": "Every device has a two-year warranty. It does not cover water damage or a broken screen.",
    "address": "The delivery address can be changed in your account until the parcel has left the warehouse.",
    "battery": "To make the battery last, charge it between 20 and 80 per cent and keep the device cool.",
    "invoice": "Invoices are sent by e-mail and can be downloaded as PDF from the page of the order.",
}

SNIPPETS = {
    "sort": 'sorted(people, key=lambda person: person["age"])',
    "json": 'settings = json.loads(Path("settings.json").read_text())',
    "count": "Counter(text.lower().split()).most_common()",
    "delete": "DELETE FROM customers WHERE last_order < '2020-01-01'",
    "gather": "await asyncio.gather(*(download(url) for url in urls))",
    "reverse": "for line in reversed(lines): print(line)",
    "fetch": "names = [row[0] for row in cursor.fetchall()]",
}

DESKS = {
    "billing": "Billing: invoices, payments and refunds",
    "shipping": "Shipping: parcels, delivery and tracking",
    "account": "Account: login, password and profile",
    "technical": "Technical help: errors, crashes and bugs",
    "sales": "Sales: prices, offers and new subscriptions",
}

# Idiom, what it means, and what its words say.
IDIOMS = [
    ("Bite the bullet", "Accept something unpleasant with courage", "Chew on a piece of ammunition"),
    ("Break the ice", "Make people feel at ease when they first meet", "Smash the frozen surface of a lake"),
    ("Hit the sack", "Go to bed for the night", "Punch a large bag"),
    ("Pull someone's leg", "Tease somebody as a joke", "Drag a person by the foot"),
    ("Cost an arm and a leg", "Be very expensive", "Lose two limbs in an accident"),
]


def queries(collection, wanted):
    """Queries over a whole collection: each with its right texts and the wrong ones."""
    return [
        {
            "query": query,
            "right": [collection[key] for key in keys],
            "wrong": [text for key, text in collection.items() if key not in keys],
        }
        for query, *keys in wanted
    ]


USE_CASES = [
    {
        "name": "Documentation search",
        "question": "Does a question find its page among eight titles?",
        "queries": queries(
            PAGES,
            [
                ("How do I set this up on my Ubuntu laptop?", "install"),
                ("Return to the previous version after a bad upgrade", "rollback"),
                ("The server says that I send too many requests", "limits"),
                ("Download my data as a spreadsheet", "export"),
                ("Keep a copy of all tables in case the disk fails", "backup"),
            ],
        ),
    },
    {
        "name": "Customer support (retrieval for RAG)",
        "question": "Does a question find the passage that answers it among six? "
        "Do questions without an answer here score lower?",
        "queries": queries(
            PASSAGES,
            [
                ("When do I get my money back?", "refund"),
                ("How long until my order arrives in Canada?", "delivery"),
                ("I dropped my phone and the glass cracked, is that covered?", "warranty"),
                ("I moved house, can you send the package to my new home?", "address"),
                ("Where do I find the bill for my tax return?", "invoice"),
            ],
        ),
        "unanswerable": [
            "Do you sell gift vouchers?",
            "Can I visit your shop on Sundays?",
            "Who painted the Mona Lisa?",
        ],
    },
    {
        "name": "Code search",
        "question": "Does a description find its line of code among seven?",
        "queries": queries(
            SNIPPETS,
            [
                ("order a list of people by how old they are", "sort"),
                ("load settings from a file in JSON format", "json"),
                ("find the words that occur most often", "count"),
                ("remove customers who have not bought anything for years", "delete"),
                ("wait until several downloads are done", "gather"),
            ],
        ),
    },
    {
        "name": "Multi-intent routing",
        "question": "Do the desks that a message is for come before all other desks? Some messages are for two.",
        "queries": queries(
            DESKS,
            [
                ("I was charged twice last month", "billing"),
                ("What does the yearly plan cost?", "sales"),
                ("My parcel has not arrived and I want my money back", "shipping", "billing"),
                ("The app crashes whenever I change my password", "technical", "account"),
                ("I cannot sign in to pay my invoice", "account", "billing"),
            ],
        ),
    },
    {
        "name": "Idioms",
        "question": "Does an idiom find its meaning among what its words say and the meanings of four other idioms?",
        "queries": [
            {
                "query": idiom,
                "right": [meaning],
                "wrong": [literal] + [other for _, other, _ in IDIOMS if other != meaning],
            }
            for idiom, meaning, literal in IDIOMS
        ],
    },
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


def cosines(model, query, texts):
    """The cosine of a query with every text; 0 where one of the two has no known words.

    Six decimals: what lies beyond is the noise of 32-bit numbers, and must not decide which text comes first.
    """
    vectors = model.encode([query, *texts]).astype("float64")
    lengths = (vectors * vectors).sum(axis=1, keepdims=True) ** 0.5
    lengths[lengths == 0] = 1
    vectors /= lengths
    return (vectors[1:] @ vectors[0]).round(6).tolist()


def measure_query(model, query):
    """Ranks the texts of one query. A tie counts against the right text."""
    texts = query["right"] + query["wrong"]
    scores = cosines(model, query["query"], texts)
    count = len(query["right"])
    right, wrong = scores[:count], scores[count:]
    ranking = [
        {"text": text, "right": index < count, "cosine": score}
        for index, (text, score) in enumerate(zip(texts, scores))
    ]
    ranking.sort(key=lambda candidate: (-candidate["cosine"], candidate["right"]))
    return {
        "query": query["query"],
        "ranking": ranking,
        "ranks": [place for place, candidate in enumerate(ranking, 1) if candidate["right"]],
        "first": min(right) > max(wrong),
        "margin": min(right) - max(wrong),
    }


def measure_use_case(model, use_case):
    """Measures all queries of a use case, and what chance and the wrong combinations give."""
    results = [measure_query(model, query) for query in use_case["queries"]]
    candidates = [candidate for result in results for candidate in result["ranking"]]
    right = [candidate["cosine"] for candidate in candidates if candidate["right"]]
    wrong = [candidate["cosine"] for candidate in candidates if not candidate["right"]]
    measured = {
        "name": use_case["name"],
        "question": use_case["question"],
        "queries": results,
        "first_count": sum(result["first"] for result in results),
        "first_count_by_chance": sum(1 / comb(len(result["ranking"]), len(result["ranks"])) for result in results),
        "right_mean": sum(right) / len(right),
        "wrong_mean": sum(wrong) / len(wrong),
        "difference": sum(right) / len(right) - sum(wrong) / len(wrong),
    }
    if "unanswerable" in use_case:
        texts = use_case["queries"][0]["right"] + use_case["queries"][0]["wrong"]
        control = []
        for query in use_case["unanswerable"]:
            cosine, text = max(zip(cosines(model, query, texts), texts))
            control.append({"query": query, "text": text, "cosine": cosine})
        highest = max(item["cosine"] for item in control)
        measured["unanswerable"] = {
            "queries": control,
            "lowest_right": min(right),
            "highest": highest,
            "separable": min(right) > highest,
        }
    return measured


def yes(value):
    return "yes" if value else "no"


def hang(prefix, text):
    """Prints text after a prefix, at most 80 columns wide, further lines below the first."""
    print(textwrap.fill(prefix + text, 80, subsequent_indent=" " * len(prefix), break_on_hyphens=False))


def report_query(result):
    """Prints the three best texts of a query, and right ones that stand below them."""
    print()
    hang("  ", f'"{result["query"]}"')
    for place, candidate in enumerate(result["ranking"], 1):
        if place <= 3 or candidate["right"]:
            mark = "right" if candidate["right"] else ""
            hang(f"   {place}. {candidate['cosine']:+.4f}  {mark:<5}  ", candidate["text"])
    label = "Right text first:" if len(result["ranks"]) == 1 else "Both right texts first:"
    print(f"   {label} {yes(result['first'])} (margin {result['margin']:+.4f})")


def report_control(control):
    """Prints what questions without an answer in the collection find."""
    print()
    print("   Control: questions that no passage answers, each with its nearest passage")
    for item in control["queries"]:
        print()
        hang("  ", f'"{item["query"]}"')
        hang(f"      {item['cosine']:+.4f}         ", item["text"])
    print()
    print(f"   {'Lowest cosine of a question with its right passage':<52} {control['lowest_right']:+.4f}")
    print(f"   {'Highest cosine of a question without an answer':<52} {control['highest']:+.4f}")
    print(f"   {'One threshold can tell the two kinds apart':<52} {yes(control['separable']):>7}")


def report(result):
    """Prints the measurements for people."""
    print(f"Model: {result['model']} ({result['dimensions']} dimensions)")
    print()
    hang(
        "",
        "The number before a text is its cosine with the query, from -1 to 1. Shown are the three best texts and every "
        "right one. The margin is the lowest cosine of a right text less the highest of a wrong one.",
    )
    for number, use_case in enumerate(result["use_cases"], 1):
        print()
        print(f"{number}. {use_case['name'].upper()}")
        hang("", use_case["question"])
        for query in use_case["queries"]:
            report_query(query)
        count = len(use_case["queries"])
        print()
        for label, value in [
            ("Queries with their right texts first", f"{use_case['first_count']} of {count}"),
            ("The same by chance (control)", f"{use_case['first_count_by_chance']:.1f} of {count}"),
            ("Mean cosine of queries with right texts", f"{use_case['right_mean']:+.4f}"),
            ("Mean cosine of queries with wrong texts (control)", f"{use_case['wrong_mean']:+.4f}"),
            ("Difference of the two", f"{use_case['difference']:+.4f}"),
        ]:
            print(f"   {label:<50} {value:>9}")
        if "unanswerable" in use_case:
            report_control(use_case["unanswerable"])
    print()
    print(f"{'OVERVIEW':<38}{'right first':>12}{'by chance':>12}{'difference':>13}")
    for use_case in result["use_cases"]:
        count = len(use_case["queries"])
        first, chance = f"{use_case['first_count']} of {count}", f"{use_case['first_count_by_chance']:.1f} of {count}"
        print(f"{use_case['name']:<38}{first:>12}{chance:>12}{use_case['difference']:>+13.4f}")


def main():
    parser = argparse.ArgumentParser(
        description="Measures five uses of an embedding model on small made-up collections, with controls.",
        epilog=f"Without --model: {DEFAULT_MODEL}",
    )
    parser.add_argument("--model", default=DEFAULT_MODEL, help="model folder or Hub id")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    arguments = parser.parse_args()
    model = load(arguments.model)
    result = {
        "model": arguments.model,
        "dimensions": model.dim,
        "use_cases": [measure_use_case(model, use_case) for use_case in USE_CASES],
    }
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        report(result)


if __name__ == "__main__":
    main()
