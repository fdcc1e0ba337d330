/// Texts that break what is written without care: names and messages as an attacker would choose them.
public enum HostileTexts {
  /// All of them; short ones, but for the last.
  public static let all: [String] = [
    "", " ", "\0", "a\0b", "\u{1B}[2J\u{1B}]0;title\u{7}", "line\nline", "line\r\nline\rline",
    "\u{85}\u{2028}\u{2029}\u{B}\u{C}",
    "\u{202E}txt.exe\u{202C}", "\u{2066}\u{2069}\u{200F}\u{61C}", "\u{FEFF}\u{200B}\u{AD}\u{E0001}\u{E0041}",
    "\u{FFFE}\u{FFFF}\u{1FFFF}",
    "\"'\\", "\\\"", "</failure>", "]]>", "<!-- -- -->", "<![CDATA[x]]>", "&amp;&#0;&lt;", "<?xml version=\"1.0\"?>",
    "|", "a|b\\|c\\\\|d\\", "`", "``` ````", "`\u{301}<img src=x onerror=alert(1)>", "|\u{301}|\u{301}", "~~~", "# x",
    "- x", "1. x",
    "<img src=x onerror=alert(1)>", "<details>", "[x](https://evil.example)", "![x](https://evil.example/x.png)",
    "https://evil.example", "www.evil.example", "mail@evil.example", "@everyone", "#1", "owner/name#1", "GH-1",
    ":smile:", "$x$",
    "0123456789abcdef0123456789abcdef01234567", "[x][y]\n\n[y]: https://evil.example", "**x** _y_", "\n\n| a | b |\n",
    "::error::x", "\n::error file=a::x", "::error file=a,line=1::x\r\n::stop-commands::y", "##[error]x",
    "%0A::error::x", "%25", "a:b,c%d",
    "{0} {{1}} }{", "\\](https://evil.example)", "../../etc/passwd", "//evil.example/x", "file:///etc/passwd", "C:\\x",
    "/",
    "e\u{301}\u{327} 你好 👩‍👩‍👧‍👦 🇩🇪", String(repeating: "<`|\n\u{202E}", count: 1500),
  ]

  /// A name or message of a megabyte.
  public static let megabyte = String(repeating: "<`|\n\u{202E}]", count: 125_000)
}
