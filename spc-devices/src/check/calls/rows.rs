//! The checks of calls: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static SECURE: Check = Check {
    code: Code::new(1246),
    name: "secure-call-without-tls",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line is set to encrypt calls, but its signalling is not encrypted.",
    explanation: "`Secure_Call_Option_n_` set to Required or Strict, and `MediaSec_Request_n_`, work only over TLS, \
        because the keys for the audio are in the signalling. Over UDP or TCP, unencrypted calls are refused and \
        encrypted ones are impossible. Set `SIP_Transport_n_` to TLS.",
    source: "value-languages 6.3, secure-plain",
    fires: || {
        vec![
            Example::of(
                "<Secure_Call_Option_1_>Strict</Secure_Call_Option_1_><SIP_Transport_1_>UDP</SIP_Transport_1_>",
            ),
            Example::of("<MediaSec_Request_1_>Yes</MediaSec_Request_1_><SIP_Transport_1_>TCP</SIP_Transport_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Secure_Call_Option_1_>Strict</Secure_Call_Option_1_><SIP_Transport_1_>TLS</SIP_Transport_1_>",
            ),
            Example::of(
                "<Secure_Call_Option_1_>Optional</Secure_Call_Option_1_><SIP_Transport_1_>UDP</SIP_Transport_1_>",
            ),
            Example::of("<Secure_Call_Option_1_>Strict</Secure_Call_Option_1_>"),
        ]
    },
};

pub(super) static ONLY_CODEC: Check = Check {
    code: Code::new(1247),
    name: "only-codec-disabled",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The only codec that a line may use is switched off.",
    explanation: "With `Use_Pref_Codec_Only_n_` set to Yes, only `Preferred_Codec_n_` is allowed, so every call on \
        the line fails. Switch the codec on, or allow the others.",
    source: "value-languages 6.3, pref-only",
    fires: || {
        vec![Example::of(
            "<Preferred_Codec_1_>G729a</Preferred_Codec_1_><Use_Pref_Codec_Only_1_>Yes</Use_Pref_Codec_Only_1_><G729a_Enable_1_>No</G729a_Enable_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Preferred_Codec_1_>G729a</Preferred_Codec_1_><Use_Pref_Codec_Only_1_>Yes</Use_Pref_Codec_Only_1_><G729a_Enable_1_>Yes</G729a_Enable_1_>",
            ),
            Example::of("<Preferred_Codec_1_>G729a</Preferred_Codec_1_><G729a_Enable_1_>No</G729a_Enable_1_>"),
        ]
    },
};

