//! The checks of the network: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static VLAN: Check = Check {
    code: Code::new(1207),
    name: "vlan-number",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The VLAN is switched on, but its number is not that of a voice network.",
    explanation: "A VLAN has a number from 1 to 4094. 0 means no VLAN, and the guides say not to use 1, which is the \
        untagged network of most switches. With such a number, the device sends its packets where no server answers. \
        A number above 4094 is an error.",
    source: "value-languages 5.2, vlan-1",
    fires: || {
        vec![
            Example::of("<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID>1</VLAN_ID>"),
            Example::of("<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID>4095</VLAN_ID>"),
            Example::of("<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID></VLAN_ID>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID>100</VLAN_ID>"),
            Example::of("<Enable_VLAN>No</Enable_VLAN><VLAN_ID>1</VLAN_ID>"),
            Example::of("<Enable_VLAN>Yes</Enable_VLAN>"),
        ]
    },
};

pub(super) static STUN: Check = Check {
    code: Code::new(1208),
    name: "stun-without-server",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "STUN is switched on, but no STUN server is set.",
    explanation: "The device does not learn its public address, so calls through NAT have audio in only one \
        direction. Set `STUN_Server`, or set `STUN_Enable` to No.",
    source: "value-languages 6.3, stun-empty",
    fires: || vec![Example::of("<STUN_Enable>Yes</STUN_Enable><STUN_Server></STUN_Server>")],
    silent: || {
        vec![
            Example::of("<STUN_Enable>Yes</STUN_Enable><STUN_Server>stun.example.com</STUN_Server>"),
            Example::of("<STUN_Enable>No</STUN_Enable><STUN_Server></STUN_Server>"),
            Example::of("<STUN_Enable>Yes</STUN_Enable>"),
        ]
    },
};

pub(super) static OUTSIDE_ADDRESS: Check = Check {
    code: Code::new(1209),
    name: "outside-address-unused",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "`EXT_IP` is set, but no line uses it.",
    explanation: "Only lines with `NAT_Mapping_Enable_n_` set to Yes use this public address.",
    source: "value-languages 6.3, extip-nomap",
    fires: || vec![Example::of("<EXT_IP>198.51.100.7</EXT_IP><NAT_Mapping_Enable_1_>No</NAT_Mapping_Enable_1_>")],
    silent: || {
        vec![
            Example::of("<EXT_IP>198.51.100.7</EXT_IP><NAT_Mapping_Enable_1_>Yes</NAT_Mapping_Enable_1_>"),
            Example::of("<EXT_IP>198.51.100.7</EXT_IP>"),
            Example::of(
                "<EXT_IP>198.51.100.7</EXT_IP><NAT_Mapping_Enable_1_>No</NAT_Mapping_Enable_1_><NAT_Mapping_Enable_2_>Yes</NAT_Mapping_Enable_2_>",
            ),
            Example::of("<EXT_IP>0.0.0.0</EXT_IP><NAT_Mapping_Enable_1_>No</NAT_Mapping_Enable_1_>"),
        ]
    },
};

pub(super) static KEEP_ALIVE: Check = Check {
    code: Code::new(1210),
    name: "nat-keep-alive",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A line behind NAT does not send packets often enough to keep its NAT binding open.",
    explanation: "After a few idle minutes, a router forgets where to send packets. Incoming calls then do not \
        arrive, although the line can still make calls. Set `NAT_Keep_Alive_Enable_n_` to Yes, and \
        `NAT_Keep_Alive_Intvl` to a value from 15 to 600 seconds.",
    source: "value-languages 6.3, keepalive-off",
    fires: || {
        vec![
            Example::of(
                "<NAT_Mapping_Enable_1_>Yes</NAT_Mapping_Enable_1_><NAT_Keep_Alive_Enable_1_>No</NAT_Keep_Alive_Enable_1_>",
            ),
            Example::of(
                "<NAT_Keep_Alive_Enable_1_>Yes</NAT_Keep_Alive_Enable_1_><NAT_Keep_Alive_Intvl>3600</NAT_Keep_Alive_Intvl><Proxy_1_>h</Proxy_1_>",
            ),
        ]
    },
    silent: || {
        vec![Example::of(
            "<NAT_Mapping_Enable_1_>Yes</NAT_Mapping_Enable_1_><NAT_Keep_Alive_Enable_1_>Yes</NAT_Keep_Alive_Enable_1_><NAT_Keep_Alive_Intvl>15</NAT_Keep_Alive_Intvl><Proxy_1_>h</Proxy_1_>",
        )]
    },
};

pub(super) static WEB_PROXY: Check = Check {
    code: Code::new(1211),
    name: "web-proxy-without-host",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The phone is set to fetch everything through a web proxy, but no proxy is set.",
    explanation: "With `Proxy_Mode` set to Manual and no `Proxy_Host`, the phone can no longer reach a provisioning \
        server over HTTP. Set `Proxy_Host` and `Proxy_Port`, or set `Proxy_Mode` to Off.",
    source: "value-languages 5.1, HTTP proxy",
    fires: || vec![Example::of("<Proxy_Mode>Manual</Proxy_Mode><Proxy_Host></Proxy_Host>")],
    silent: || {
        vec![
            Example::of("<Proxy_Mode>Manual</Proxy_Mode><Proxy_Host>proxy.example.com</Proxy_Host>"),
            Example::of("<Proxy_Mode>Off</Proxy_Mode><Proxy_Host></Proxy_Host>"),
        ]
    },
};

