import ArgumentParser

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Prove what the ledger holds, and make it anew",
    subcommands: [
      LedgerVerifyCommand.self, LedgerCheckpointCommand.self, LedgerProveCommand.self, LedgerCheckCommand.self,
      LedgerRebuildCommand.self,
    ])
}
