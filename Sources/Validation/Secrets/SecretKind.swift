/// One kind of secret: what it is called, how it is told from other text, and what to do when it is found.
public struct SecretKind: Sendable, Hashable {
  /// What it is called, such as "Hugging Face token".
  public var name: String
  /// Why a text of this form is one.
  public var why: String
  /// How it is made worthless, as a sentence.
  public var revoking: String
  /// How it is recognized.
  var form: Form

  /// How a kind is recognized.
  enum Form: Sendable, Hashable {
    /// A fixed beginning, then `length` characters of `alphabet` and no more.
    case prefixed(String, alphabet: ByteSet, length: ClosedRange<Int>)
    /// By its place and structure; `SecretPass` knows how.
    case structured
  }

  private init(_ name: String, why: String, revoking: String, _ form: Form = .structured) {
    self.name = name
    self.why = why
    self.revoking = revoking
    self.form = form
  }
}

extension SecretKind {
  /// The kinds that a fixed beginning tells.
  static let prefixed: [SecretKind] = [
    huggingFace("hf_"), huggingFace("api_org_"),
    gitHub("ghp_"), gitHub("gho_"), gitHub("ghu_"), gitHub("ghs_"), gitHub("ghr_"),
    gitHub("github_pat_", alphabet: .word, length: 82...255),
    SecretKind(
      "GitLab token",
      why: "it begins with `glpat-`, as GitLab's access tokens do",
      revoking: "Revoke it in GitLab under Access tokens.",
      .prefixed("glpat-", alphabet: .base64URL, length: 20...300)
    ),
    awsKeyID("AKIA"), awsKeyID("ASIA"),
    SecretKind(
      "Google API key",
      why: "it is `AIza` and 35 characters, as Google's API keys are",
      revoking: "Delete the key in the Google Cloud console.",
      .prefixed("AIza", alphabet: .base64URL, length: 35...35)
    ),
    anthropic("sk-ant-"),
    openAI("sk-proj-"), openAI("sk-svcacct-"), openAI("sk-admin-"), openAI("sk-or-v1-"),
    SecretKind(
      "API key that begins with `sk-`",
      why: "OpenAI and services like it make keys of `sk-` and 32 to 64 letters and digits",
      revoking: "Revoke it on the page of the service's API keys.",
      .prefixed("sk-", alphabet: .alphanumeric, length: 32...64)
    ),
    slack("xoxb-"), slack("xoxp-"), slack("xoxa-"), slack("xoxr-"), slack("xoxs-"), slack("xoxe-"), slack("xapp-"),
    SecretKind(
      "PyPI token",
      why: "it begins with `pypi-AgE`, as the upload tokens of Python package indexes do",
      revoking: "Remove the token on the index's account page.",
      .prefixed("pypi-AgE", alphabet: .base64URL, length: 50...2000)
    ),
    SecretKind(
      "npm token",
      why: "it is `npm_` and 36 letters and digits, as npm's access tokens are",
      revoking: "Revoke it with npm token revoke.",
      .prefixed("npm_", alphabet: .alphanumeric, length: 36...36)
    ),
    docker("dckr_pat_"), docker("dckr_oat_"),
  ]

  static let privateKey = SecretKind(
    "private key",
    why: "a PEM header that says PRIVATE KEY is followed by the key itself",
    revoking: "Make a new pair, and take the old public key from every place that trusts it."
  )
  static let webToken = SecretKind(
    "JSON web token",
    why: "it has the three parts of a signed JSON web token, header and payload being JSON",
    revoking: "End the session, or change the signing key at the service that issued it."
  )
  static let addressPassword = SecretKind(
    "password in an address",
    why: "a user and a password stand before the @ of an address",
    revoking: "Change the password."
  )
  static let netrcPassword = SecretKind(
    ".netrc password",
    why: "it follows the word password in a .netrc entry",
    revoking: "Change the password, or revoke the token that stands in its place."
  )
  static let packageIndexPassword = SecretKind(
    "password for a package index",
    why: "it is the value of a login setting of .npmrc or .pypirc",
    revoking: "Change it, or revoke the token, at the package index."
  )
  static let awsSecretKey = SecretKind(
    "AWS secret key",
    why: "it is 40 characters of base64 behind a name that says secret key",
    revoking: "Delete the access key in the AWS console under IAM."
  )
  static let password = SecretKind(
    "password",
    why: "it stands behind a name that says password and mixes letters, digits and signs",
    revoking: "Change the password."
  )
  static let randomValue = SecretKind(
    "random value behind a telling name",
    why: "it looks made by chance, and its name says token, secret, key or password",
    revoking: "Revoke it where it was issued."
  )

  /// Every kind, those with a fixed beginning first.
  public static let all: [SecretKind] =
    prefixed + [
      privateKey, webToken, addressPassword, netrcPassword, packageIndexPassword, awsSecretKey, password, randomValue,
    ]

  private static func huggingFace(_ prefix: String) -> SecretKind {
    SecretKind(
      "Hugging Face token",
      why: "it is `\(prefix)` and 34 letters, as the Hub's access tokens are",
      revoking: "Revoke it on the Hub under Settings, Access Tokens.",
      .prefixed(prefix, alphabet: .alphanumeric, length: 34...34)
    )
  }

  private static func gitHub(
    _ prefix: String,
    alphabet: ByteSet = .alphanumeric,
    length: ClosedRange<Int> = 36...255
  ) -> SecretKind {
    SecretKind(
      "GitHub token",
      why: "it begins with `\(prefix)`, as GitHub's tokens do",
      revoking: "Revoke it on GitHub under Settings, Developer settings.",
      .prefixed(prefix, alphabet: alphabet, length: length)
    )
  }

  private static func awsKeyID(_ prefix: String) -> SecretKind {
    SecretKind(
      "AWS access key id",
      why: "it is `\(prefix)` and 16 capitals and digits, as the ids of AWS access keys are",
      revoking: "Delete the access key in the AWS console under IAM.",
      .prefixed(prefix, alphabet: .base32, length: 16...16)
    )
  }

  private static func openAI(_ prefix: String) -> SecretKind {
    SecretKind(
      prefix == "sk-or-v1-" ? "OpenRouter API key" : "OpenAI API key",
      why: "it begins with `\(prefix)`, as keys of this service do",
      revoking: "Revoke it on the page of the service's API keys.",
      .prefixed(prefix, alphabet: .base64URL, length: 40...300)
    )
  }

  private static func anthropic(_ prefix: String) -> SecretKind {
    SecretKind(
      "Anthropic API key",
      why: "it begins with `\(prefix)`, as keys of this service do",
      revoking: "Revoke it in the service's console under API keys.",
      .prefixed(prefix, alphabet: .base64URL, length: 40...300)
    )
  }

  private static func slack(_ prefix: String) -> SecretKind {
    SecretKind(
      "Slack token",
      why: "it begins with `\(prefix)`, as Slack's tokens do",
      revoking: "Revoke it in Slack's settings of the app.",
      .prefixed(prefix, alphabet: .base64URL, length: 20...300)
    )
  }

  private static func docker(_ prefix: String) -> SecretKind {
    SecretKind(
      "Docker Hub token",
      why: "it begins with `\(prefix)`, as Docker Hub's access tokens do",
      revoking: "Delete it on Docker Hub under Account settings.",
      .prefixed(prefix, alphabet: .base64URL, length: 27...64)
    )
  }
}
