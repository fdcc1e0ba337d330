/// Body of `POST …/discussions`.
struct DiscussionRequest: Codable, Sendable {
  var title: String
  var description: String?
  var pullRequest: Bool?
}

/// Body of `POST …/discussions/{n}/comment`.
struct CommentRequest: Codable, Sendable {
  var comment: String
}

/// Body of `POST …/discussions/{n}/title`.
struct TitleRequest: Codable, Sendable {
  var title: String
}

/// Body of `POST …/discussions/{n}/status`.
struct StatusRequest: Codable, Sendable {
  var status: String
  var comment: String?
}

/// Answer of `POST …/discussions`.
struct DiscussionCreated: Encodable {
  var num: Int
  var url: String
  var pullRequest: Bool
}

/// Answer of `GET …/discussions`.
struct DiscussionList: Encodable {
  var count: Int
  var start: Int
  var discussions: [DiscussionAnswer]
}

/// A discussion; in a list without what comes after `isPullRequest`.
struct DiscussionAnswer: Encodable {
  struct Person: Encodable { var name: String }

  struct Repository: Encodable { var name: String, type = "model" }

  struct Changes: Encodable { var base: String, mergeCommitId: String? }

  /// An event in the shape that its type has.
  struct Event: Encodable {
    struct Details: Encodable {
      struct Latest: Encodable { var raw: String, updatedAt: String, author: Person }
      var latest: Latest?
      var edited: Bool?
      var hidden: Bool?
      var status: String?
      var subject: String?
      var oid: String?
      var from: String?
      var to: String?
    }

    var id: String
    var type: String
    var createdAt: String
    var author: Person
    var data = Details()

    init(_ event: Discussion.Event) {
      id = event.id
      createdAt = WallClock.iso8601(event.date)
      author = Person(name: event.author)
      switch event.kind {
      case .comment(let text):
        type = "comment"
        data.latest = .init(raw: text, updatedAt: createdAt, author: author)
        data.edited = false
        data.hidden = false
      case .status(let status):
        type = "status-change"
        data.status = status.rawValue
      case .commit(let oid, let summary):
        type = "commit"
        data.oid = oid
        data.subject = summary
      case .title(let old, let new):
        type = "title-change"
        data.from = old
        data.to = new
      }
    }
  }

  var num: Int
  var title: String
  var author: Person
  var createdAt: String
  var status: String
  var repo: Repository
  var isPullRequest: Bool
  var events: [Event]?
  var changes: Changes?
  var filesWithConflicts: [String]?
  var diff: String?

  init(_ discussion: Discussion, of index: RepositoryIndex) {
    num = discussion.number
    title = discussion.title
    author = Person(name: discussion.author)
    createdAt = WallClock.iso8601(discussion.createdAt)
    status = discussion.status.rawValue
    repo = Repository(name: index.id)
    isPullRequest = discussion.changes != nil
  }
}
