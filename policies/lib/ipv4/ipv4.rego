# METADATA
# description: IPv4 addresses as numbers
package vnetguard.lib.ipv4

# The number of an address; undefined for what is none.
number(text) := ((((octets[0] * 256) + octets[1]) * 256 + octets[2]) * 256) + octets[3] if {
	regex.match(`^[0-9]+(\.[0-9]+){3}$`, text)
	octets := [to_number(octet) | some octet in split(text, ".")]
	max(octets) < 256
}

# Every address.
all := {"first": 0, "last": 4294967295}

# First and last address of a range of addresses that is written as two, or as one prefix or address.
range(first, last) := {"first": number(first), "last": number(last)}

block(text) := {"first": start, "last": (start + size) - 1} if {
	parts := split(text, "/")
	regex.match(`^[0-9]+$`, parts[1])
	length := to_number(parts[1])
	length < 33
	size := bits.lsh(1, 32 - length)
	start := floor(number(parts[0]) / size) * size
}

block(text) := {"first": number(text), "last": number(text)}

# The ranges hold every address from the first to the last.
covers(ranges, wanted) if count(_gaps(ranges, wanted)) == 0

# Addresses that no range holds; where there are any, one is the first of all or follows a range.
_gaps(ranges, wanted) := {address |
	some address in array.concat([wanted.first], [after | some held in ranges; after := held.last + 1])
	address >= wanted.first
	address <= wanted.last
	not _holds(ranges, address)
}

_holds(ranges, address) if {
	some held in ranges
	address >= held.first
	address <= held.last
}
