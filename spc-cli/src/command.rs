//! The commands, each of which carries out its plan.
//!
//! Knows: plans, and what is printed. Must not know: the arguments, which the plan has interpreted, or the bytes of any format.

use spc_files::{Error, Reporter};

use crate::plan::Plan;

mod batch;
mod bootstrap;
mod check;
mod compile;
mod convert;
mod decompile;
mod derive;
mod explain;
mod fix;
mod inspect;
mod keygen;
mod manual;
mod models;
mod rekey;
mod sample;
mod text;
mod verify;

/// Carries out the plan.
pub(crate) fn run(plan: Plan<'_>, reporter: &Reporter) -> Result<(), Error> {
    match plan {
        Plan::Compile(plan) => compile::run(&plan, reporter),
        Plan::Batch(plan) => batch::run(&plan, reporter),
        Plan::Decompile(plan) => decompile::run(*plan, reporter),
        Plan::Inspect { files, is_json } => inspect::run(files, is_json, reporter),
        Plan::Verify(plan) => verify::run(*plan, reporter),
        Plan::Check(plan) => check::run(&plan, reporter),
        Plan::Explain(plan) => explain::run(&plan, reporter),
        Plan::Convert(plan) => convert::run(&plan, reporter),
        Plan::Sample(plan) => sample::run(&plan, reporter),
        Plan::Models { models, is_json } => models::run(&models, is_json),
        Plan::Manual(tree) => manual::run(*tree),
        Plan::ChecksPage => manual::checks(),
        Plan::Keygen { output } => keygen::run(output, reporter),
        Plan::Derive(plan) => derive::run(&plan, reporter),
        Plan::Rekey(plan) => rekey::run(*plan, reporter),
        Plan::Bootstrap(plan) => bootstrap::run(&plan, reporter),
    }
}