pub(super) static SIP_PORT: Check = Check {
    code: Code::new(1220),
    name: "sip-port-shared",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Two lines listen on the same SIP port.",
    explanation: "The factory settings of every model give each line its own port: 5060, 5061 and so on. It is not \
        documented what a device does with two lines on one port; users report calls ringing on the wrong line.",
    source: "value-languages 6.3, sip-port-clash",
    fires: || vec![Example::of("<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5060</SIP_Port_2_>")],
    silent: || {
        vec![
            Example::of("<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5061</SIP_Port_2_>"),
            Example::of(
                "<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5060</SIP_Port_2_><Line_Enable_2_>No</Line_Enable_2_>",
            ),
            Example::of(
                "<SIP_Port_1_>5060</SIP_Port_1_><SIP_Port_2_>5060</SIP_Port_2_><SIP_Transport_2_>TCP</SIP_Transport_2_>",
            ),
        ]
    },
};

pub(super) static OVERLAP: Check = Check {
    code: Code::new(1221),
    name: "ports-overlap",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A SIP port is also one of the RTP or TCP ports, or two ranges of RTP ports overlap.",
    explanation: "A call that uses this port disturbs the line, or has no audio. Keep `SIP_Port_n_` outside the range \
        from `RTP_Port_Min` to `RTP_Port_Max`, and keep the ranges of the modules apart. With TCP or TLS, a line uses \
        any port from `SIP_TCP_Port_Min` to `SIP_TCP_Port_Max`. If a line's own port is one of those, it is a note, \
        because phones are shipped that way.",
    source: "value-languages 6.3, port-overlap",
    fires: || {
        vec![
            Example::of(
                "<SIP_Port_1_>16400</SIP_Port_1_><RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16482</RTP_Port_Max>",
            ),
            Example::of(
                "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>18000</RTP_Port_Max><RTP_Port_Min_Mod2>17384</RTP_Port_Min_Mod2><RTP_Port_Max_Mod2>17482</RTP_Port_Max_Mod2>",
            ),
            Example::of(
                "<SIP_TCP_Port_Min>5060</SIP_TCP_Port_Min><SIP_TCP_Port_Max>5080</SIP_TCP_Port_Max><SIP_Port_1_>5070</SIP_Port_1_><SIP_Transport_1_>TCP</SIP_Transport_1_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<SIP_Port_1_>5060</SIP_Port_1_><RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16482</RTP_Port_Max>",
            ),
            Example::of("<SIP_Port_1_>16400</SIP_Port_1_><RTP_Port_Min>16384</RTP_Port_Min>"),
            Example::of(
                "<SIP_Port_1_>16400</SIP_Port_1_><SIP_Transport_1_>TLS</SIP_Transport_1_><RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16482</RTP_Port_Max>",
            ),
        ]
    },
};

pub(super) static RTP_RANGE: Check = Check {
    code: Code::new(1222),
    name: "voice-port-range",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The range of RTP ports, or of ports for SIP over TCP, is empty or too small, or ends above what the \
        phone accepts.",
    explanation: "A device uses an even port for each call and the next one for RTCP. Adapters need at least four \
        even ports, multiplatform phones ten, all below 49152; other phones need one for each of their lines. A range \
        of RTP ports that ends before it begins is an error on any model, because no call has audio. For \
        `SIP_TCP_Port_Min` and `SIP_TCP_Port_Max`, such a range is a warning: a working phone has been seen with one.",
    source: "value-languages 5.1 and 5.2, rtp-range",
    fires: || {
        vec![
            Example::of("<RTP_Port_Min>16482</RTP_Port_Min><RTP_Port_Max>16384</RTP_Port_Max>"),
            Example::on("8851", "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16390</RTP_Port_Max>"),
            Example::on("8851", "<RTP_Port_Min>50000</RTP_Port_Min><RTP_Port_Max>50100</RTP_Port_Max>"),
            Example::on("spa504g", "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16384</RTP_Port_Max>"),
            Example::of("<SIP_TCP_Port_Min>5080</SIP_TCP_Port_Min><SIP_TCP_Port_Max>5060</SIP_TCP_Port_Max>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16390</RTP_Port_Max>"),
            Example::on("8851", "<RTP_Port_Min>16384</RTP_Port_Min><RTP_Port_Max>16538</RTP_Port_Max>"),
            Example::of("<RTP_Port_Max>16384</RTP_Port_Max>"),
        ]
    },
};

pub(super) static WEB_PORT: Check = Check {
    code: Code::new(1223),
    name: "web-port-of-other-protocol",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The web page answers HTTP on the HTTPS port, or the other way round.",
    explanation: "A browser then needs both the scheme and the port: `http://192.0.2.7:443`. Port 80 is for Http, 443 \
        for Https.",
    source: "value-languages 5.1, Web_Server_Port",
    fires: || vec![Example::of("<Enable_Protocol>Https</Enable_Protocol><Web_Server_Port>80</Web_Server_Port>")],
    silent: || {
        vec![
            Example::of("<Enable_Protocol>Https</Enable_Protocol><Web_Server_Port>443</Web_Server_Port>"),
            Example::of("<Web_Server_Port>443</Web_Server_Port>"),
        ]
    },
};
