import CCurl
import Files
import Synchronization

/// How one exchange with a server ended.
enum TransferOutcome: Sendable {
  case answered(HTTPResponse, content: HTTPDownload.Content, isContinuation: Bool)
  case failed(HTTPError)
}

/// One exchange with one server: a curl handle with all it points to.
///
/// Invariant behind `@unchecked Sendable`: the task that makes it touches nothing after `CurlEngine.submit`; from then
/// on only the engine's thread does, until it resumes `continuation`, after which nobody does. `isCancelled` is the
/// exception and is atomic.
final class Transfer: @unchecked Sendable {
  let easy: UnsafeMutableRawPointer
  let request: HTTPRequest
  let isCancelled = Atomic<Bool>(false)
  var continuation: CheckedContinuation<TransferOutcome, Never>?

  private let source: BodySource?
  private let sink: BodySink
  private let timeouts: HTTPTimeouts
  private let configuration: HTTPConfiguration
  private let errorText: UnsafeMutablePointer<CChar>
  private var headerLines: UnsafeMutablePointer<curl_slist>?
  private var status = 0
  private var headers = HTTPHeaders()
  private var headerBytes = 0
  private var hasBody = false
  /// When the last byte came or went.
  private var lastMove = ContinuousClock.now
  private let limiter: RateLimiter?
  /// Whether the limiter keeps it waiting.
  private(set) var isPaused = false
  /// Its place among those that wait.
  private(set) var turn = 0

  /// Prepares the exchange.
  ///
  /// - Throws: `HTTPError`: `.malformedURL` for a header that would break the request apart, `.localFile`.
  init(
    _ request: HTTPRequest,
    configuration: HTTPConfiguration,
    file: DownloadFile?,
    limiter: RateLimiter?
  ) throws(HTTPError) {
    let lines = try Self.headerLines(of: request, userAgent: configuration.userAgent)
    source = try BodySource(request.body, hashing: request.hashesSentBody)
    guard let easy = curl_easy_init() else { throw .outOfMemory(request) }
    self.easy = easy
    self.request = request
    self.limiter = limiter
    self.configuration = configuration
    timeouts = request.timeouts ?? configuration.timeouts
    sink = BodySink(for: request, file: file)
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    for line in lines { headerLines = curl_slist_append(headerLines, line) }
    setUp(configuration)
    setUpMethod()
    setUpCallbacks()
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerLines)
    errorText.deallocate()
  }

  /// How it ended, from curl's result; called once on the engine's thread after the handle left the multi handle.
  func outcome(_ result: CURLcode) -> TransferOutcome {
    if isCancelled.load(ordering: .acquiring) { return .failed(marked(.cancelled(request))) }
    if let failure = source?.failure ?? sink.failure { return .failed(marked(failure)) }
    guard result == CURLE_OK else { return .failed(marked(explain(result))) }
    // An answer without a byte has not been looked at yet.
    if !sink.begin(status, headers), let failure = sink.failure { return .failed(marked(failure)) }
    let response = HTTPResponse(
      status: status,
      headers: headers,
      body: sink.body,
      url: request.url,
      redirects: [],
      sentSHA256: source?.finalizeHash(),
      attempts: 1
    )
    return .answered(response, content: sink.finalizeContent(), isContinuation: sink.isContinuation)
  }

  private func marked(_ error: HTTPError) -> HTTPError {
    var error = error
    // Without the last byte of the announced body no server can have understood the request.
    error.mayHaveTakenEffect =
      ccurl_get_long(easy, CURLINFO_REQUEST_SIZE) > 0 && source.map { $0.position == $0.count } ?? true
    return error
  }

  private func explain(_ result: CURLcode) -> HTTPError {
    let known = String(cString: errorText)
    return .curl(
      result,
      HTTPError.Circumstances(
        request: request,
        timeouts: timeouts,
        text: known.isEmpty ? String(cString: curl_easy_strerror(result)) : known,
        systemError: Int32(ccurl_get_long(easy, CURLINFO_OS_ERRNO)),
        wasConnected: ccurl_get_long(easy, CURLINFO_REQUEST_SIZE) > 0,
        stall: (seconds: stallSeconds, isSilence: lastMove.duration(to: .now) >= .seconds(stallSeconds - 1)),
        proxy: configuration.usesProxy ? configuration.proxies?.proxy(for: request.url.origin) : nil,
        now: configuration.clock.now()
      )
    )
  }
}

// MARK: - Telling curl

