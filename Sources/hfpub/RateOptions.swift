import ArgumentParser

/// How fast a command that moves much may be.
struct RateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Bytes a second for all transfers together: 500k, 2M (k is 1024). Default: no limit.",
      valueName: "rate"
    )
  )
  var limitRate: TransferRate?
}

/// A number of bytes a second on the command line, in the form of curl: a number with `k`, `M` or `G`.
struct TransferRate: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    guard let last = argument.last else { return nil }
    let units: [Character: Double] = [
      "k": 1024, "K": 1024, "m": 1_048_576, "M": 1_048_576, "g": 1_073_741_824, "G": 1_073_741_824,
    ]
    guard let number = PlainNumber.value(units[last] == nil ? argument[...] : argument.dropLast()) else { return nil }
    let bytes = number * (units[last] ?? 1)
    // Below, servers give up; above, there is no such line.
    guard (1024...1e12).contains(bytes) else { return nil }
    self.bytes = Int(bytes)
  }
}
