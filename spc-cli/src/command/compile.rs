//! `spc compile`: one profile into one file per device.

use std::path::{Path, PathBuf};

use spc_core::TargetMac;
use spc_core::source::Syntax;

use crate::args::{Compile, Format};
use crate::plan::devices;
use crate::plan::names;
use crate::plan::seal::Recipe;
use crate::read::input::Input;
use crate::read::profile;
use crate::read::secret::Wanted;
use crate::report::error::Failure;
use crate::report::exit::Exit;
use crate::report::reporter::Talk;
use crate::write::delivery::{Product, deliver};
use crate::write::depfile::{Depfile, Deps};
use crate::write::staged::Output;

pub(crate) fn run(args: &Compile) -> Result<(), Failure> {
    let mut talk = Talk::new(args.write.deny_warnings);
    let macs = &args.macs.mac;
    devices::judge(macs, &mut talk)?;
    let outputs = names::outputs(&args.names, names::PROFILE, macs)?;
    if args.verbatim && args.format == Format::Spc {
        let failure = Failure::usage("--verbatim has no meaning with --format spc, which has no place for XML");
        return Err(failure.hint("it belongs to the other formats"));
    }
    let wanted = Wanted::from(&args.seal.key);
    Wanted::share_stdin(Some(&args.input), &[&wanted])?;
    let reproducible = args.write.if_changed || args.write.check;
    let recipe = Recipe::new(&args.seal, args.format, &wanted, reproducible, &mut talk)?;

    let input = Input::read(&args.input, profile::LIMIT)?;
    if args.verbatim && args.source.syntax(&input.bytes) == Syntax::Text {
        let failure = Failure::usage(format!("`{}` is plain text, and --verbatim packs it as it is", input.name));
        return Err(failure.hint("devices read XML: leave --verbatim away to pack the profile as XML"));
    }
    let source = profile::parse_source(&input, &args.source, &mut talk)?;
    let profile = &source.parsed.profile;
    recipe.warn_if_unhidden(|| profile.secrets(), !macs.is_empty(), args.seal.quiet_target, &mut talk);
    recipe.warn_if_key_is_replaced(profile, macs, &mut talk);

    let key_file = wanted.file();
    let inputs: Vec<&Path> =
        input.path.as_deref().into_iter().chain(source.imported()).chain(key_file.as_deref()).collect();
    let product = |(mac, path): (Option<TargetMac>, PathBuf)| {
        let target = recipe.target(mac)?;
        let verbatim = args.verbatim.then(|| target.seal_verbatim(&input.bytes)).flatten();
        let sealed = verbatim.map_or_else(|| target.seal(profile), Ok);
        let bytes = sealed.map_err(|error| Failure::new(Exit::Input, format!("`{}`: {error}", input.name)))?;
        Ok(Product { output: Output::resolve(&path, &inputs)?, path, bytes, what: recipe.describe(mac) })
    };
    let products = outputs.into_iter().map(product).collect::<Result<Vec<_>, Failure>>()?;
    let deps = Deps {
        outputs: products.iter().map(|product| product.path.as_path()).collect(),
        imported: source.imported().collect(),
        inputs,
    };
    let depfile = Depfile::new(&args.deps, &deps)?;
    deliver(&products, depfile.as_ref(), &args.write, recipe.content(), &talk)?;
    recipe.remarks(&talk);
    Ok(())
}
