/// An environment variable that hfpub, or libcurl for it, reads; variables of one meaning stand together.
struct EnvironmentVariable {
  /// The names; the first that is set counts.
  var names: [String]
  /// What it does.
  var meaning: String

  /// All of them, in the order in which they are shown.
  static let all = [
    EnvironmentVariable(names: ["HF_ENDPOINT"], meaning: "the Hub's address; https://huggingface.co by default"),
    .init(names: ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"], meaning: "the access token"),
    .init(names: ["HF_TOKEN_PATH"], meaning: "the file with the access token; $HF_HOME/token by default"),
    .init(
      names: ["HF_HUB_DISABLE_IMPLICIT_TOKEN"],
      meaning: "1: reading what is public is done without the token"
    ),
    .init(
      names: ["HF_OIDC_RESOURCE"],
      meaning: "owner/name: exchange a CI job's own identity for a token of that repository"
    ),
    .init(names: ["HF_OIDC_ID_TOKEN"], meaning: "the identity, where the CI gives it as a variable"),
    .init(
      names: ["GITHUB_ACTIONS", "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
      meaning: "set by GitHub Actions; where the identity is asked for"
    ),
    .init(names: ["HF_HOME"], meaning: "the folder of all of the Hub's tools; ~/.cache/huggingface by default"),
    .init(names: ["XDG_CACHE_HOME", "HOME"], meaning: "where that default lies"),
    .init(names: ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"], meaning: "the cache; $HF_HOME/hub by default"),
    .init(names: ["HF_HUB_DISABLE_SYMLINKS"], meaning: "1: files in the cache are copies in place of links"),
    .init(names: ["XDG_STATE_HOME"], meaning: "where uploads note how far they came; ~/.local/state by default"),
    .init(names: ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"], meaning: "1: make no request"),
    .init(names: NetworkSettings.authorityFiles, meaning: "a file with trusted certificates"),
    .init(names: ["SSL_CERT_DIR"], meaning: "a folder with such certificates"),
    .init(names: NetworkSettings.proxies, meaning: "the proxy; http_proxy for plain HTTP only, in lower case only"),
    .init(names: NetworkSettings.exemptions, meaning: "hosts that are reached without the proxy"),
    .init(names: ["NO_COLOR", "CLICOLOR_FORCE", "TERM", "CI"], meaning: "whether output to a terminal has colours"),
    .init(names: ["LC_ALL", "LC_CTYPE", "LANG"], meaning: "whether the terminal shows more than ASCII"),
    .init(names: ["TMPDIR"], meaning: "where temporary files are made; /tmp by default"),
    .init(names: ["PATH"], meaning: "where Python and a browser are looked for"),
  ]
}
