import CCurl
import Glibc
import Synchronization

/// The thread that drives one curl multi handle, and the inbox through which tasks reach it.
///
/// The thread starts with the first transfer and keeps this object alive until it ends; `stop` ends it. Everything
/// mutable is in the mutex, or belongs to the thread alone.
final class CurlEngine: Sendable {
  /// A multi handle; made and destroyed under the mutex, used by the thread, woken by anyone who holds the mutex.
  private struct Handle: @unchecked Sendable {
    let multi: UnsafeMutableRawPointer
  }

  private enum Phase {
    case idle
    case running(Handle)
    case ended
  }

  private struct Inbox {
    var phase = Phase.idle
    var arrivals: [Transfer] = []
    var isStopping = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let inbox = Mutex(Inbox())
  private let connectionsPerHost: Int
  private let limiter: RateLimiter?

  init(connectionsPerHost: Int, limiter: RateLimiter?) {
    self.connectionsPerHost = max(1, connectionsPerHost)
    self.limiter = limiter
  }

  /// Runs a transfer to its end; cancelling the task aborts it.
  func perform(_ transfer: Transfer) async -> TransferOutcome {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        transfer.continuation = continuation
        submit(transfer)
      }
    } onCancel: {
      transfer.isCancelled.store(true, ordering: .releasing)
      wake()
    }
  }

  /// Ends the thread; transfers under way end as cancelled.
  func stop() {
    inbox.withLock { inbox in
      inbox.isStopping = true
      switch inbox.phase {
      case .idle: inbox.phase = .ended
      case .running(let handle): curl_multi_wakeup(handle.multi)
      case .ended: break
      }
    }
  }

  /// Returns when the thread is gone.
  func ended() async {
    await withCheckedContinuation { continuation in
      let isOver = inbox.withLock { inbox in
        if case .running = inbox.phase {
          inbox.waiters.append(continuation)
          return false
        }
        return true
      }
      if isOver { continuation.resume() }
    }
  }

  private func wake() {
    inbox.withLock { inbox in
      if case .running(let handle) = inbox.phase { curl_multi_wakeup(handle.multi) }
    }
  }

  private func submit(_ transfer: Transfer) {
    let refusal = inbox.withLock { inbox -> HTTPError? in
      if inbox.isStopping { return .cancelled(transfer.request) }
      if case .idle = inbox.phase {
        guard let handle = start() else { return .outOfMemory(transfer.request) }
        inbox.phase = .running(handle)
      }
      inbox.arrivals.append(transfer)
      if case .running(let handle) = inbox.phase { curl_multi_wakeup(handle.multi) }
      return nil
    }
    if let refusal { transfer.continuation?.resume(returning: .failed(refusal)) }
  }

  private func start() -> Handle? {
    guard CurlLibrary.isReady, let multi = curl_multi_init() else { return nil }
    ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
    let context = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let result = pthread_create(
      &thread,
      nil,
      { context in
        if let context { Unmanaged<CurlEngine>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      },
      context.toOpaque()
    )
    guard result == 0 else {
      context.release()
      curl_multi_cleanup(multi)
      return nil
    }
    pthread_detach(thread)
    return Handle(multi: multi)
  }
}

// MARK: - On the thread

extension CurlEngine {
  private func run() {
    // Signals are for the threads of the program that expect them.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    // `start` runs inside the lock, so the phase is set by the time this gets it.
    guard
      let multi = inbox.withLock({ inbox -> Handle? in
        if case .running(let handle) = inbox.phase { handle } else { nil }
      })?.multi
    else { return }

    var active: [UnsafeMutableRawPointer: Transfer] = [:]
    while true {
      let (arrivals, isStopping) = inbox.withLock { inbox in
        defer { inbox.arrivals = [] }
        return (inbox.arrivals, inbox.isStopping)
      }
      for transfer in arrivals {
        active[transfer.easy] = transfer
        curl_multi_add_handle(multi, transfer.easy)
      }
      for transfer in active.values where isStopping || transfer.isCancelled.load(ordering: .acquiring) {
        transfer.isCancelled.store(true, ordering: .releasing)
        finish(transfer, CURLE_ABORTED_BY_CALLBACK, multi, &active)
      }
      if isStopping { break }
      resume(active)
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      collect(multi, &active)
      // Waits for sockets, curl's own timers, a wake-up or the limiter, whichever is first.
      let seconds = active.values.contains(where: \.isPaused) ? limiter?.secondsUntilOpen ?? 60 : 60
      curl_multi_poll(multi, nil, 0, Int32(min(60, seconds) * 1000 + 1), nil)
    }

    let (late, waiters) = inbox.withLock { inbox in
      inbox.phase = .ended
      curl_multi_cleanup(multi)
      defer {
        inbox.arrivals = []
        inbox.waiters = []
      }
      return (inbox.arrivals, inbox.waiters)
    }
    for transfer in late { transfer.continuation?.resume(returning: .failed(.cancelled(transfer.request))) }
    for waiter in waiters { waiter.resume() }
  }

  /// Lets transfers that waited for the limiter go on, whoever waited longest first.
  private func resume(_ active: [UnsafeMutableRawPointer: Transfer]) {
    guard let limiter else { return }
    for transfer in active.values.filter(\.isPaused).sorted(by: { $0.turn < $1.turn }) {
      guard limiter.isOpen else { return }
      transfer.resume()
    }
  }

  private func collect(_ multi: UnsafeMutableRawPointer, _ active: inout [UnsafeMutableRawPointer: Transfer]) {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let transfer = active[message.pointee.easy_handle] else { continue }
      // The message is gone once the handle is removed.
      let result = ccurl_message_result(message)
      finish(transfer, result, multi, &active)
    }
  }

  private func finish(
    _ transfer: Transfer,
    _ result: CURLcode,
    _ multi: UnsafeMutableRawPointer,
    _ active: inout [UnsafeMutableRawPointer: Transfer]
  ) {
    curl_multi_remove_handle(multi, transfer.easy)
    active[transfer.easy] = nil
    let continuation = transfer.continuation
    transfer.continuation = nil
    continuation?.resume(returning: transfer.outcome(result))
  }
}

/// The process-wide start of the library, once.
private enum CurlLibrary {
  static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
