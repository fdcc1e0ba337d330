import EmbeddingCore
import Evaluation
import Files
import Foundation
import Publication
import TestKit
import Testing

/// Scores beside those that NumPy, SciPy and scikit-learn work out from the vectors of Python model2vec.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct EvaluationComparisonTests {
  private static let program = """
    import json, sys
    import numpy as np
    import yaml
    from model2vec import StaticModel
    from scipy.stats import pearsonr, spearmanr
    from sklearn.cluster import KMeans
    from sklearn.metrics import roc_auc_score, silhouette_score

    model = StaticModel.from_pretrained(sys.argv[1])
    encode = lambda texts: model.encode(texts).astype(np.float64)

    def cosines(left, right):
        unit = lambda v: v / np.linalg.norm(v, axis=1, keepdims=True)
        return unit(encode(left)) @ unit(encode(right)).T

    def auc(high, low):
        return roc_auc_score([1] * len(high) + [0] * len(low), np.concatenate([high, low]))

    def shuffled(table):
        return table[~np.eye(len(table), dtype=bool)]

    def pairs(data):
        rows = data["pairs"]
        table = cosines([r["a"] for r in rows], [r["b"] for r in rows])
        own = np.diag(table)
        scores = {"mean": own.mean(), "min": own.min(), "shuffled_mean": shuffled(table).mean(),
                  "margin": own.mean() - shuffled(table).mean(), "auc": auc(own, shuffled(table)),
                  "recall_at_1": (table.argmax(axis=1) == np.arange(len(rows))).mean()}
        asked = [(i, r) for i, r in enumerate(rows) if r.get("distractors")]
        if asked:
            scores["distractor_accuracy"] = np.mean(
                [own[i] > cosines([r["a"]], r["distractors"]).max() for i, r in asked])
        return scores

    def graded(data):
        rows = data["pairs"]
        own = np.diag(cosines([r["a"] for r in rows], [r["b"] for r in rows]))
        grades = np.array([r["grade"] for r in rows], dtype=np.float64)
        return {"spearman": spearmanr(own, grades)[0], "pearson": pearsonr(own, grades)[0],
                "mean_cos_grade_ge_3": own[grades >= 3].mean(), "mean_cos_grade_le_1": own[grades <= 1].mean(),
                "auc": auc(own[grades >= 3], own[grades <= 1])}

    def contrast(data):
        high, low = (np.diag(cosines([r["a"] for r in data[k]], [r["b"] for r in data[k]]))
                     for k in ("similar", "dissimilar"))
        return {"score": (high.mean() - low.mean() + 1) / 2, "similar_mean": high.mean(), "dissimilar_mean": low.mean(),
                "margin": high.mean() - low.mean(), "auc": auc(high, low)}

    def topics(data):
        texts = [t for topic in data["topics"].values() for t in topic]
        labels = np.array([i for i, topic in enumerate(data["topics"].values()) for _ in topic])
        vectors, table = encode(texts), cosines(texts, texts)
        found = KMeans(n_clusters=len(data["topics"]), n_init=10, random_state=42).fit_predict(vectors)
        purity = sum(np.bincount(labels[found == c]).max() for c in set(found)) / len(labels)
        silhouette = silhouette_score(vectors, labels)
        upper = np.triu_indices(len(texts), 1)
        same = (labels[:, None] == labels[None, :])[upper]
        others = table - 10 * np.eye(len(texts))
        return {"silhouette": silhouette, "purity": purity, "score": (silhouette + purity) / 2,
                "nearest_neighbour_accuracy": (labels[others.argmax(axis=1)] == labels).mean(),
                "auc_same_topic": auc(table[upper][same], table[upper][~same])}

    kinds = {"pairs": pairs, "translations": pairs, "graded": graded, "contrast": contrast, "topics": topics}
    scores = {}
    for path in sys.argv[2:]:
        data = yaml.safe_load(open(path, encoding="utf-8"))
        scores[path] = {k: float(v) for k, v in kinds[data["kind"]](data).items()}
    print(json.dumps(scores))
    """

  /// The suites of both publications, and one of topics that is only a fixture.
  private static func suites() throws -> [String] {
    try [
      "\(SampleCopy.original)/suites", "\(Fixture.root)/Publication/qwen25-deposium-1024d/suites",
      "\(Fixture.root)/Tests/Fixtures/suites",
    ]
    .flatMap { folder in try LocalFiles.list(folder).map { "\(folder)/\($0.name)" } }
  }

  @Test("every score is that of NumPy, SciPy and scikit-learn within a millionth", arguments: ReferenceModels.folders)
  func scores(folder: String) async throws {
    let temporary = try TemporaryFolder()
    try LocalFiles.writeAtomically(Array(Self.program.utf8), to: "\(temporary.path)/scores.py")
    let files = try Self.suites()
    let output = try await Python.run(["scores.py", folder] + files, in: temporary.path)
    let reference = try JSONDecoder().decode([String: [String: Double]].self, from: Data(output.utf8))
    let evaluator = Evaluator(model: try StaticModel(folder: folder), bootstrap: Bootstrap(resamples: 0))
    var compared = 0
    for file in files {
      let result = try evaluator.run(try SuiteReader.read(file: file))
      for (name, expected) in try #require(reference[file]) {
        let measured = try #require(Metric(rawValue: name).flatMap { result[$0] }, "\(file) \(name)")
        #expect(abs(measured - expected) <= 1e-6, "\(file) \(name): \(measured), expected \(expected)")
        compared += 1
      }
    }
    #expect(compared >= 70)
  }
}

/// Folders of models that Python reads too.
enum ReferenceModels {
  static let folders: [String] = {
    let shared = Fixture.sharedModels.map { folder in
      ((try? LocalFiles.list(folder).filter { $0.kind == .folder }) ?? []).map { "\(folder)/\($0.name)" }
    }
    return ["\(SampleCopy.original)/model"] + (shared ?? [])
  }()
}
