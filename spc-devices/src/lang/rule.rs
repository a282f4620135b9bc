//! Provisioning rules: `Profile_Rule`, `Upgrade_Rule`, `Report_Rule` and similar ones.
//!
//! Knows: the grammar of a rule (Linksys Provisioning Guide 3.0 pp. 36-40, Cisco multiplatform guides, "Provisioning
//! Formats"), and which alternative a device takes. Must not know: which parameter a rule belongs to, and what is fetched.
//!
//! ```
//! use spc_devices::lang::rule::{OptionKind, parse};
//!
//! let rule = parse("( $SWVER lt 7.5.2b )? http://fw.example.net/7-5-2b.bin | [--key $A] /$MA.cfg").expect("a rule");
//! let [upgrade, profile] = &rule.alternatives[..] else { panic!("two alternatives") };
//! assert_eq!(upgrade.condition.as_ref().map(ToString::to_string).as_deref(), Some("$SWVER lt 7.5.2b"));
//! let target = &profile.targets[0];
//! assert_eq!(target.options[0].kind, OptionKind::Key);
//! assert_eq!(target.url.as_ref().map(|url| url.path()), Some("/$MA.cfg"));
//! ```

mod evaluate;
mod fault;
mod options;
mod parse;
mod tree;
mod url;
mod url_fault;
mod uses;

pub use evaluate::{Assigned, Evaluated, EvaluatedOption, EvaluatedTarget, Evaluation, Taken};
pub use fault::RuleFault;
pub use parse::parse;
pub use tree::{Alternative, Assignment, OptionKind, Rule, RuleOption, RuleTarget, RuleUrl, Word};
pub use url::UrlParts;
pub use url_fault::{UrlFault, url_fault};
pub use uses::{MacroUse, Role};

#[cfg(test)]
mod tests;
