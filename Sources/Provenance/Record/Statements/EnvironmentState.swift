/// What an experiment runs in: the content of `environment.json`.
public struct EnvironmentState: Codable, Sendable, Equatable {
  /// The machine and its operating system.
  public var system: SystemState
  /// What the command's first word runs: an interpreter with its packages, or a binary with its libraries.
  public var program: Known<Program>
  /// GPUs in their driver's order; empty if there is none, unknown if their tool gave no answer.
  public var accelerators: Known<[Accelerator]>
  /// Loaded environment modules (`LOADEDMODULES`).
  public var modules: [String]
  /// Lock files in the project's top folder, sorted by name; empty if there is none.
  public var lockFiles: [LockFile]
  /// Variables that the policy allows, sorted by name; a secret's value is a keyed digest.
  public var variables: [Variable]

  public init(
    system: SystemState, program: Known<Program>, accelerators: Known<[Accelerator]>, modules: [String] = [],
    lockFiles: [LockFile] = [], variables: [Variable] = []
  ) {
    self.system = system
    self.program = program
    self.accelerators = accelerators
    self.modules = modules
    self.lockFiles = lockFiles
    self.variables = variables
  }

  /// A machine and its operating system, as the process sees them.
  public struct SystemState: Codable, Sendable, Equatable {
    /// The machine's own name, as `uname` gives it.
    public var host: String
    /// Such as `Debian GNU/Linux 12 (bookworm)`.
    public var os: String
    /// Such as `Linux 6.1.0-18-amd64`.
    public var kernel: String
    /// The instruction set as the kernel names it, such as `x86_64` or `aarch64`.
    public var architecture: String
    /// The processor's model name.
    public var cpu: Known<String>
    /// Logical cores that this process may use.
    public var cores: Int
    /// Bytes.
    public var memory: Known<Int64>
    /// Such as `docker`, `podman`, `kubernetes`, `apptainer`; nil outside a container.
    public var container: String?
    public init(
      host: String, os: String, kernel: String, architecture: String, cpu: Known<String>, cores: Int,
      memory: Known<Int64>, container: String? = nil
    ) {
      self.host = host
      self.os = os
      self.kernel = kernel
      self.architecture = architecture
      self.cpu = cpu
      self.cores = cores
      self.memory = memory
      self.container = container
    }
  }

  /// What runs a command.
  public struct Program: Codable, Sendable, Equatable {
    /// A Python, whose packages are read; another interpreter, of which version and digest are known; or a binary, whose
    /// libraries are read.
    public enum Kind: String, Codable, Sendable { case python, interpreter, binary }
    /// Decides which of ``packages`` and ``libraries`` can be known.
    public var kind: Kind
    /// As the command names it.
    public var name: String
    /// The file that runs, all links followed.
    public var path: String
    /// SHA-256 of the file at ``path``.
    public var sha256: Known<Digest>
    /// The interpreter's version, such as `3.11.2`.
    public var version: Known<String>
    /// The interpreter's prefix, such as a virtual environment.
    public var prefix: String?
    /// A Python's installed packages, read from their metadata; unknown for anything else.
    public var packages: Known<[Package]>
    /// Shared libraries of a binary.
    public var libraries: Known<[Library]>
    public init(
      kind: Kind, name: String, path: String, sha256: Known<Digest>, version: Known<String>, prefix: String? = nil,
      packages: Known<[Package]>, libraries: Known<[Library]>
    ) {
      self.kind = kind
      self.name = name
      self.path = path
      self.sha256 = sha256
      self.version = version
      self.prefix = prefix
      self.packages = packages
      self.libraries = libraries
    }
  }

  /// An installed package of an interpreter. A version alone is no identity: source, editable mark and record belong to it.
  public struct Package: Codable, Sendable, Equatable {
    /// As its metadata spell it.
    public var name: String
    /// As its metadata spell it; two packages of one version may differ in content.
    public var version: String
    /// Where it came from, if not from an index: PEP 610's URL, with the commit or the archive's hash.
    public var source: String?
    /// Installed from a folder that may change any time.
    public var editable: Bool?
    /// SHA-256 of its `RECORD`, which lists the hash of every installed file.
    public var record: Digest?
    public init(name: String, version: String, source: String? = nil, editable: Bool? = nil, record: Digest? = nil) {
      self.name = name
      self.version = version
      self.source = source
      self.editable = editable
      self.record = record
    }
  }

  /// A shared library that a binary loads.
  public struct Library: Codable, Sendable, Equatable {
    /// As the binary asks for it, such as `libm.so.6`.
    public var name: String
    /// The file that the loader takes, absolute; empty if it finds none.
    public var path: String
    /// SHA-256 of that file.
    public var sha256: Known<Digest>
    public init(name: String, path: String, sha256: Known<Digest>) {
      (self.name, self.path, self.sha256) = (name, path, sha256)
    }
  }

  /// A GPU or another device of its kind, as `nvidia-smi` or `rocm-smi` tells of it.
  public struct Accelerator: Codable, Sendable, Equatable {
    /// The number by which its driver's tools name it, from 0.
    public var index: Int
    /// The product's name.
    public var name: String
    /// The device's own identity, the same in every boot; nil where the tool tells none.
    public var uuid: String?
    /// The driver's version.
    public var driver: String?
    /// The CUDA or ROCm version that the driver offers.
    public var runtime: String?
    /// Mebibytes.
    public var memory: Int?
    public init(index: Int, name: String, uuid: String? = nil, driver: String? = nil, runtime: String? = nil, memory: Int? = nil)
    {
      self.index = index
      self.name = name
      self.uuid = uuid
      self.driver = driver
      self.runtime = runtime
      self.memory = memory
    }
  }

  /// A file that pins package versions, such as `uv.lock` or `requirements.txt`.
  public struct LockFile: Codable, Sendable, Equatable {
    /// Relative to the project.
    public var path: String
    /// SHA-256 of the file.
    public var sha256: Known<Digest>
    public init(path: String, sha256: Known<Digest>) { (self.path, self.sha256) = (path, sha256) }
  }

  /// A variable of an environment.
  public struct Variable: Codable, Sendable, Equatable {
    /// Without `=`.
    public var name: String
    /// As it is set; a secret's keyed digest in a record.
    public var value: String
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }
}