extension Transfer {
  private func setUp(_ configuration: HTTPConfiguration) {
    ccurl_set_string(easy, CURLOPT_URL, request.url.text)
    ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    // Paths are sent as built: `..` has been resolved or is part of a name by now.
    ccurl_set_long(easy, CURLOPT_PATH_AS_IS, 1)
    ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
    ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    // On a kept connection that breaks before the answer, curl sends the request again by itself.
    if !request.isIdempotent { ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
    ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerLines)
    ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, timeouts.connect.wholeMilliseconds))
    setUpSpeed()
    if let total = timeouts.total { ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, total.wholeMilliseconds)) }
    if !configuration.usesProxy || request.url.origin.isLoopback { ccurl_set_string(easy, CURLOPT_PROXY, "") }
    if let file = configuration.caFile { ccurl_set_string(easy, CURLOPT_CAINFO, file) }
    if let folder = configuration.caPath { ccurl_set_string(easy, CURLOPT_CAPATH, folder) }
    if request.acceptsCompression { ccurl_set_string(easy, CURLOPT_ACCEPT_ENCODING, "") }
  }

  private var stallSeconds: Int {
    let seconds = max(1, timeouts.stall.wholeMilliseconds / 1000)
    return limiter == nil ? seconds : max(seconds, 60)
  }

  // Fewer turns between reading, hashing and sending than with curl's 64 KiB.
  private static let largeBuffer = 256 << 10

  private func setUpSpeed() {
    var slowest = max(1, timeouts.minimumSpeed)
    if let limiter {
      ccurl_set_long(easy, CURLOPT_BUFFERSIZE, min(limiter.piece, Int(CURL_MAX_WRITE_SIZE)))
      // Many transfers share the rate, and those that wait for it look slow to curl.
      slowest = max(1, min(slowest, Int(limiter.rate / 64)))
    } else if let source, source.count > Self.largeBuffer {
      ccurl_set_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, Self.largeBuffer)
    }
    ccurl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, slowest)
    ccurl_set_long(easy, CURLOPT_LOW_SPEED_TIME, stallSeconds)
  }

  private func setUpMethod() {
    switch (request.method, source) {
    case (.get, nil): ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
    case (.head, nil): ccurl_set_long(easy, CURLOPT_NOBODY, 1)
    case (.delete, nil): ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, "DELETE")
    case (.post, nil):
      ccurl_set_long(easy, CURLOPT_POST, 1)
      ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0)
      ccurl_set_string(easy, CURLOPT_COPYPOSTFIELDS, "")
    case (.put, nil):
      ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
      ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, 0)
    case (.post, let source?):
      ccurl_set_long(easy, CURLOPT_POST, 1)
      ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(source.count))
    case (let method, let source?):
      ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
      ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(source.count))
      if method != .put { ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, method.rawValue) }
    }
  }

  private func setUpCallbacks() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(easy, CURLOPT_PRIVATE, context)
    ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    ccurl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      Transfer.from(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
    ccurl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      let transfer = Transfer.from(context)
      guard transfer.mayMove() else { return Int(CURL_WRITEFUNC_PAUSE) }
      return transfer.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    ccurl_set_pointer(easy, CURLOPT_READDATA, context)
    ccurl_set_data_callback(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
      let transfer = Transfer.from(context)
      guard transfer.mayMove() else { return Int(CURL_READFUNC_PAUSE) }
      return transfer.giveBody(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        ?? Int(CURL_READFUNC_ABORT)
    }
    ccurl_set_pointer(easy, CURLOPT_SEEKDATA, context)
    ccurl_set_seek_callback(easy) { context, offset, origin in
      guard origin == SEEK_SET, let source = Transfer.from(context).source, source.seek(to: Int(offset)) else {
        return CURL_SEEKFUNC_FAIL
      }
      return CURL_SEEKFUNC_OK
    }
    guard request.progress != nil else { return }
    ccurl_set_long(easy, CURLOPT_NOPROGRESS, 0)
    ccurl_set_pointer(easy, CURLOPT_XFERINFODATA, context)
    ccurl_set_progress_callback(easy) { context, _, received, _, sent in
      Transfer.from(context).request.progress?(.init(sent: Int(sent), received: Int(received)))
      return 0
    }
  }

  private static func headerLines(of request: HTTPRequest, userAgent: String) throws(HTTPError) -> [String] {
    var headers = request.headers
    if headers["User-Agent"] == nil { headers["User-Agent"] = userAgent }
    if let token = request.bearerToken { headers["Authorization"] = "Bearer \(token.reveal())" }
    var lines: [String] = []
    for field in headers.fields {
      let isName =
        !field.name.isEmpty
        && field.name.utf8.allSatisfy {
          (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";")
        }
      guard isName, field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw HTTPError(
          .malformedURL,
          problem: "cannot send the header \(field.name.filter { $0.isLetter || $0 == "-" })",
          reason: "its name or its value holds a character that headers cannot have",
          remedy: "Check the token and the options that this header comes from."
        )
      }
      lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    // curl would wait a second for a go-ahead that stores do not send, and would call every body a form.
    lines.append("Expect:")
    if headers["Content-Type"] == nil { lines.append("Content-Type:") }
    return lines
  }
}

// MARK: - Hearing from curl

extension Transfer {
  static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
    // Sound: `context` is always the pointer set in `setUpCallbacks`, and the engine keeps the object while curl may call.
    Unmanaged<Transfer>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
  }

  private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    lastMove = .now
    guard headerBytes <= 256 << 10 else { return false }
    // Trailers come after the body and could pretend to be the Hub's own headers.
    guard !hasBody else { return true }
    let line = String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // A new answer: after `100 Continue`, or from a proxy's `CONNECT`.
      headers = HTTPHeaders()
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
      headers.append(name: line[..<colon].trimmingBlanks(), value: value.trimmingBlanks())
    }
    return true
  }

  /// Whether bytes of a body may move now; else the transfer waits for its turn.
  private func mayMove() -> Bool {
    guard let limiter, !limiter.isOpen else { return true }
    isPaused = true
    turn = limiter.takeTurn()
    return false
  }

  /// Goes on after a wait for the limiter; on the engine's thread.
  func resume() {
    isPaused = false
    // May call back at once, and wait again.
    curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  private func giveBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard let source else { return 0 }
    let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, limiter?.piece ?? .max)])
    let count = source.read(into: piece)
    if let count { limiter?.spend(count) }
    lastMove = .now
    return count
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    hasBody = true
    lastMove = .now
    limiter?.spend(bytes.count)
    return sink.write(bytes, status: status, headers: headers)
  }
}

extension Duration {
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    // Bounded, so that no choice of the caller overflows curl's `long`.
    return Int(min(max(seconds, 0), 1_000_000_000)) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
