import Files
import LocalHub
import TestKit
import Testing

@Suite struct PlanCommandTests {
  @Test("a plan of a rehearsal shows every file and what would be sent, and sends nothing")
  func rehearsal() async throws {
    let folder = try TemporaryFolder()
    let result = try await Tool().run("plan", "--rehearse", "--store", "\(folder.path)/hub")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("add  model.safetensors            3.78 MB  LFS"))
    #expect(result.errors.contains("every file counts as new"))
    #expect(result.errors.contains("nothing was sent; the upload would take some "))
    let dry = try await Tool().run("upload", "--rehearse", "--store", "\(folder.path)/hub", "--dry-run")
    #expect(dry.status == 0)
    #expect(dry.errors.contains("nothing was sent"))
  }

  @Test("a kept plan is carried out once; after that it no longer holds")
  func kept() async throws {
    let folder = try TemporaryFolder()
    let store = ["--rehearse", "--store", "\(folder.path)/hub"]
    let plan = "\(folder.path)/new/plan.json"
    // The repository must be there for a plan that can be carried out.
    #expect(try await Tool().run(["upload"] + store).status == 0)
    let sample = try SampleCopy()
    try sample.replace("title: MiniLM", with: "title: Another MiniLM")
    #expect(try await Tool().run(["plan", sample.folder] + store + ["-o", plan]).status == 0)
    let upload = try await Tool().run(["upload", sample.folder] + store + ["--plan", plan, "--tag", "v2"])
    #expect(upload.status == 0, "\(upload.errors)")
    #expect(upload.errors.contains("Tagging  v2"))
    let again = try await Tool().run(["upload", sample.folder] + store + ["--plan", plan])
    #expect(again.status == 5)
    #expect(again.errors.contains("the plan no longer holds"))
    let broken = try await Tool().run(["upload"] + store + ["--plan", sample.manifest])
    #expect(broken.status == 8)
  }

  @Test("a hub that cannot be reached is said, and the plan is shown all the same")
  func unreachable() async throws {
    let closed = try ClosedPort()
    let tool = Tool(environment: ["HF_ENDPOINT": "http://127.0.0.1:\(closed.port)", "HF_TOKEN": "hf_x"])
    let result = try await tool.run("plan", "--repo", "acme/tiny")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("acme/tiny was not compared"))
    #expect(result.errors.contains("Connection refused"))
  }

  @Test("options that contradict each other are wrong usage")
  func usage() async throws {
    for arguments in [
      ["--dry-run", "--plan", "x"], ["--dry-run", "--create"], ["--pr", "--revision", "x"], ["--pr", "--create"],
      ["--message", " "], ["--revision", "a..b"], ["--store", "x"],
    ] {
      let result = try await Tool().run(["upload"] + arguments)
      #expect(result.status == 2, "\(arguments) \(result.errors)")
    }
  }
}
