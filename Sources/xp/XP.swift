import ArgumentParser

@main struct XP: ParsableCommand {}
