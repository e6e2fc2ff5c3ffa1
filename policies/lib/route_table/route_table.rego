# METADATA
# description: the routes of route tables
package vnetguard.lib.route_table

# The routes that are told.
routes(table) := [input.after.routes[edge.id] | some edge in table.routes]

# There may be others, or some are not told.
has_gaps(table) if table.unknown.routes

has_gaps(table) if {
	some edge in table.routes
	not edge.id
}
