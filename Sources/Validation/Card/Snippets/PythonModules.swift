/// Names of Python modules and of the packages that hold them.
enum PythonModules {
  /// Modules of the standard library of Python 3.10 to 3.13 (<https://docs.python.org/3/py-modindex.html>), read on
  /// 2026-11-23.
  static let standard: Set<String> = [
    "__future__", "abc", "argparse", "array", "ast", "asyncio", "base64", "bisect", "builtins", "bz2", "calendar",
    "cmath", "codecs", "collections", "colorsys", "concurrent", "configparser", "contextlib", "contextvars", "copy",
    "cProfile", "csv", "ctypes", "curses", "dataclasses", "datetime", "decimal", "difflib", "dis", "email", "enum",
    "errno", "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "fractions", "functools", "gc", "getopt",
    "getpass", "gettext", "glob", "graphlib", "gzip", "hashlib", "heapq", "hmac", "html", "http", "importlib",
    "inspect", "io", "ipaddress", "itertools", "json", "keyword", "linecache", "locale", "logging", "lzma", "math",
    "mimetypes", "mmap", "multiprocessing", "numbers", "operator", "os", "pathlib", "pickle", "pkgutil", "platform",
    "plistlib", "pprint", "profile", "pstats", "queue", "quopri", "random", "re", "readline", "resource", "sched",
    "secrets", "select", "selectors", "shelve", "shlex", "shutil", "signal", "site", "smtplib", "socket",
    "socketserver", "sqlite3", "ssl", "stat", "statistics", "string", "stringprep", "struct", "subprocess", "sys",
    "sysconfig", "tarfile", "tempfile", "termios", "textwrap", "threading", "time", "timeit", "tkinter", "token",
    "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "types", "typing", "unicodedata", "unittest", "urllib",
    "uuid", "venv", "warnings", "wave", "weakref", "webbrowser", "xml", "zipapp", "zipfile", "zipimport", "zlib",
    "zoneinfo",
  ]

  /// Packages whose name is not that of their module.
  private static let others: [String: Set<String>] = [
    "sklearn": ["scikit-learn"], "PIL": ["pillow"], "yaml": ["pyyaml"], "cv2": ["opencv-python"],
    "bs4": ["beautifulsoup4"], "dotenv": ["python-dotenv"], "faiss": ["faiss-cpu", "faiss-gpu"], "fitz": ["pymupdf"],
    "usearch": ["usearch"], "dateutil": ["python-dateutil"], "skimage": ["scikit-image"], "docx": ["python-docx"],
    "git": ["gitpython"], "serial": ["pyserial"], "jwt": ["pyjwt"], "google": ["protobuf"],
  ]

  /// The packages that may hold a module, in lower case with `-`.
  static func packages(of module: String) -> Set<String> {
    others[module] ?? [String(module.lowercased().map { $0 == "_" ? "-" : $0 })]
  }

  // From the metadata of model2vec 0.10.0 and scikit-learn 1.9.1, and from the project file of sentence-transformers,
  // read on 2026-11-23; what they all bring is what matters, not every package.
  private static let dependencies: [String: Set<String>] = [
    "model2vec": ["jinja2", "joblib", "numpy", "safetensors", "tokenizers", "tqdm", "huggingface-hub"],
    "model2vec[distill]": ["torch", "transformers", "skeletoken"],
    "model2vec[onnx]": ["torch", "onnx", "onnxruntime", "onnxscript", "skeletoken"],
    "model2vec[train]": ["torch", "datasets"],
    "model2vec[quantization]": ["scikit-learn"],
    "sentence-transformers": ["transformers", "torch", "scikit-learn", "scipy", "huggingface-hub", "tqdm"],
    "transformers": ["numpy", "huggingface-hub", "tokenizers", "safetensors", "tqdm"],
    "scikit-learn": ["numpy", "scipy", "joblib", "threadpoolctl"],
    "scipy": ["numpy"], "numpy": [],
  ]

  /// Whether it is known what a package brings along.
  static func areDependenciesKnown(_ package: String) -> Bool { dependencies[package] != nil }

  /// The packages that others bring along, over as many steps as are known.
  static func dependencies(of packages: Set<String>) -> Set<String> {
    var found: Set<String> = []
    var rest = Array(packages)
    while let package = rest.popLast() {
      for dependency in dependencies[package] ?? [] where found.insert(dependency).inserted { rest.append(dependency) }
    }
    return found
  }
}
