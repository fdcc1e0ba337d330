/// The sample document in every format.
enum Expected {
  static let json = #"""
    {
      "schema": "hfpub/result/1",
      "ok": false,
      "exit": 1,
      "command": "validate",
      "retryable": false,
      "tool": {
        "name": "hfpub",
        "version": "1.2.3"
      },
      "subject": {
        "publication": "minilm-static",
        "repository": "acme/minilm-static"
      },
      "date": "2026-11-22",
      "summary": {
        "errors": 1,
        "warnings": 1,
        "notes": 1,
        "checks": 4,
        "failed": 1,
        "skipped": 1,
        "waived": 1
      },
      "checks": [
        {
          "code": "HFP101",
          "title": "the weights can be read",
          "area": "files",
          "state": "passed"
        },
        {
          "code": "HFP104",
          "title": "a licence is shipped",
          "area": "files",
          "state": "waived",
          "reason": "the base model has no licence file",
          "day": "2026-11-02"
        },
        {
          "code": "HFP203",
          "title": "the model runs the same twice",
          "area": "model",
          "state": "skipped",
          "reason": "there is no model"
        },
        {
          "code": "HFP401",
          "title": "every number is measured",
          "area": "claims",
          "state": "failed"
        }
      ],
      "findings": [
        {
          "code": "HFP401",
          "level": "error",
          "file": "README.md",
          "line": 41,
          "column": 9,
          "message": "claims 0.96, measured 0.9496",
          "expected": "the measured number",
          "fix": "Run `hfpub render-card`.",
          "help": "hfpub explain HFP401"
        },
        {
          "code": "HFP401",
          "level": "warning",
          "file": "../my notes.md",
          "message": "no numbers",
          "expected": "some",
          "fix": "Measure.",
          "help": "hfpub explain HFP401"
        },
        {
          "code": "HFP999",
          "level": "note",
          "message": "the model is small",
          "expected": "",
          "fix": "",
          "help": "hfpub explain HFP999"
        },
        {
          "code": "HFP104",
          "level": "error",
          "file": "LICENSE",
          "line": 1,
          "message": "there is no licence",
          "expected": "a licence",
          "fix": "Add one.",
          "help": "hfpub explain HFP104",
          "waived": {
            "by": "manifest",
            "reason": "the base model has no licence file",
            "day": "2026-11-02"
          }
        }
      ],
      "not_checked": [
        "1 check was not run, because there is no model."
      ]
    }

    """#

  static let jsonl = #"""
    {"schema": "hfpub/event/1", "event": "check", "code": "HFP101", "title": "the weights can be read", "area": "files", "state": "passed"}
    {"schema": "hfpub/event/1", "event": "check", "code": "HFP104", "title": "a licence is shipped", "area": "files", "state": "waived", "reason": "the base model has no licence file", "day": "2026-11-02"}
    {"schema": "hfpub/event/1", "event": "check", "code": "HFP203", "title": "the model runs the same twice", "area": "model", "state": "skipped", "reason": "there is no model"}
    {"schema": "hfpub/event/1", "event": "check", "code": "HFP401", "title": "every number is measured", "area": "claims", "state": "failed"}
    {"schema": "hfpub/event/1", "event": "finding", "code": "HFP401", "level": "error", "file": "README.md", "line": 41, "column": 9, "message": "claims 0.96, measured 0.9496", "expected": "the measured number", "fix": "Run `hfpub render-card`.", "help": "hfpub explain HFP401"}
    {"schema": "hfpub/event/1", "event": "finding", "code": "HFP401", "level": "warning", "file": "../my notes.md", "message": "no numbers", "expected": "some", "fix": "Measure.", "help": "hfpub explain HFP401"}
    {"schema": "hfpub/event/1", "event": "finding", "code": "HFP999", "level": "note", "message": "the model is small", "expected": "", "fix": "", "help": "hfpub explain HFP999"}
    {"schema": "hfpub/event/1", "event": "finding", "code": "HFP104", "level": "error", "file": "LICENSE", "line": 1, "message": "there is no licence", "expected": "a licence", "fix": "Add one.", "help": "hfpub explain HFP104", "waived": {"by": "manifest", "reason": "the base model has no licence file", "day": "2026-11-02"}}
    {"schema": "hfpub/event/1", "event": "result", "ok": false, "exit": 1, "command": "validate", "retryable": false, "tool": {"name": "hfpub", "version": "1.2.3"}, "subject": {"publication": "minilm-static", "repository": "acme/minilm-static"}, "date": "2026-11-22", "summary": {"errors": 1, "warnings": 1, "notes": 1, "checks": 4, "failed": 1, "skipped": 1, "waived": 1}, "not_checked": ["1 check was not run, because there is no model."]}

