# METADATA
# description: editions of the documents
package vnetguard.lib.edition

# The user asked for an edition of the family's documents before that of 2025.
is_before_2025(family) if input.context.editions[family] < "2025"