pub(super) static PREFERRED: Check = Check {
    code: Code::new(1248),
    name: "preferred-codec-disabled",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The codec that a line prefers is switched off.",
    explanation: "Calls use another codec. Switch this one on, or prefer one that is on.",
    source: "value-languages 6.3, pref-disabled",
    fires: || {
        vec![Example::of(
            "<Preferred_Codec_1_>G722</Preferred_Codec_1_><Use_Pref_Codec_Only_1_>No</Use_Pref_Codec_Only_1_><G722_Enable_1_>No</G722_Enable_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of("<Preferred_Codec_1_>G722</Preferred_Codec_1_><G722_Enable_1_>Yes</G722_Enable_1_>"),
            Example::of("<Preferred_Codec_1_>G722</Preferred_Codec_1_>"),
        ]
    },
};

pub(super) static NO_CODEC: Check = Check {
    code: Code::new(1249),
    name: "no-codec-enabled",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::NeedsModel,
    summary: "Every codec of a line is switched off.",
    explanation: "No call on the line has audio. Adapters on which G.711 cannot be switched off are not checked.",
    source: "value-languages 6.3, codec-off",
    fires: || {
        vec![Example::on(
            "8851",
            "<G711u_Enable_1_>No</G711u_Enable_1_><G711a_Enable_1_>No</G711a_Enable_1_><G729a_Enable_1_>No</G729a_Enable_1_><G722_Enable_1_>No</G722_Enable_1_><G722.2_Enable_1_>No</G722.2_Enable_1_><iLBC_Enable_1_>No</iLBC_Enable_1_><iSAC_Enable_1_>No</iSAC_Enable_1_><OPUS_Enable_1_>No</OPUS_Enable_1_>",
        )]
    },
    silent: || {
        vec![Example::on(
            "8851",
            "<G711u_Enable_1_>No</G711u_Enable_1_><G711a_Enable_1_>Yes</G711a_Enable_1_><G729a_Enable_1_>No</G729a_Enable_1_>",
        )]
    },
};

pub(super) static PAYLOAD: Check = Check {
    code: Code::new(1250),
    name: "payload-type-shared",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "Two codecs have the same dynamic payload type.",
    explanation: "The far end cannot tell which codec a packet belongs to, so key presses are not heard, or there is \
        noise. Dynamic payload types are 96 to 127, and each may be used only once.",
    source: "value-languages 5.2, payload-dup",
    fires: || {
        vec![Example::of(
            "<AVT_Dynamic_Payload>97</AVT_Dynamic_Payload><iLBC_Dynamic_Payload>97</iLBC_Dynamic_Payload>",
        )]
    },
    silent: || {
        vec![Example::of(
            "<AVT_Dynamic_Payload>101</AVT_Dynamic_Payload><iLBC_Dynamic_Payload>97</iLBC_Dynamic_Payload>",
        )]
    },
};

pub(super) static RANGE: Check = Check {
    code: Code::new(1251),
    name: "call-timer",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A SIP or RTP timer or number is outside every documented range.",
    explanation: "SIP timers are 0 to 64 seconds, and voice packets 0.01 to 0.16 seconds. The usual mistake is a \
        number of milliseconds. Three findings are only advice, so they are notes: `SIP_T1` should not be above \
        `SIP_T2`, `SIP_Timer_B` should be 64 times `SIP_T1`, and a call should not ring for minutes before it is \
        forwarded.",
    source: "value-languages 5.1; 6.3, timer-nonsense",
    fires: || {
        vec![
            Example::of("<SIP_T1>500</SIP_T1>"),
            Example::of("<RTP_Packet_Size>20</RTP_Packet_Size>"),
            Example::of("<SIP_T1>5</SIP_T1><SIP_T2>4</SIP_T2>"),
            Example::of("<SIP_T1>.5</SIP_T1><SIP_Timer_B>8</SIP_Timer_B>"),
            Example::on("ata192", "<SIP_T1>.5</SIP_T1><SIP_Timer_B>16</SIP_Timer_B>"),
            Example::of("<Reorder_Delay>256</Reorder_Delay>"),
            Example::of("<SIP_Timer_B>99999999999999999999</SIP_Timer_B>"),
            Example::of("<Max_Forward>99999999999999999999</Max_Forward>"),
            Example::of("<Cfwd_No_Ans_Delay>99999999999999999999</Cfwd_No_Ans_Delay>"),
            Example::of("<Cfwd_No_Ans_Delay>200</Cfwd_No_Ans_Delay>"),
            Example::on("spa2102", "<Cfwd_No_Ans_Delay_1_>200</Cfwd_No_Ans_Delay_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<SIP_T1>.5</SIP_T1><SIP_T2>4</SIP_T2><RTP_Packet_Size>0.030</RTP_Packet_Size>"),
            Example::of("<SIP_T1>.5</SIP_T1><SIP_Timer_B>32</SIP_Timer_B><Reorder_Delay>255</Reorder_Delay>"),
            Example::of("<SIP_T1>.5</SIP_T1><SIP_Timer_B>16</SIP_Timer_B>"),
            Example::on("8851", "<SIP_T1>.5</SIP_T1><SIP_Timer_B>16</SIP_Timer_B>"),
            Example::of("<SIP_Timer_B>8</SIP_Timer_B><Reorder_Delay>inf</Reorder_Delay>"),
            Example::of("<SIP_T1></SIP_T1><Cfwd_No_Ans_Delay>20</Cfwd_No_Ans_Delay><Max_Forward>0x46</Max_Forward>"),
        ]
    },
};

pub(super) static FORWARD_NOWHERE: Check = Check {
    code: Code::new(1252),
    name: "forward-without-number",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Calls are forwarded, but no number is set.",
    explanation: "The phone needs a destination before it forwards calls. Set `Cfwd_All_Dest`, or set `Cfwd_All` to \
        No.",
    source: "value-languages 6.3, fwd-loop",
    fires: || vec![Example::of("<Cfwd_All>Yes</Cfwd_All><Cfwd_All_Dest></Cfwd_All_Dest>")],
    silent: || {
        vec![
            Example::of("<Cfwd_All>Yes</Cfwd_All><Cfwd_All_Dest>200</Cfwd_All_Dest>"),
            Example::of("<Cfwd_All>No</Cfwd_All><Cfwd_All_Dest></Cfwd_All_Dest>"),
        ]
    },
};

pub(super) static FORWARD_LOOP: Check = Check {
    code: Code::new(1253),
    name: "forward-to-itself",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Calls are forwarded to the line's own number.",
    explanation: "The server sends the call back to this line until one of them gives up. Forward to another number.",
    source: "value-languages 6.3, fwd-loop",
    fires: || vec![Example::of("<User_ID_1_>101</User_ID_1_><Cfwd_All_Dest_1_>101</Cfwd_All_Dest_1_>")],
    silent: || vec![Example::of("<User_ID_1_>101</User_ID_1_><Cfwd_All_Dest_1_>102</Cfwd_All_Dest_1_>")],
};

pub(super) static FORWARD_OFF: Check = Check {
    code: Code::new(1254),
    name: "forward-not-offered",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A number to forward calls to is set, but the forwarding service is switched off.",
    explanation: "With the service switched off, the device ignores the number.",
    source: "value-languages 6.3, fwd-serv",
    fires: || vec![Example::of("<Cfwd_Busy_Dest>200</Cfwd_Busy_Dest><Cfwd_Busy_Serv>No</Cfwd_Busy_Serv>")],
    silent: || {
        vec![
            Example::of("<Cfwd_Busy_Dest>200</Cfwd_Busy_Dest><Cfwd_Busy_Serv>Yes</Cfwd_Busy_Serv>"),
            Example::of("<Cfwd_Busy_Dest></Cfwd_Busy_Dest><Cfwd_Busy_Serv>No</Cfwd_Busy_Serv>"),
        ]
    },
};

pub(super) static DISTURB: Check = Check {
    code: Code::new(1255),
    name: "do-not-disturb-on",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The profile switches `do not disturb` on.",
    explanation: "Every phone with this profile is silent after its next resync until its user notices. Leave the \
        parameter out, so that the user can decide.",
    source: "value-languages 6.3, dnd-on",
    fires: || vec![Example::of("<DND_Setting>Yes</DND_Setting>")],
    silent: || vec![Example::of("<DND_Setting>No</DND_Setting>")],
};

pub(super) static VOICE_MAIL: Check = Check {
    code: Code::new(1256),
    name: "voice-mail-not-subscribed",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::NeedsModel,
    summary: "A line is set to show waiting messages, but does not ask any server for them.",
    explanation: "A multiplatform phone learns of new messages from `Voice_Mail_Server_n_`, and only if \
        `Voice_Mail_Enable_n_` is Yes. Some servers announce them without being asked.",
    source: "value-languages 6.3, vm-chain",
    fires: || {
        vec![
            Example::on(
                "8851",
                "<Message_Waiting_1_>Yes</Message_Waiting_1_><Voice_Mail_Server_1_></Voice_Mail_Server_1_><User_ID_1_>1</User_ID_1_>",
            ),
            Example::on(
                "8851",
                "<Message_Waiting_1_>Yes</Message_Waiting_1_><Voice_Mail_Enable_1_>No</Voice_Mail_Enable_1_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::on(
                "8851",
                "<Message_Waiting_1_>No</Message_Waiting_1_><Voice_Mail_Server_1_></Voice_Mail_Server_1_><User_ID_1_>1</User_ID_1_>",
            ),
            Example::on("8851", "<Message_Waiting_1_>Yes</Message_Waiting_1_><User_ID_1_>1</User_ID_1_>"),
            Example::on(
                "8851",
                "<Message_Waiting_1_>Yes</Message_Waiting_1_><Voice_Mail_Server_1_></Voice_Mail_Server_1_><User_ID_1_></User_ID_1_>",
            ),
        ]
    },
};

pub(super) static SHARED: Check = Check {
    code: Code::new(1257),
    name: "shared-line-without-user",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A line is shared, but its shared user is empty.",
    explanation: "Servers that identify the phones of a shared line by `Shared_User_ID_n_` cannot find this one.",
    source: "value-languages 4.2, Share_Ext_n_",
    fires: || {
        vec![Example::of(
            "<Share_Ext_1_>shared</Share_Ext_1_><Shared_User_ID_1_></Shared_User_ID_1_><User_ID_1_>1</User_ID_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Share_Ext_1_>shared</Share_Ext_1_><Shared_User_ID_1_>1</Shared_User_ID_1_><User_ID_1_>1</User_ID_1_>",
            ),
            Example::of(
                "<Share_Ext_1_>private</Share_Ext_1_><Shared_User_ID_1_></Shared_User_ID_1_><User_ID_1_>1</User_ID_1_>",
            ),
        ]
    },
};

pub(super) static LOCATION: Check = Check {
    code: Code::new(1258),
    name: "emergency-location-off",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A line has emergency numbers, but no location service to report where it is.",
    explanation: "The call goes out anyway. If the law also requires the location, set `Company_UUID_n_` and \
        `Primary_Request_URL_n_`.",
    source: "value-languages 6.3, e911",
    fires: || {
        vec![
            Example::of(
                "<Emergency_Number_1_>911</Emergency_Number_1_><Company_UUID_1_></Company_UUID_1_><User_ID_1_>1</User_ID_1_>",
            ),
            Example::of("<Emergency_Number_1_>911</Emergency_Number_1_><Company_UUID_1_></Company_UUID_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Emergency_Number_1_>911</Emergency_Number_1_><User_ID_1_>1</User_ID_1_>"),
            Example::of(
                "<Emergency_Number_1_>911</Emergency_Number_1_><Company_UUID_1_></Company_UUID_1_><User_ID_1_></User_ID_1_>",
            ),
            Example::of(
                "<Emergency_Number_1_></Emergency_Number_1_><Company_UUID_1_></Company_UUID_1_><User_ID_1_>1</User_ID_1_>",
            ),
        ]
    },
};

pub(super) static SERVICE: Check = Check {
    code: Code::new(1259),
    name: "call-service-without-server",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "Forwarding or `do not disturb` is left to an XSI server that is not set.",
    explanation: "With `CFWD_Enable_n_` or `DND_Enable_n_` set to Yes, the phone leaves the service to the BroadSoft \
        server instead of doing it itself. Without a server, the user can no longer forward calls or silence the \
        phone. Set `XSI_Host_Server`, or write No.",
    source: "value-languages 6.3, fks-xsi",
    fires: || {
        vec![
            Example::of(
                "<DND_Enable_1_>Yes</DND_Enable_1_><XSI_Host_Server></XSI_Host_Server><User_ID_1_>1</User_ID_1_>",
            ),
            Example::of("<CFWD_Enable_1_>Yes</CFWD_Enable_1_><XSI_Host_Server></XSI_Host_Server>"),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<DND_Enable_1_>Yes</DND_Enable_1_><XSI_Host_Server>xsi.example.com</XSI_Host_Server><User_ID_1_>1</User_ID_1_>",
            ),
            Example::of(
                "<DND_Enable_1_>No</DND_Enable_1_><XSI_Host_Server></XSI_Host_Server><User_ID_1_>1</User_ID_1_>",
            ),
        ]
    },
};