    """#

  static let junit = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="hfpub validate minilm-static" tests="5" failures="1" errors="0">
      <testsuite name="files" tests="2" failures="0" errors="0" skipped="1">
        <testcase classname="hfpub.files" name="HFP101 the weights can be read"/>
        <testcase classname="hfpub.files" name="HFP104 a licence is shipped">
          <skipped message="waived on 2026-11-02: the base model has no licence file"/>
          <system-out>LICENSE:1: waived error[HFP104]: there is no licence
      expected: a licence
      fix: Add one.
      help: hfpub explain HFP104</system-out>
        </testcase>
      </testsuite>
      <testsuite name="model" tests="1" failures="0" errors="0" skipped="1">
        <testcase classname="hfpub.model" name="HFP203 the model runs the same twice">
          <skipped message="there is no model"/>
        </testcase>
      </testsuite>
      <testsuite name="claims" tests="1" failures="1" errors="0" skipped="0">
        <testcase classname="hfpub.claims" name="HFP401 every number is measured">
          <failure type="HFP401" message="README.md:41:9: error[HFP401]: claims 0.96, measured 0.9496">README.md:41:9: error[HFP401]: claims 0.96, measured 0.9496
      expected: the measured number
      fix: Run `hfpub render-card`.
      help: hfpub explain HFP401
    ../my notes.md: warning[HFP401]: no numbers
      expected: some
      fix: Measure.
      help: hfpub explain HFP401</failure>
        </testcase>
      </testsuite>
      <testsuite name="other" tests="1" failures="0" errors="0" skipped="0">
        <testcase classname="hfpub.other" name="HFP999">
          <system-out>note[HFP999]: the model is small
      help: hfpub explain HFP999</system-out>
        </testcase>
      </testsuite>
    </testsuites>

    """#

