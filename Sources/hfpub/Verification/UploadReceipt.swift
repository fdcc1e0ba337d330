import Documents
import Files
import Findings
import HubAPI
import Publication
import Publishing
import Reports

/// Keeps the receipt of an upload in a file.
struct UploadReceipt: Sendable {
  let path: String
  let modelFolder: String?
  let connection: HubConnection
  let repository: RepositoryID
  /// What was given to the command to come to the branch.
  let revision: Revision

  /// The receipt's place; nil for a rehearsal that is forgotten, unless one was asked for.
  init?(
    _ named: String?,
    _ manifest: Manifest,
    _ target: UploadTarget,
    _ repository: RepositoryID,
    _ connection: HubConnection
  ) {
    guard named != nil || !target.rehearse || target.store != nil else { return nil }
    path = named ?? "\(OutputOptions.defaultPath(for: manifest))/\(PublishReceipt.fileName)"
    modelFolder = manifest.modelFolder
    self.connection = connection
    self.repository = repository
    revision = target.revision
  }

  /// Makes sure before anything is sent that the receipt has a place.
  func requirePlace() throws {
    _ = try OutputFolder(LocalFiles.parent(of: path) ?? ".", modelFolder: modelFolder)
  }

  /// Takes a step down; once the commit is made there is a receipt, whatever becomes of this process.
  func note(_ event: UploadEvent, _ recorder: ReceiptRecorder, _ publication: PreparedPublication) {
    recorder.note(event)
    guard case .committed = event else { return }
    try? write(recorder, publication, repositoryID: nil, error: nil)
  }

  /// Writes what the recorder saw in the end; nothing that happens here makes an upload a failure.
  func write(
    _ recorder: ReceiptRecorder,
    _ publication: PreparedPublication,
    for result: CommandResult,
    error: (any Error)?
  ) async {
    guard recorder.commit != nil else { return }
    // A hub that was just lost is not asked once more.
    let info = error == nil ? try? await connection.hub.repositoryInfo(repository) : nil
    do {
      try write(recorder, publication, repositoryID: info?.internalID, error: error)
      result.note { $0.path = path }
      Console.step("Written", path)
    } catch {
      let reason = (error as? any ExplainedError)?.reason ?? "\(error)"
      Console.note("warning: the receipt \(path) could not be written: \(TextEscape.printable(reason))")
    }
  }

  private func write(
    _ recorder: ReceiptRecorder,
    _ publication: PreparedPublication,
    repositoryID: String?,
    error: (any Error)?
  ) throws {
    let receipt = try recorder.receipt(
      of: publication,
      endpoint: connection.hub.endpoint.description,
      repositoryID: repositoryID,
      version: Tool.version,
      date: Tool.now,
      error: error
    )
    guard let receipt else { return }
    try LocalOutput(path, modelFolder: modelFolder).write(try receipt.json())
  }

  /// Says when nothing here tells that the newest commit was verified.
  func judge(_ outcome: UploadJob.Outcome) {
    guard case .alreadyUpToDate(let head) = outcome else { return }
    let receipt = try? PublishReceipt(file: path)
    let isVerified =
      receipt?.isAbout(repository, on: connection.hub.endpoint.description) == true
      && receipt?.vouches(for: head) == true
    guard !isVerified else { return }
    let branch = revision == .main ? "" : " --revision \(revision)"
    Console.note("note: no receipt here says that \(head.short) was verified; to do it:")
    Console.note("  hfpub verify \(repository)\(branch)")
  }
}
