import HubAPI
import Testing

@Suite("Settings of the environment")
struct HubSettingsTests {
  @Test(
    "the folders are those of the Hub's own tools",
    arguments: [
      (["HOME": "/h"], "/h/.cache/huggingface/hub", "/h/.cache/huggingface/token"),
      (["HOME": "/h", "XDG_CACHE_HOME": "/x"], "/x/huggingface/hub", "/x/huggingface/token"),
      (["HOME": "/h", "XDG_CACHE_HOME": "/x", "HF_HOME": "~/f"], "/h/f/hub", "/h/f/token"),
      (["HOME": "/h", "HF_HOME": "/f", "HUGGINGFACE_HUB_CACHE": "/old"], "/old", "/f/token"),
      (
        ["HOME": "/h", "HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_CACHE": "$A/c", "A": "/a"], "/a/c",
        "/h/.cache/huggingface/token"
      ),
      (["HOME": "/h", "HF_HUB_CACHE": "", "HF_TOKEN_PATH": "/t/mine"], "/h/.cache/huggingface/hub", "/t/mine"),
    ]
  )
  func places(environment: [String: String], cache: String, token: String) {
    let settings = HubSettings(environment: environment)
    #expect(settings.cache == cache)
    #expect(settings.tokenFile == token)
  }

  @Test("without a home nothing has a place")
  func homeless() {
    let settings = HubSettings(environment: [:])
    #expect(settings.cache == nil)
    #expect(settings.tokenFile == nil)
    #expect(settings.storedTokensFile == nil)
  }

  @Test("the tokens by name are beside the token in use")
  func storedTokens() {
    #expect(HubSettings(environment: ["HF_TOKEN_PATH": "/t/mine"]).storedTokensFile == "/t/stored_tokens")
    #expect(HubSettings(environment: ["HF_TOKEN_PATH": "mine"]).storedTokensFile == "stored_tokens")
  }

  @Test(
    "the variable that forbids requests is named",
    arguments: [
      ([:], nil), (["HF_HUB_OFFLINE": "1"], "HF_HUB_OFFLINE"), (["HF_HUB_OFFLINE": "yes"], "HF_HUB_OFFLINE"),
      (["HF_HUB_OFFLINE": "0"], nil), (["HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "1"], nil),
      (["HF_HUB_OFFLINE": "", "TRANSFORMERS_OFFLINE": "true"], "TRANSFORMERS_OFFLINE"),
    ] as [([String: String], String?)]
  )
  func offline(environment: [String: String], expected: String?) {
    #expect(HubSettings(environment: environment).offlineVariable == expected)
  }
}
