import HTTP
import Testing

@Suite("Redactor")
struct RedactorTests {
  @Test(
    "secrets of every known form are taken out",
    arguments: [
      ("token hf_abcdefghijKLMNOP1234 was used", "token hf_*** was used"),
      ("hf_oauth_eyJhbGciOi.eyJzdWIi-x_y", "hf_***"),
      ("(hf_jwt_a1b2c3d4)", "(hf_***)"),
      ("xet_0123456789abcdef", "xet_***"),
      ("Authorization: Bearer hf_abcdefghijkl", "Authorization: ***"),
      ("authorization:\tBasic dXNlcjpwYXNz\r\nHost: x", "authorization:\t***\r\nHost: x"),
      (#"{"Authorization":"opaque value","a":1}"#, #"{"Authorization":"***","a":1}"#),
      (#"{"headers":{"authorization": "Bearer abc"}}"#, #"{"headers":{"authorization": "***"}}"#),
      ("sent bearer eyJhbGciOiJI.xyz+/= to it", "sent bearer *** to it"),
      ("Cookie: session=1; other=2", "Cookie: ***"),
      ("https://user:pass@host/x", "https://***@host/x"),
      ("http://tok@host:1/x?a=b", "http://***@host:1/x?a=b"),
      (
        "PUT https://s3.example/o?X-Amz-Algorithm=A&X-Amz-Signature=deadbeef failed",
        "PUT https://s3.example/o?*** failed"
      ),
      ("https://cdn.example/f?Expires=1&Policy=xx&Signature=yy&Key-Pair-Id=zz", "https://cdn.example/f?***"),
      ("https://a.example/?sv=1&sig=abc%3D", "https://a.example/?***"),
      ("https://a.example/?access_token=q", "https://a.example/?***"),
      ("https://a.example/r?to=https%3A%2F%2Fs3%2Fo%3FX-Amz-Signature%3Dabc", "https://a.example/r?***"),
      ("?X-Amz-Credential=AKIA/2026&X-Amz-Expires=9", "?X-Amz-Credential=***&X-Amz-Expires=***"),
      ("signature=abc&part=2", "signature=***&part=2"),
      ("uploadId=abc; token=q", "uploadId=***; token=***"),
    ]
  )
  func redacted(_ text: String, _ expected: String) {
    #expect(Redactor().redact(text) == expected)
  }

  @Test(
    "ordinary words stay",
    arguments: [
      "hf_hub/2.4 and hf_model and hf_config.json", "the bearer of news", "Bearer token", "https://a.example/x?page=2",
      "see https://huggingface.co/settings/tokens", "the signature is wrong", "a=b&c=d", "half_hf_truth", "",
    ]
  )
  func kept(_ text: String) {
    #expect(Redactor().redact(text) == text)
  }

  @Test("a known secret goes in any form and place, plain or percent-encoded")
  func known() {
    let redactor = Redactor(secrets: [Secret("p/w d"), Secret("p/w dlonger")])
    #expect(redactor.redact("xp/w dx p%2Fw%20d p/w dlonger") == "x***x *** ***")
  }

  @Test("redacting twice changes nothing more")
  func twice() {
    let once = Redactor().redact("Authorization: Bearer x https://u:p@h/?sig=1 hf_abcdefgh1234")
    #expect(Redactor().redact(once) == once)
  }

  @Test("header fields that prove who asks are masked whole")
  func fields() {
    let redactor = Redactor()
    #expect(redactor.redact(.init(name: "AUTHORIZATION", value: "x")).value == "***")
    #expect(redactor.redact(.init(name: "Location", value: "https://h/?sig=1")).value == "https://h/?***")
  }

  @Test("an error is redacted however it is made")
  func errors() {
    let secret = Secret("opaque-secret")
    let error = HTTPError(
      .tls,
      problem: "GET https://h/?X-Amz-Signature=1",
      reason: "with opaque-secret",
      remedy: "Unset hf_abcdefgh1234.",
      hiding: [secret]
    )
    #expect(
      "\(error)" == "error[http.tls]: GET https://h/?***: with ***. Unset hf_***."
    )
  }
}
