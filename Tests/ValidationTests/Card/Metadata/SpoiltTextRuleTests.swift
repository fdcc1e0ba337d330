import Findings
import Testing

@testable import Validation

@Suite struct SpoiltTextRuleTests {
  /// UTF-8 bytes read as Windows-1252, with the five empty places as control characters.
  private func windows(_ text: String) -> String {
    let upper = Array("€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
    var result = String.UnicodeScalarView()
    for byte in text.utf8 {
      result.append((0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte))
    }
    return String(result)
  }

  private func findings(_ text: String) -> [Finding] {
    CardCase.findings("---\n\(CardCase.needed)---\n\n\(text)\n")
  }

  @Test(
    "text that was encoded twice is found with what was meant",
    arguments: [
      ("don’t", "’", 4), ("“quoted” text", "“", 1), ("one — two", "—", 5), ("café", "é", 4), ("29,525 × 128", "×", 8),
      ("École", "É", 1), ("straße", "ß", 5), ("für", "ü", 2), ("ação", "çã", 2), ("a → b", "→", 3), ("✅ done", "✅", 1),
      ("🔥 hot", "🔥", 1), ("⚠️ care", "⚠️", 1), ("20 °C, 45°", "°", 11), ("привет", "привет", 1), ("中文", "中文", 1),
      ("tiếng Việt", "ế", 3), ("łódź", "łó", 1), ("日本語", "日本語", 1), ("wait…", "…", 5), ("5 €", "€", 3),
    ]
  )
  func windows(text: String, meant: String, column: Int) throws {
    let found = findings(windows(text)).filter { $0.code == "HFP508" }
    let first = try #require(found.first { $0.expected == "probably `\(meant)`" }, "\(found)")
    #expect(first.severity == .warning)
    #expect(first.location?.line == 6)
    if found.count == 1 { #expect(first.location?.column == column) }
  }

  @Test("in the metadata it is an error, at its place")
  func metadata() {
    let found = CardCase.findings("---\n\(CardCase.needed)description: a cafÃ© â€™ b\n---\n")
    #expect(
      found.map(Expected.init) == [
        Expected("HFP508", .error, 4, 19, "`Ã©`"), Expected("HFP508", .error, 4, 22, "`â€™`"),
      ]
    )
    #expect(found.map(\.expected) == ["probably `é`", "probably `’`"])
  }

  @Test(
    "text that went through Mac Roman is found",
    arguments: [
      ("a ‚Äî b", "—", 3), ("don‚Äôt", "’", 4), ("caf√© noir", "é", 4), ("espa√±ol", "ñ", 5), ("25¬∞C", "°", 3),
      ("‚Üí next", "→", 1), ("\u{F8FF}üî• hot", "🔥", 1), ("## üöÄ Start", "🚀", 4), ("## üìä Results", "📊", 4),
    ]
  )
  func mac(text: String, meant: String, column: Int) throws {
    let found = findings(text)
    #expect(found.map(\.code) == ["HFP508"])
    #expect(found.first?.expected == "probably `\(meant)`")
    #expect(found.first?.location?.column == column)
  }

  @Test("text with lost characters is found without a guess")
  func lost() {
    #expect(
      CardCase.ofBody("a \u{FFFD} b") == [
        Expected("HFP508", .warning, 6, 3, "U+FFFD, which stands for bytes that were no text")
      ]
    )
    #expect(CardCase.ofBody("## ðŸ Start") == [Expected("HFP508", .warning, 6, 4, "`ðŸ`")])
    let found = findings("he said â€ then")
    #expect(found.map(\.seen) == ["`â€`"])
    #expect(found.first?.expected == "the character that was lost")
  }

  @Test(
    "real text is left alone",
    arguments: [
      "« Voilà », dit-il à Noël ; l’été où l’on naît, ça… « œuvre » n° 1 — café… »",
      "Il répond : « oui, c’est là\u{A0}» et s’en va là-bas…\u{A0}» É… «À\u{A0}» CAFÉ’S « É » “É”",
      "A maçã, o pão, a irmã, não; IRMÃ” ‘MANHÃ’ AMANHÃ… “Ã” SÃO PAULO, AÇÃO – JOÃO™ Ãs «Ã» CAFÉ® À®",
      "Tiếng Việt: “châu”, XÃ… ĐÃ” “Â” ‘Ă’ Ưu đãi – “những” ở Huế, HÀ NỘI®, CHÂU Á… ã… “ã”… “â”… â’",
      "Größe, Straße, „groß“, Spaß“, daß…, ‚Äpfel‘ und ‚Über‘, ‚Österreich‘, SPASS, Maß™, Fuß’, ÄÖÜ äöü",
      "Å… “Å” på Åland, Ångström, blåbær, «Øy», smörgås, Ä’s, Köttbullar®",
      "«está»… «está»\u{A0}— «está»’ allá», papá»” mamá»–",
      "¿Qué? ¡Sí! «Niño» ESPAÑA® “Ñ” Ñ… NIÑO’S piñata½ 30 °C ±2 10 µm 5×4 3½ §2 ©2024 ®",
      "√2, 2√π, √(x²+1), ¬p ∧ q, ¬(a ∨ b), ∑√x·y, ≤ ≥ ≠ ∞ ∂f/∂x, a→b, ½·√3, √∞",
      "Öööö, lüüa, küüüür, jäääär, müüa, öö – ‘äö’, Šiauliai, žąsis, Łódź, źdźbło, ŐŰ őű, İstanbul’da ığüşöç",
      "Привет, мир… «ё» Ελληνικά Ω… 中文，日本語「かな」 한국어 العربية עברית ไทย हिन्दी",
      "🚀 ✅ ⚠️ 🇫🇷 👩‍💻 → ← ↑ • – — … “ ” ‘ ’ ™ © ® ° ² ³ ½ × ÷ € £ ¥",
      "r²=0.9, μ±σ, 5°±1°, 100 Ω, 50 Å, 10⁻³, H₂O, naïve façade, Zoë’s, “Ë” «Î» Ð… þ” Ðð Þ»",
    ]
  )
  func clean(text: String) {
    #expect(findings(text).map(Expected.init).map(\.description) == [])
  }
}
