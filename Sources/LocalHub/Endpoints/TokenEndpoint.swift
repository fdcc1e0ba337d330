import HubAPI
import NIOHTTP1

extension Hub {
  /// `POST /oauth/token`: a token of one repository for an ID token that is trusted (RFC 8693).
  func exchangeToken(_ request: Request, _ body: RequestBody) async throws -> Response {
    let bytes = try await body.collect(limit: 64 << 10)
    guard let wish = try? Request.decode(TokenRequest.self, bytes) else {
      return Self.tokenError("invalid_request", "The body is not the expected JSON")
    }
    guard wish.grant_type == "urn:ietf:params:oauth:grant-type:token-exchange" else {
      return Self.tokenError("unsupported_grant_type", "Only the exchange of ID tokens is offered here")
    }
    guard wish.subject_token_type == "urn:ietf:params:oauth:token-type:id_token", let idToken = wish.subject_token,
      let resource = wish.resource
    else {
      return Self.tokenError("invalid_request", "subject_token, its type and resource are required")
    }
    let token = access.issued.issue(idToken: idToken, resource: resource, now: WallClock.now())
    guard let token else {
      return Self.tokenError("invalid_grant", "No trusted publisher of this resource has this ID token")
    }
    var response = Response.json(
      TokenAnswer(
        access_token: token,
        token_type: "bearer",
        expires_in: access.issued.lifetime,
        issued_token_type: "urn:ietf:params:oauth:token-type:access_token"
      )
    )
    response.headers.add(name: "Cache-Control", value: "no-store")
    return response
  }

  private static func tokenError(_ error: String, _ description: String) -> Response {
    .json(TokenRefusal(error: error, error_description: description), status: .badRequest)
  }
}

private struct TokenRequest: Decodable {
  var grant_type: String?
  var subject_token_type: String?
  var subject_token: String?
  var resource: String?
}

private struct TokenAnswer: Encodable {
  var access_token: String
  var token_type: String
  var expires_in: Int
  var issued_token_type: String
}

private struct TokenRefusal: Encodable {
  var error: String
  var error_description: String
}
