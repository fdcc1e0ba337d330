@main
struct Hfpub {
  static func main() {}
}
