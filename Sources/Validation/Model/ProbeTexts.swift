import Evaluation
import Publication

/// Sentences about things that have nothing to do with each other, for what has to hold of any model.
public enum ProbeTexts {
  /// Plain English, as every vocabulary that was made for text has some of it.
  public static let sentences = [
    "The train to the coast leaves at seven in the morning.",
    "A compiler translates a program into machine code.",
    "Simmer the onions in butter until they are soft.",
    "The court rejected the appeal on formal grounds.",
    "Whales breathe air and nurse their young.",
    "Interest rates were raised by half a point.",
    "She plays the violin in a chamber orchestra.",
    "The volcano has been silent for two centuries.",
    "Please send the signed contract by Friday.",
    "Our team lost the final after extra time.",
    "Copper conducts electricity better than iron.",
    "The novel tells of a lighthouse keeper and his daughter.",
    "Patients with a fever should drink plenty of water.",
    "The bridge is closed to trucks until spring.",
    "Stars are born in clouds of dust and gas.",
    "He forgot his umbrella at the dentist.",
    "The museum shows paintings of the Dutch masters.",
    "Wheat is sown in autumn and harvested in summer.",
    "Passwords should never be reused on another site.",
    "The baby laughed at the barking dog.",
    "Parliament votes on the new budget tomorrow.",
    "Turn left at the church and follow the river.",
    "A triangle has three sides and three angles.",
    "The carpenter sanded the table before painting it.",
  ]

  /// Texts of the publication's suites, each once, at most `limit` and spread over all; the sentences after them.
  static func all(_ manifest: Manifest, limit: Int = 256) -> [String] {
    suiteTexts(manifest, limit: limit) + sentences
  }

  /// Texts of the publication's suites, each once, at most `limit` and spread over all.
  static func suiteTexts(_ manifest: Manifest, limit: Int = 256) -> [String] {
    let texts = manifest.smokeTexts
    guard texts.count > limit else { return texts }
    return (0..<limit).map { texts[$0 * texts.count / limit] }
  }
}
