//! The checks of addresses: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static HOST: Check = Check {
    code: Code::new(1201),
    name: "malformed-host",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A server or proxy is neither a host name nor an address, with or without a port.",
    explanation: "The device cannot find the server, so the line does not register or the clock is not set. Write \
        `sip.example.com`, `192.0.2.1` or `sip.example.com:5061`. No example in the guides has a scheme such as \
        `sip:`, a path or a space, so these are warnings, and so is a variable such as `$proxy`, which no device fills in \
        here.",
    source: "value-languages 5.1 and 5.2, host-form; profile-language 9.6; RFC 1123, 2.1",
    fires: || {
        vec![
            Example::of("<Proxy_1_>192.168.1.300</Proxy_1_>"),
            Example::of("<Outbound_Proxy_1_>sip.example.com:</Outbound_Proxy_1_>"),
            Example::of("<Proxy_1_>sip:sip.example.com</Proxy_1_>"),
            Example::of("<Proxy_1_>$proxy</Proxy_1_>"),
            Example::of("<Syslog_Server>$host:514</Syslog_Server>"),
            Example::of("<Proxy_1_>-pbx.example.com</Proxy_1_>"),
            Example::on("spa504g", "<Debug_Server>192.0.2.1:70000</Debug_Server>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Proxy_1_>192.168.1.30:5060</Proxy_1_>"),
            Example::of("<Proxy_1_>[2001:db8::1]:5060</Proxy_1_><STUN_Server>stun.example.com</STUN_Server>"),
            Example::of("<Proxy_1_>{{proxy}}:5060</Proxy_1_><NAT_Keep_Alive_Dest_1_>$PROXY</NAT_Keep_Alive_Dest_1_>"),
            Example::of("<Proxy_1_></Proxy_1_>"),
        ]
    },
};

pub(super) static ADDRESS: Check = Check {
    code: Code::new(1202),
    name: "malformed-address",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The value is not an IP address.",
    explanation: "An IPv4 address is four numbers from 0 to 255. It is not documented what a device does with \
        anything else: most keep their old address, or have none after the next restart.",
    source: "value-languages 5.2, host-form",
    fires: || {
        vec![
            Example::of("<Static_IP>192.168.1.300</Static_IP>"),
            Example::of("<Primary_DNS>192.168.1</Primary_DNS>"),
            Example::on("8851", "<IPv6_Static_IP>2001:db8:::1</IPv6_Static_IP>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Static_IP>192.168.1.30</Static_IP><Primary_DNS>0.0.0.0</Primary_DNS>"),
            Example::of("<Static_IP>{{ip}}</Static_IP><Primary_DNS></Primary_DNS>"),
            Example::on("8851", "<IPv6_Static_IP>2001:db8::1</IPv6_Static_IP>"),
        ]
    },
};

pub(super) static URL: Check = Check {
    code: Code::new(1203),
    name: "malformed-url",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The URL of a web or TFTP server has a space in it, or an impossible scheme, host or port.",
    explanation: "Most devices read a URL only up to the first space; write `%20`. A port is 1 to 65535. Devices \
        fetch over `http`, `https`, `tftp` and `ftp`, and some parameters accept `file` and `ldap`. A single word is \
        not a URL.",
    source: "value-languages 5.2, url-scheme",
    fires: || {
        vec![
            Example::on("8851", "<XML_Directory_Service_URL>http://h/my list.xml</XML_Directory_Service_URL>"),
            Example::on("8851", "<XML_Directory_Service_URL>http://h:99999/list.xml</XML_Directory_Service_URL>"),
            Example::on("8851", "<XML_Application_Service_URL>htp://foo</XML_Application_Service_URL>"),
            Example::on("8851", "<Custom_CA_Rule>http://</Custom_CA_Rule>"),
            Example::on("8851", "<PAC_URL>foo</PAC_URL>"),
            Example::on("8851", "<XML_Directory_Service_URL>$directory</XML_Directory_Service_URL>"),
            Example::on("8851", "<XML_Directory_Service_URL>$10/list.xml</XML_Directory_Service_URL>"),
        ]
    },
    silent: || {
        vec![
            Example::on("8851", "<XML_Directory_Service_URL>http://h/my%20list.xml</XML_Directory_Service_URL>"),
            Example::of("<XML_Directory_Service_URL>http://h/my list.xml</XML_Directory_Service_URL>"),
            Example::on("8851", "<Custom_CA_Rule>/ca/$MA.pem</Custom_CA_Rule><PAC_URL>$A</PAC_URL>"),
            Example::on("8851", "<XML_Directory_Service_URL>$A/list.xml</XML_Directory_Service_URL>"),
        ]
    },
};

