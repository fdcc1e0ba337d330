/// The two-letter language codes that the Hub shows by name, taken on 2026-08-21 from
/// `packages/languages/src/languages_iso_639_1.ts` of the public repository `huggingface/huggingface.js`.
enum LanguageCodes {
  /// When the list was taken.
  static let asOf = "2026-08-21"

  /// Values that stand for no single language and that the Hub's documentation allows.
  static let special: Set<String> = ["multilingual", "code"]

  /// English names by code.
  static let names: [String: String] = {
    var names: [String: String] = [:]
    for entry in list.split(separator: ", ") {
      let parts = entry.split(separator: " ", maxSplits: 1)
      if let code = parts.first, let name = parts.last { names[String(code)] = String(name) }
    }
    return names
  }()

  /// Codes by English name in small letters, with names that are more usual than those of the source.
  static let codes: [String: String] = {
    var codes = [
      "mandarin": "zh", "simplified chinese": "zh", "traditional chinese": "zh", "farsi": "fa", "flemish": "nl",
      "punjabi": "pa", "uighur": "ug", "sinhalese": "si", "castilian": "es", "filipino": "fil", "cantonese": "yue",
    ]
    for (code, name) in names { codes[name.lowercased()] = code }
    return codes
  }()

  /// Codes of countries and other slips for the code of the language that is meant.
  static let slips = [
    "jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "gb": "en", "us": "en", "ua": "uk", "vn": "vi", "iw": "he",
    "in": "hi", "rs": "sr", "al": "sq",
  ]

  private static let list = """
    aa Afar, ab Abkhaz, ae Avestan, af Afrikaans, ak Akan, am Amharic, an Aragonese, ar Arabic, as Assamese, av \
    Avaric, ay Aymara, az Azerbaijani, ba Bashkir, be Belarusian, bg Bulgarian, bh Bihari, bi Bislama, bm Bambara, \
    bn Bengali, bo Tibetan, br Breton, bs Bosnian, ca Catalan, ce Chechen, ch Chamorro, co Corsican, cr Cree, cs \
    Czech, cu Old Church Slavonic, cv Chuvash, cy Welsh, da Danish, de German, dv Divehi, dz Dzongkha, ee Ewe, el \
    Greek, en English, eo Esperanto, es Spanish, et Estonian, eu Basque, fa Persian, ff Fula, fi Finnish, fj Fijian, \
    fo Faroese, fr French, fy Western Frisian, ga Irish, gd Scottish Gaelic, gl Galician, gn Guaraní, gu Gujarati, \
    gv Manx, ha Hausa, he Hebrew, hi Hindi, ho Hiri Motu, hr Croatian, ht Haitian, hu Hungarian, hy Armenian, hz \
    Herero, ia Interlingua, id Indonesian, ie Interlingue, ig Igbo, ii Nuosu, ik Inupiaq, io Ido, is Icelandic, it \
    Italian, iu Inuktitut, ja Japanese, jv Javanese, ka Georgian, kg Kongo, ki Kikuyu, kj Kwanyama, kk Kazakh, kl \
    Kalaallisut, km Khmer, kn Kannada, ko Korean, kr Kanuri, ks Kashmiri, ku Kurdish, kv Komi, kw Cornish, ky \
    Kyrgyz, la Latin, lb Luxembourgish, lg Ganda, li Limburgish, ln Lingala, lo Lao, lt Lithuanian, lu Luba-Katanga, \
    lv Latvian, mg Malagasy, mh Marshallese, mi Māori, mk Macedonian, ml Malayalam, mn Mongolian, mr Marathi, ms \
    Malay, mt Maltese, my Burmese, na Nauru, nb Norwegian Bokmål, nd Northern Ndebele, ne Nepali, ng Ndonga, nl \
    Dutch, nn Norwegian Nynorsk, no Norwegian, nr Southern Ndebele, nv Navajo, ny Chichewa, oc Occitan, oj Ojibwe, \
    om Oromo, or Oriya, os Ossetian, pa Panjabi, pi Pāli, pl Polish, ps Pashto, pt Portuguese, qu Quechua, rm \
    Romansh, rn Kirundi, ro Romanian, ru Russian, rw Kinyarwanda, sa Sanskrit, sc Sardinian, sd Sindhi, se Northern \
    Sami, sg Sango, si Sinhala, sk Slovak, sl Slovenian, sm Samoan, sn Shona, so Somali, sq Albanian, sr Serbian, ss \
    Swati, st Southern Sotho, su Sundanese, sv Swedish, sw Swahili, ta Tamil, te Telugu, tg Tajik, th Thai, ti \
    Tigrinya, tk Turkmen, tl Tagalog, tn Tswana, to Tonga, tr Turkish, ts Tsonga, tt Tatar, tw Twi, ty Tahitian, ug \
    Uyghur, uk Ukrainian, ur Urdu, uz Uzbek, ve Venda, vi Vietnamese, vo Volapük, wa Walloon, wo Wolof, xh Xhosa, yi \
    Yiddish, yo Yoruba, za Zhuang, zh Chinese, zu Zulu
    """
}
