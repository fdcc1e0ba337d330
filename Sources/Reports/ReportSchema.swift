/// The JSON Schema of what hfpub writes as JSON.
public enum ReportSchema {
  /// The schema (draft 2020-12), as `hfpub schema` prints it.
  ///
  /// It leaves objects open, as keys may be added; none is taken away or changed without another name of the frame.
  public static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:hfpub:result:1",
      "title": "The result of a command of hfpub",
      "description": "One object for success, findings and failures alike. Keys are only ever added.",
      "type": "object",
      "required": [
        "schema", "ok", "exit", "command", "retryable", "tool", "summary", "checks", "findings", "not_checked"
      ],
      "properties": {
        "schema": { "const": "hfpub/result/1" },
        "ok": { "$ref": "#/$defs/ok" },
        "exit": { "$ref": "#/$defs/exit" },
        "command": { "$ref": "#/$defs/command" },
        "retryable": { "$ref": "#/$defs/retryable" },
        "tool": { "$ref": "#/$defs/tool" },
        "subject": { "$ref": "#/$defs/subject" },
        "date": { "$ref": "#/$defs/day" },
        "outcome": { "$ref": "#/$defs/outcome" },
        "endpoint": { "$ref": "#/$defs/endpoint" },
        "revision": { "$ref": "#/$defs/revision" },
        "remote_state": { "$ref": "#/$defs/remote_state" },
        "commit": { "$ref": "#/$defs/commit" },
        "url": { "$ref": "#/$defs/url" },
        "path": { "$ref": "#/$defs/path" },
        "receipt_commit": { "$ref": "#/$defs/commit" },
        "summary": { "$ref": "#/$defs/summary" },
        "checks": {
          "description": "Every check, also those that passed or were not run.",
          "type": "array",
          "items": { "$ref": "#/$defs/check" }
        },
        "findings": {
          "description": "Everything that was found, what is waived included.",
          "type": "array",
          "items": { "$ref": "#/$defs/finding" }
        },
        "not_checked": { "$ref": "#/$defs/not_checked" },
        "plan": { "$ref": "#/$defs/plan" },
        "steps": { "$ref": "#/$defs/steps" },
        "error": { "$ref": "#/$defs/error" }
      },
      "$defs": {
        "ok": { "description": "Whether the command ended well: exit is 0.", "type": "boolean" },
        "exit": { "description": "The exit status of the process.", "type": "integer", "minimum": 0, "maximum": 255 },
        "command": { "description": "The command, such as validate.", "type": "string" },
        "retryable": {
          "description": "Whether the same command, run again as it is, may end better.",
          "type": "boolean"
        },
        "outcome": {
          "description": "What came of it; absent unless the command ended well.",
          "enum": ["published", "rolled_back", "up_to_date", "planned", "verified", "downloaded"]
        },
        "endpoint": { "description": "The Hub that was talked to.", "type": "string" },
        "revision": { "description": "The branch, tag or commit that was asked for.", "type": "string" },
        "remote_state": {
          "description": "What is known about the remote, also after a failure; only of commands that write.",
          "enum": [
            "untouched", "created", "branch_made", "draft_opened", "objects_stored", "commit_pending", "committed",
            "unknown"
          ]
        },
        "commit": { "description": "The id of a commit, 40 hexadecimal digits.", "type": "string" },
        "url": { "description": "The page to look at: of the commit, or of the pull request.", "type": "string" },
        "path": { "description": "The file or folder that was written, as a path of this machine.", "type": "string" },
        "plan": {
          "description": "What happens to each file.",
          "type": "object",
          "required": [
            "up_to_date", "add", "change", "same", "delete", "keep", "bytes", "commits", "files", "not_shipped",
            "caveats"
          ],
          "properties": {
            "head": { "description": "The commit that it was made on.", "$ref": "#/$defs/commit" },
            "up_to_date": { "description": "Whether nothing is added, changed or deleted.", "type": "boolean" },
            "add": { "description": "New files.", "$ref": "#/$defs/count" },
            "change": { "description": "Files that get other bytes.", "$ref": "#/$defs/count" },
            "same": { "description": "Files that are there with these bytes.", "$ref": "#/$defs/count" },
            "delete": { "description": "Files that go.", "$ref": "#/$defs/count" },
            "keep": { "description": "Files only on the remote, which stay.", "$ref": "#/$defs/count" },
            "bytes": { "description": "Of the files that are added or changed.", "$ref": "#/$defs/count" },
            "commits": { "description": "The commits that it takes.", "$ref": "#/$defs/count" },
            "files": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["path", "size", "action"],
                "properties": {
                  "path": { "description": "In the repository.", "type": "string" },
                  "size": { "description": "In bytes.", "$ref": "#/$defs/count" },
                  "action": { "enum": ["add", "change", "same", "delete", "keep"] }
                }
              }
            },
            "not_shipped": {
              "description": "Files that stay at home.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["path", "reason"],
                "properties": { "path": { "type": "string" }, "reason": { "type": "string" } }
              }
            },
            "caveats": {
              "description": "What is not known, a sentence each.",
              "type": "array",
              "items": { "type": "string" }
            }
          }
        },
        "steps": {
          "description": "The steps of hfpub publish, in order.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["title", "state"],
            "properties": {
              "title": { "description": "What holds when it is done.", "type": "string" },
              "state": { "enum": ["done", "failed", "skipped"] },
              "milliseconds": { "description": "The time it took.", "$ref": "#/$defs/count" }
            }
          }
        },
        "tool": {
          "description": "The program that looked.",
          "type": "object",
          "required": ["name", "version"],
          "properties": { "name": { "type": "string" }, "version": { "type": "string" } }
        },
        "subject": {
          "description": "What was looked at.",
          "type": "object",
          "properties": {
            "publication": { "description": "The publication's name.", "type": "string" },
            "repository": { "description": "Where it is published, as owner/name.", "type": "string" }
          }
        },
        "day": { "description": "Year-month-day.", "type": "string" },
        "count": { "type": "integer", "minimum": 0 },
        "summary": {
          "description": "Counts. Waived findings count only as waived.",
          "type": "object",
          "required": ["errors", "warnings", "notes", "checks", "failed", "skipped", "waived"],
          "properties": {
            "errors": { "description": "Findings that forbid publishing.", "$ref": "#/$defs/count" },
            "warnings": { "description": "Findings that are said and do not forbid.", "$ref": "#/$defs/count" },
            "notes": { "description": "Findings that are worth knowing.", "$ref": "#/$defs/count" },
            "checks": { "description": "All checks.", "$ref": "#/$defs/count" },
            "failed": { "description": "Checks that failed.", "$ref": "#/$defs/count" },
            "skipped": { "description": "Checks that were not run.", "$ref": "#/$defs/count" },
            "waived": { "description": "Findings that are waived.", "$ref": "#/$defs/count" }
          }
        },
        "check": {
          "type": "object",
          "required": ["code", "title", "area", "state"],
          "properties": {
            "code": { "description": "The check's stable code.", "type": "string" },
            "title": { "description": "What holds when it passes.", "type": "string" },
            "area": { "description": "What it is about, in a word.", "type": "string" },
            "state": { "enum": ["passed", "failed", "skipped", "waived"] },
            "reason": { "description": "Why it was skipped or is waived.", "type": "string" },
            "day": { "description": "The day it was waived.", "$ref": "#/$defs/day" }
          },
          "allOf": [
            {
              "if": { "properties": { "state": { "enum": ["skipped", "waived"] } } },
              "then": { "required": ["reason"] }
            },
            { "if": { "properties": { "state": { "const": "waived" } } }, "then": { "required": ["day"] } }
          ]
        },
        "finding": {
          "type": "object",
          "required": ["code", "level", "message", "expected", "fix", "help"],
          "properties": {
            "code": { "description": "The stable code of the check.", "type": "string" },
            "level": { "enum": ["error", "warning", "note"] },
            "file": { "$ref": "#/$defs/file" },
            "line": { "$ref": "#/$defs/line" },
            "column": { "$ref": "#/$defs/column" },
            "message": { "description": "What was seen.", "type": "string" },
            "expected": { "description": "What was expected.", "type": "string" },
            "fix": { "description": "What to do.", "type": "string" },
            "help": { "description": "The command that says more.", "type": "string" },
            "waived": {
              "description": "Present when the publisher lets it stand, or an earlier result has it already.",
              "type": "object",
              "required": ["by", "reason", "day"],
              "properties": {
                "by": { "enum": ["manifest", "baseline"] },
                "reason": { "type": "string" },
                "day": { "$ref": "#/$defs/day" }
              }
            }
          },
          "dependentRequired": { "line": ["file"], "column": ["line"] }
        },
        "error": {
          "description": "What stopped the command; absent when it came to its end.",
          "type": "object",
          "required": ["code", "problem", "reason", "remedy", "exit"],
          "properties": {
            "code": { "description": "A stable name.", "type": "string" },
            "file": { "$ref": "#/$defs/file" },
            "line": { "$ref": "#/$defs/line" },
            "column": { "$ref": "#/$defs/column" },
            "problem": { "description": "What could not be done.", "type": "string" },
            "reason": { "description": "Why.", "type": "string" },
            "remedy": { "description": "What to do.", "type": "string" },
            "exit": { "$ref": "#/$defs/exit" }
          },
          "dependentRequired": { "line": ["file"], "column": ["line"] }
        },
        "not_checked": {
          "description": "What was not looked at and why, a sentence each.",
          "type": "array",
          "items": { "type": "string" }
        },
        "file": { "description": "A path with forward slashes, never absolute.", "type": "string" },
        "line": { "description": "Counted from 1.", "type": "integer", "minimum": 1 },
        "column": { "description": "In characters, counted from 1.", "type": "integer", "minimum": 1 },
        "event": {
          "description": "A line of the form jsonl: what happens, each check and finding, last the result.",
          "type": "object",
          "required": ["schema", "event"],
          "properties": {
            "schema": { "const": "hfpub/event/1" },
            "event": { "enum": ["phase", "file", "wait", "check", "finding", "result"] }
          },
          "allOf": [
            { "if": { "properties": { "event": { "const": "phase" } } }, "then": { "$ref": "#/$defs/phase_event" } },
            { "if": { "properties": { "event": { "const": "file" } } }, "then": { "$ref": "#/$defs/file_event" } },
            { "if": { "properties": { "event": { "const": "wait" } } }, "then": { "$ref": "#/$defs/wait_event" } },
            { "if": { "properties": { "event": { "const": "check" } } }, "then": { "$ref": "#/$defs/check" } },
            { "if": { "properties": { "event": { "const": "finding" } } }, "then": { "$ref": "#/$defs/finding" } },
            { "if": { "properties": { "event": { "const": "result" } } }, "then": { "$ref": "#/$defs/ending" } }
          ]
        },
        "phase_event": {
          "description": "A step that is taken or done.",
          "type": "object",
          "required": ["phase", "message"],
          "properties": {
            "phase": { "description": "One word in lower case, such as planning.", "type": "string" },
            "message": { "type": "string" }
          }
        },
        "file_event": {
          "description": "A file that was sent or fetched.",
          "type": "object",
          "required": ["phase", "path", "size"],
          "properties": {
            "phase": { "enum": ["sending", "fetching"] },
            "path": { "description": "In the repository.", "type": "string" },
            "size": { "description": "In bytes.", "$ref": "#/$defs/count" }
          }
        },
        "wait_event": {
          "description": "Why the command waits, and how long.",
          "type": "object",
          "required": ["message"],
          "properties": { "message": { "type": "string" } }
        },
        "ending": {
          "type": "object",
          "required": ["ok", "exit", "command", "retryable", "tool", "summary", "not_checked"],
          "properties": {
            "ok": { "$ref": "#/$defs/ok" },
            "exit": { "$ref": "#/$defs/exit" },
            "command": { "$ref": "#/$defs/command" },
            "retryable": { "$ref": "#/$defs/retryable" },
            "tool": { "$ref": "#/$defs/tool" },
            "subject": { "$ref": "#/$defs/subject" },
            "date": { "$ref": "#/$defs/day" },
            "outcome": { "$ref": "#/$defs/outcome" },
            "endpoint": { "$ref": "#/$defs/endpoint" },
            "revision": { "$ref": "#/$defs/revision" },
            "remote_state": { "$ref": "#/$defs/remote_state" },
            "commit": { "$ref": "#/$defs/commit" },
            "url": { "$ref": "#/$defs/url" },
            "path": { "$ref": "#/$defs/path" },
            "receipt_commit": { "$ref": "#/$defs/commit" },
            "summary": { "$ref": "#/$defs/summary" },
            "not_checked": { "$ref": "#/$defs/not_checked" },
            "plan": { "$ref": "#/$defs/plan" },
            "steps": { "$ref": "#/$defs/steps" },
            "error": { "$ref": "#/$defs/error" }
          }
        }
      }
    }

    """#
}
