//! The checks of leftovers of templates: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};
use crate::codes;

pub(in crate::check) static PLACEHOLDER: Check = Check {
    code: codes::PLACEHOLDER,
    name: "placeholder",
    group: Group::Templates,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A value has an unfilled placeholder of a template.",
    explanation: "The device reads the placeholder as the value itself: it registers as the user `{{extension}}`, \
        without any warning. Fill in the template before compiling it; `spc batch` fills in `{{column}}` from a \
        device list. A password may have braces in it, so unless a whole password is a placeholder, only the longer \
        forms are reported in it.",
    source: "profile-language 5",
    fires: || {
        vec![
            Example::of("<User_ID_1_>{{extension}}</User_ID_1_>"),
            Example::of("<VLAN_ID>{% if x %}1{% endif %}</VLAN_ID>"),
            Example::of("<Password_1_>{$password}</Password_1_>"),
            Example::of("<Password_1_>{password}</Password_1_>"),
            Example::of("<Password_1_>{{site}}-{{pin}}</Password_1_>"),
            Example::of("<Password_1_>Q9.m{{pin}}</Password_1_>"),
            Example::of("<VLAN_ID>${voice_vlan}</VLAN_ID>"),
            Example::of("<Proxy_1_>##SIP_SERVER##</Proxy_1_>"),
            Example::of("<Proxy_1_>@SIP_SERVER@</Proxy_1_>"),
            Example::of("<Proxy_1_>192.168.x.x</Proxy_1_>"),
            Example::of("<Display_Name_1_>&lt;NAME&gt;</Display_Name_1_>"),
            Example::of("<Display_Name_1_>&lt;user&gt;</Display_Name_1_>"),
            Example::of("<User_ID_1_>%s</User_ID_1_><Station_Name>{0}</Station_Name>"),
            Example::of("<Display_Name_1_>##X##</Display_Name_1_>"),
            Example::of("<GPP_A>@X@</GPP_A>"),
            Example::of("<Station_Name>$name$</Station_Name>"),
            Example::of("<User_ID_1_>{account.1.user}</User_ID_1_>"),
            Example::of("<Proxy_1_>&lt;?php echo $proxy; ?&gt;</Proxy_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>http://prov.example.com/$MA.cfg</Profile_Rule>"),
            Example::of("<GPP_A>{{{{not a placeholder}}</GPP_A>"),
            Example::of(
                "<Password_1_>kX{x}9.m</Password_1_><Password_2_>k{{9.mQ</Password_2_><Password_3_>a{{9}}mQ</Password_3_>",
            ),
            Example::of("<Admin_Passwd>Qm9@HOME@1x</Admin_Passwd>"),
            Example::of("<User_ID_1_>alice@example.com</User_ID_1_><GPP_B>a@B</GPP_B><GPP_C>50%s</GPP_C>"),
            Example::of("<Dial_Plan_1_>(xx.|##S0)</Dial_Plan_1_>"),
        ]
    },
};

pub(super) static TEMPLATE_COMMENT: Check = Check {
    code: Code::new(1302),
    name: "template-comment",
    group: Group::Templates,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A comment has a placeholder, a branch or a loop of a template that was never run.",
    explanation: "Everything between two such comments is in the profile, whatever the condition says. All branches \
        of `{if}` reach the device, and if several of them set a parameter, the last one applies. PHP and other \
        instructions between the parameters were not run either, which is a warning. Run the template, or delete the \
        branches that do not apply.",
    source: "profile-language 5",
    fires: || {
        vec![
            Example::of("<!--{if isset($rule)}--><Profile_Rule></Profile_Rule><!--{/if}-->"),
            Example::of("<!-- for {$customer} --><Profile_Rule></Profile_Rule>"),
            Example::of("<?php if ($x) { ?><Profile_Rule></Profile_Rule><?php } ?>"),
            Example::of("<flat-profile><?py for line in lines: ?><Profile_Rule></Profile_Rule></flat-profile>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<!-- if in doubt, ask {the admin} --><Profile_Rule></Profile_Rule>"),
            Example::of("<Profile_Rule></Profile_Rule><?xml-stylesheet href=\"a.xsl\"?><!-- <?py x ?> is gone -->"),
        ]
    },
};

pub(super) static ESCAPED_TWICE: Check = Check {
    code: Code::new(1303),
    name: "escaped-twice",
    group: Group::Templates,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A value still has a reference such as `&lt;` after it was read, so it was escaped twice.",
    explanation: "In XML, a `<` is escaped once, as `&lt;`. `&amp;lt;` reaches the device as the four characters \
        `&lt;`, which do not belong in any dial plan or URL. Escape the value only once.",
    source: "XML 1.0, section 4.6",
    fires: || vec![Example::of("<Dial_Plan_1_>(&amp;lt;9:&amp;gt;xx.)</Dial_Plan_1_>")],
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>(&lt;9:&gt;xx.)</Dial_Plan_1_>"),
            Example::of("<Profile_Rule>http://h/p?a=$MA&amp;b=1;c=2</Profile_Rule>"),
        ]
    },
};

pub(super) static TYPOGRAPHIC: Check = Check {
    code: codes::TYPOGRAPHIC,
    name: "typographic-sign",
    group: Group::Templates,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A value has a quote, dash or space that a word processor or a web page put in place of the plain one.",
    explanation: "Devices expect ASCII characters: `–` is not the `-` of `--key`, and “ is not a quote. Such \
        characters come from text that was pasted from a document. Type the plain character instead. In a display \
        name, an apostrophe between letters is fine. If such a character is the cause of another finding at its \
        place, that finding names it.",
    source: "profile-language 1.5",
    fires: || {
        vec![
            Example::of("<Station_Name>Desk \u{2013} front</Station_Name>"),
            Example::of("<Display_Name_1_>\u{201c}Front desk\u{201d}</Display_Name_1_>"),
        ]
    },
    silent: || vec![Example::of("<Display_Name_1_>Conor O\u{2019}Brien</Display_Name_1_>")],
};
