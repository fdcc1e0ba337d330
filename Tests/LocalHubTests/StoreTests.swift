import Files
import HubAPI
import Testing

@testable import LocalHub

@Suite("git's ids and rules in the embedded hub")
struct StoreTests {
  private static func file(_ text: String) -> StoredFile {
    let content = Array(text.utf8)
    return StoredFile(kind: .regular, oid: GitBlobID.of(content).hex, size: content.count)
  }

  private let tree = GitTree(files: [
    "a.txt": file("A"), "sub/b.txt": file("B"), "sub/deep/c.txt": file("C"), "sub.d/d.txt": file("D"),
    "sub-x": file("E"),
  ])

  @Test("tree and commit ids are those that git computes")
  func ids() {
    // By git 2.39: write-tree and commit-tree over the same files.
    #expect(tree.id == "673ab2479fa8a39d9e68a1fd08d2a77164558cb6")
    #expect(
      tree.folders == [
        "sub": "74009ce350971172d267a5791697bb5e2c3d83b0", "sub/deep": "c6e4eacf009055cdecda3c7bcae8b196c2d746bd",
        "sub.d": "ac3724547306f99901caad55fb7da774cefe4d67",
      ]
    )
    let commit = CommitRecord.id(
      tree: tree.id,
      parent: nil,
      date: 1_700_000_000,
      author: "me",
      summary: "Sum",
      description: "More text"
    )
    #expect(commit == "5b31ace456a7711fd06d9d51d5f533aa421185d5")
    #expect(GitTree(files: [:]).id == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
  }

  @Test("entries come in path order, below a folder or all")
  func entries() {
    #expect(tree.entries(under: "", recursive: false).map(\.path) == ["a.txt", "sub", "sub-x", "sub.d"])
    #expect(tree.entries(under: "sub", recursive: false).map(\.path) == ["sub/b.txt", "sub/deep"])
    #expect(tree.entries(under: "sub", recursive: true).map(\.path) == ["sub/b.txt", "sub/deep", "sub/deep/c.txt"])
  }

  @Test(
    "patterns match as git's do",
    arguments: [
      ("*.bin", "a.bin", true), ("*.bin", "x/y/a.bin", true), ("*.bin", "a.bin.txt", false),
      ("*.lfs.*", "a.lfs.x", true),
      ("/a.txt", "a.txt", true), ("/a.txt", "x/a.txt", false), ("x/*.txt", "x/a.txt", true),
      ("x/*.txt", "x/y/a.txt", false), ("x/**/*", "x/y/z/a", true), ("x/**/*", "x/a", true), ("**/a", "q/r/a", true),
      ("**/a", "a", true), ("?.txt", "a.txt", true), ("?.txt", "ab.txt", false), ("[a-c].txt", "b.txt", true),
      ("[!a-c].txt", "b.txt", false), ("[a", "[a", true), ("a\\*b", "a*b", true), ("a\\*b", "axb", false),
      ("a[[:space:]]b", "a b", true), ("*tfevents*", "x/events.tfevents.1", true), ("[]]", "]", true),
    ] as [(Substring, String, Bool)]
  )
  func patterns(pattern: Substring, path: String, matches: Bool) throws {
    #expect(try #require(GlobPattern(pattern)).matches(path) == matches)
  }

  @Test("a pattern made to be slow is not")
  func hostilePattern() throws {
    let pattern = try #require(GlobPattern(Substring(String(repeating: "*a", count: 200) + "b")))
    #expect(!pattern.matches(String(repeating: "a", count: 1000)))
    #expect(GlobPattern(Substring(String(repeating: "a", count: 2000))) == nil)
  }

  @Test("the last attribute rule that matches decides")
  func attributes() {
    let rules = GitAttributes("# *.txt filter=lfs\n*.bin filter=lfs diff=lfs\nsmall/*.bin -filter\n\tx y\n")
    #expect(rules.isLFS("a.bin") && rules.isLFS("x/a.bin"))
    #expect(!rules.isLFS("small/a.bin") && !rules.isLFS("a.txt"))
    for path in ["a b/c*d.csv", "x[1].csv", "plain.csv"] {
      let one = GitAttributes(GitAttributes.line(GitAttributes.pattern(for: path)))
      #expect(one.isLFS(path), "\(path)")
      #expect(!one.isLFS("q/\(path)"), "\(path)")
    }
  }

  @Test("ignore rules know folders, anchors and exceptions")
  func ignore() {
    let rules = GitIgnore("# c\n*.log\n!keep.log\n/top\nbuild/\n\n")
    #expect(rules.isIgnored("a.log") && rules.isIgnored("x/a.log") && !rules.isIgnored("keep.log"))
    #expect(rules.isIgnored("top") && rules.isIgnored("top/x") && !rules.isIgnored("x/top"))
    #expect(rules.isIgnored("build/a") && rules.isIgnored("x/build/a") && !rules.isIgnored("build"))
    #expect(rules.isIgnored("build/keep.log"), "what is under an ignored folder cannot be taken back")
  }

  @Test("keyed hashes are those of RFC 4231")
  func hmac() {
    let data = Array("what do ya want for nothing?".utf8)
    #expect(
      HMAC.sha256(key: Array("Jefe".utf8), data) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    #expect(
      HMAC.sha256(
        key: [UInt8](repeating: 0xAA, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
      ) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    )
  }

  @Test(
    "sizes are decimal",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1549, "1.5 kB"), (1550, "1.6 kB"), (999_949, "999.9 kB"),
      (999_950, "1.0 MB"), (20_000_000, "20.0 MB"), (1_500_000_000, "1.5 GB"),
    ]
  )
  func sizes(bytes: Int, text: String) { #expect(HTML.size(bytes) == text) }

  @Test("times are written as the Hub writes them")
  func times() {
    #expect(WallClock.iso8601(1_700_000_000) == "2023-11-14T22:13:20.000Z")
    #expect(WallClock.http(1_700_000_000) == "Tue, 14 Nov 2023 22:13:20 GMT")
  }

  @Test(
    "metadata that cannot be a mapping is an error, and missing metadata a warning",
    arguments: [
      ("---\nlicense: mit\n---\ntext", nil, false), ("\n\n---  \nlicense: mit\r\n---\r\n", nil, false),
      ("\u{FEFF}---\nlicense: mit\n---\n", nil, false), ("# No metadata", nil, true), ("", nil, true),
      ("---\nlicense: mit\nnever closed", nil, true), ("---\n---\n", nil, true), ("---\n# only\n\n---\n", nil, true),
      ("---\n- a\n- b\n---\n", "YAML metadata must be a mapping, not a list (line 2 of README.md)", false),
      ("---\njust words\n---\n", "YAML metadata must be a mapping of names to values (line 2 of README.md)", false),
      ("---\na: 1\nb 2\n---\n", "YAML metadata must be a mapping of names to values (line 3 of README.md)", false),
      ("---\na: 1\nb: 2\na: 3\n---\n", "duplicated mapping key \"a\" (line 4 of README.md)", false),
      ("---\na:\n\t- b\n---\n", "YAML must be indented by spaces, not tabs (line 3 of README.md)", false),
      ("---\n\"a:b\": 1\nc:d: 2\n'e': 3\n---\n", nil, false), ("---\na: x\u{2028}y\n---\n", nil, false),
      ("---\na: [\n  b,\n]\nc: 1\n---\n", nil, false),
      ("---\na:\n- b\n- c\nd: >\n  long: text\n  more\ne: {x: 1,\n  y: 2}\nf: \"a\n b\"\n---\n", nil, false),
    ] as [(String, String?, Bool)]
  )
  func cards(text: String, error: String?, warns: Bool) {
    let check = CardCheck(text)
    #expect(check.errors == (error.map { [$0] } ?? []))
    #expect(check.warnings == (warns ? ["empty or missing yaml metadata in repo card"] : []))
  }

  @Test("fields and the body are taken apart for display")
  func fields() {
    let check = CardCheck("---\nlicense: 'mit'\ntags:\n- a\n- \"b\"\nempty:\n---\n# Title\n")
    #expect(check.fields.map(\.name) == ["license", "tags", "empty"])
    #expect(check.fields.map(\.value) == ["mit", "a, b", ""])
    #expect(check.body == "# Title\n")
    #expect(CardCheck("plain").body == "plain")
  }
}