pub(super) static MASK: Check = Check {
    code: Code::new(1204),
    name: "network-mask",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A network mask does not consist of ones followed by zeros.",
    explanation: "`255.255.0.255` does not separate a network from its hosts. Most local networks use `255.255.255.0`.",
    source: "value-languages 5.2, mask-form",
    fires: || vec![Example::of("<NetMask>255.255.0.255</NetMask>")],
    silent: || vec![Example::of("<NetMask>255.255.255.128</NetMask>"), Example::of("<NetMask></NetMask>")],
};

pub(super) static OUTSIDE: Check = Check {
    code: Code::new(1205),
    name: "address-outside-network",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The static address and its gateway are not two hosts on the same network.",
    explanation: "According to the mask, the gateway is on another network, or it is the device itself, or the address \
        is that of the network itself or its broadcast address. The device then reaches nothing outside its own network, so no later profile \
        reaches it.",
    source: "value-languages 5.2, mask-form",
    fires: || {
        vec![
            Example::of(
                "<Static_IP>192.168.1.30</Static_IP><NetMask>255.255.255.0</NetMask><Gateway>192.168.2.1</Gateway>",
            ),
            Example::of("<Static_IP>10.0.0.1</Static_IP><NetMask>255.255.255.0</NetMask><Gateway>10.0.0.1</Gateway>"),
            Example::of("<Static_IP>10.0.0.1</Static_IP><Gateway>10.0.0.1</Gateway>"),
            Example::of(
                "<Static_IP>192.168.1.255</Static_IP><NetMask>255.255.255.0</NetMask><Gateway>192.168.1.1</Gateway>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Static_IP>192.168.1.30</Static_IP><NetMask>255.255.255.0</NetMask><Gateway>192.168.1.1</Gateway>",
            ),
            Example::of("<Static_IP>192.168.1.30</Static_IP><Gateway>192.168.2.1</Gateway>"),
            Example::of(
                "<Connection_Type>DHCP</Connection_Type><Static_IP>192.168.1.30</Static_IP><NetMask>255.255.255.0</NetMask><Gateway>192.168.2.1</Gateway>",
            ),
        ]
    },
};

pub(super) static INCOMPLETE: Check = Check {
    code: Code::new(1206),
    name: "static-address-incomplete",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The connection is static, but its address, mask or gateway is empty.",
    explanation: "After the next restart, the device has no address or reaches nothing outside its own network, so no \
        later profile reaches it. Set `Static_IP`, `NetMask` and `Gateway`, or leave `Connection_Type` at DHCP.",
    source: "value-languages 5.1, Connection_Type",
    fires: || {
        vec![
            Example::of("<Connection_Type>Static IP</Connection_Type><Static_IP></Static_IP>"),
            Example::on("spa504g", "<Connection_Type>Static IP</Connection_Type><Static_IP>192.0.2.7</Static_IP>")
                .complete(),
        ]
    },
    silent: || {
        vec![
            Example::of("<Connection_Type>Static IP</Connection_Type>"),
            Example::of("<Connection_Type>DHCP</Connection_Type><Static_IP></Static_IP>"),
        ]
    },
};

pub(super) static NO_NAMES: Check = Check {
    code: Code::new(1200),
    name: "static-address-without-dns",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The address is static and a proxy is a host name, but no name server is set.",
    explanation: "Without DHCP, the device has only the name servers in its profile, so it cannot find the proxy. Set \
        `Primary_DNS`, or write the proxy's IP address.",
    source: "value-languages 5.1, Connection_Type",
    fires: || {
        vec![Example::of(
            "<Connection_Type>Static IP</Connection_Type><Primary_DNS></Primary_DNS><Secondary_DNS></Secondary_DNS><Proxy_1_>sip.example.com</Proxy_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Connection_Type>DHCP</Connection_Type><Primary_DNS></Primary_DNS><Secondary_DNS></Secondary_DNS><Proxy_1_>sip.example.com</Proxy_1_>",
            ),
            Example::of(
                "<Connection_Type>Static IP</Connection_Type><Primary_DNS></Primary_DNS><Secondary_DNS></Secondary_DNS><Proxy_1_>192.0.2.1</Proxy_1_>",
            ),
            Example::of(
                "<Connection_Type>Static IP</Connection_Type><Primary_DNS></Primary_DNS><Proxy_1_>sip.example.com</Proxy_1_>",
            ),
        ]
    },
};