  static let sarif = #"""
    {
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "hfpub",
              "version": "1.2.3",
              "rules": [
                {
                  "id": "HFP101",
                  "shortDescription": {
                    "text": "the weights can be read"
                  },
                  "fullDescription": {
                    "text": "the weights can be read"
                  },
                  "help": {
                    "text": "More: hfpub explain HFP101"
                  },
                  "properties": {
                    "tags": [
                      "files"
                    ]
                  }
                },
                {
                  "id": "HFP104",
                  "shortDescription": {
                    "text": "a licence is shipped"
                  },
                  "fullDescription": {
                    "text": "a licence is shipped"
                  },
                  "help": {
                    "text": "More: hfpub explain HFP104"
                  },
                  "properties": {
                    "tags": [
                      "files"
                    ]
                  }
                },
                {
                  "id": "HFP203",
                  "shortDescription": {
                    "text": "the model runs the same twice"
                  },
                  "fullDescription": {
                    "text": "the model runs the same twice"
                  },
                  "help": {
                    "text": "More: hfpub explain HFP203"
                  },
                  "properties": {
                    "tags": [
                      "model"
                    ]
                  }
                },
                {
                  "id": "HFP401",
                  "shortDescription": {
                    "text": "every number is measured"
                  },
                  "fullDescription": {
                    "text": "A number that nobody measured is a guess."
                  },
                  "help": {
                    "text": "Render the card again.\n\nMore: hfpub explain HFP401"
                  },
                  "properties": {
                    "tags": [
                      "claims"
                    ]
                  }
                },
                {
                  "id": "HFP999",
                  "shortDescription": {
                    "text": "HFP999"
                  },
                  "fullDescription": {
                    "text": "HFP999"
                  },
                  "help": {
                    "text": "More: hfpub explain HFP999"
                  },
                  "properties": {
                    "tags": [
                      "other"
                    ]
                  }
                }
              ]
            }
          },
          "invocations": [
            {
              "executionSuccessful": true,
              "exitCode": 1,
              "toolExecutionNotifications": [
                {
                  "level": "note",
                  "message": {
                    "text": "Not checked: 1 check was not run, because there is no model."
                  }
                }
              ]
            }
          ],
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "ruleId": "HFP401",
              "ruleIndex": 3,
              "level": "error",
              "message": {
                "text": "claims 0.96, measured 0.9496\nexpected: the measured number\nfix: Run `hfpub render-card`.\nhelp: hfpub explain HFP401"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "README.md",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 41,
                      "startColumn": 9
                    }
                  }
                }
              ]
            },
            {
              "ruleId": "HFP401",
              "ruleIndex": 3,
              "level": "warning",
              "message": {
                "text": "no numbers\nexpected: some\nfix: Measure.\nhelp: hfpub explain HFP401"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "../my%20notes.md",
                      "uriBaseId": "%SRCROOT%"
                    }
                  }
                }
              ]
            },
            {
              "ruleId": "HFP999",
              "ruleIndex": 4,
              "level": "note",
              "message": {
                "text": "the model is small\nhelp: hfpub explain HFP999"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "hfpub.yaml",
                      "uriBaseId": "%SRCROOT%"
                    }
                  }
                }
              ]
            },
            {
              "ruleId": "HFP104",
              "ruleIndex": 1,
              "level": "error",
              "message": {
                "text": "there is no licence\nexpected: a licence\nfix: Add one.\nhelp: hfpub explain HFP104"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "LICENSE",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 1
                    }
                  }
                }
              ],
              "suppressions": [
                {
                  "kind": "external",
                  "status": "accepted",
                  "justification": "2026-11-02: the base model has no licence file"
                }
              ]
            }
          ]
        }
      ]
    }

    """#

  static let github = #"""
    ::error file=README.md,line=41,col=9,title=HFP401%3A every number is measured::claims 0.96, measured 0.9496%0Aexpected: the measured number%0Afix: Run `hfpub render-card`.%0Ahelp: hfpub explain HFP401
    ::warning file=../my notes.md,title=HFP401%3A every number is measured::no numbers%0Aexpected: some%0Afix: Measure.%0Ahelp: hfpub explain HFP401
    ::notice title=HFP999::the model is small%0Ahelp: hfpub explain HFP999

    """#

  static let markdown = #"""
    ### hfpub validate: 1 check failed

    `minilm-static` for `acme/minilm-static` was looked at by hfpub `1.2.3` on `2026-11-22`.

    | Checks | Failed | Not run | Errors | Warnings | Notes | Waived |
    | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    | 4 | 1 | 1 | 1 | 1 | 1 | 1 |

    - Not checked: 1 check was not run, because there is no model.

    | Level | Code | Where | What was found |
    | --- | --- | --- | --- |
    | error | HFP401 | `README.md:41:9` | claims 0.96, measured 0.9496 |
    | warning | HFP401 | `../my notes.md` | no numbers |
    | note | HFP999 |  | the model is small |
    | waived | HFP104 | `LICENSE:1` | there is no licence |

    <details><summary>What was expected, and what to do</summary>

    ```text
    README.md:41:9: error[HFP401]: claims 0.96, measured 0.9496
      expected: the measured number
      fix: Run `hfpub render-card`.
      help: hfpub explain HFP401

    ../my notes.md: warning[HFP401]: no numbers
      expected: some
      fix: Measure.
      help: hfpub explain HFP401

    note[HFP999]: the model is small
      help: hfpub explain HFP999

    LICENSE:1: waived error[HFP104]: there is no licence
      expected: a licence
      fix: Add one.
      help: hfpub explain HFP104
    ```

    </details>

    """#
}
