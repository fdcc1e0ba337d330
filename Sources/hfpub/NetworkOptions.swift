import ArgumentParser
import HTTP

/// How long a command that talks to a hub waits for it.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How long each request may wait for a server that asks for it: 90, 5m, 2h. Default: 2m.",
      valueName: "time"
    )
  )
  var maxWait: WaitingTime?

  /// The limits that the arguments mean.
  var limits: NetworkLimits { NetworkLimits(maximumWait: maxWait?.duration) }
}

/// What a person allows the network to cost.
struct NetworkLimits {
  /// All pauses of one request together; nil for the usual.
  var maximumWait: Duration?
  /// Bytes a second, both ways together; nil for as fast as possible.
  var rate: Int?
  /// Whether pauses are told of.
  var tellsPauses = true

  /// The configuration with these limits.
  func apply(to configuration: inout HTTPConfiguration) {
    if let maximumWait { configuration.retry.maximumWait = maximumWait }
    configuration.maximumRate = rate
    if tellsPauses { configuration.onWait = { Console.wait($0.sentence, for: $0.duration) } }
  }
}

/// A length of time on the command line: seconds, or a number with `s`, `m` or `h`.
struct WaitingTime: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    guard let last = argument.last else { return nil }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    guard let value = PlainNumber.value(units[last] == nil ? argument[...] : argument.dropLast()) else { return nil }
    let seconds = value * (units[last] ?? 1)
    // A week, which nobody waits by mistake.
    guard seconds <= 604_800 else { return nil }
    duration = .seconds(seconds)
  }
}

/// The plain form of numbers in options.
enum PlainNumber {
  /// The number of digits with at most one point: not what `Double` takes besides, as signs, exponents and names.
  static func value(_ text: Substring) -> Double? {
    guard text.first?.isNumber == true, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else {
      return nil
    }
    return Double(text)
  }
}
