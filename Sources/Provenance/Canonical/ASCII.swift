func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
func isSmall(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
func isAlphanumeric(_ byte: UInt8) -> Bool { isSmall(byte | 0x20) || isDigit(byte) }

/// Blank, tab, line feed, vertical tab, form feed, carriage return.
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
