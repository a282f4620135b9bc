//! How a device list is written, as far as the arguments say.

use crate::args::ListArgs;
use spc_fleet::list::Writing;

/// What the arguments say about a list.
pub(crate) fn writing(args: &ListArgs) -> Writing {
    Writing::default().delimiter(args.delimiter).renamed(args.column.clone())
}
