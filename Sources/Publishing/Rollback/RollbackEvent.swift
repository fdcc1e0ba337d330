import HubAPI

/// What a rollback is doing, for whoever shows it.
public enum RollbackEvent: Sendable {
  /// The plan is made.
  case planned(RollbackPlan)
  /// The old content of the regular files is here; what is in storage stays there.
  case fetched(files: Int, size: Int)
  /// The commit's answer was lost and the commit was not made; it is sent again.
  case sendingAgain(reason: String)
  /// The commit is made.
  case committed(CommitID)
  /// The files were listed again and are those of the target.
  case compared(files: Int)
}
