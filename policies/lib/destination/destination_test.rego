package vnetguard.lib.destination_test

import data.vnetguard.lib.destination

test_public if {
	every text in ["*", "0.0.0.0/0", "8.8.8.8", "10.0.0.0/7", "::/0", "2603:1000::/24", "Internet", "Storage.WestEurope"] {
		destination.is_public(text)
		not destination.is_private(text)
	}
}

test_private if {
	every text in ["10.0.0.0/8", "10.1.2.3", "172.16.0.0/12", "192.168.1.0/24", "168.63.129.16", "fc00::1"] {
		destination.is_private(text)
		not destination.is_public(text)
	}
}

test_neither if {
	every text in ["VirtualNetwork", "AzureLoadBalancer"] {
		not destination.is_private(text)
		not destination.is_public(text)
	}
}

test_prefix if {
	destination.as_prefix("10.0.0.0/8") == "10.0.0.0/8"
	destination.as_prefix("10.0.0.1") == "10.0.0.1/32"
	destination.as_prefix("fc00::1") == "fc00::1/128"
	every text in ["*", "Storage.WestEurope", "Internet"] {
		not destination.as_prefix(text)
	}
}

test_tag if {
	destination.is_tag("Internet")
	every text in ["*", "10.0.0.1"] {
		not destination.is_tag(text)
	}
}
