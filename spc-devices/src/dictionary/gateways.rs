//! Which gateways a model has: a socket for a telephone line, and gateways that it knows by their address
//! (value-languages 1.6).

use super::lookup::Dictionary;
use crate::model::{Family, Model};

/// The models that a telephone line can be plugged into.
const WITH_SOCKET: [&str; 5] = ["AG310", "SPA3000", "SPA3102", "SPA232D", "SPA8800"];

/// Why a call cannot go through `gw0` to `gw4` of a model; `None` where it can, or nothing is known.
///
/// ```
/// # use spc_devices::dictionary::gateway_fault;
/// # use spc_devices::model::Model;
/// assert_eq!(gateway_fault(Model::find("spa3102").unwrap(), 0), None);
/// assert_eq!(gateway_fault(Model::find("spa504g").unwrap(), 0), Some("this model has no gateway"));
/// ```
#[must_use]
pub fn gateway_fault(model: Model, gateway: u8) -> Option<&'static str> {
    if matches!(model.family(), Family::Spa9xx | Family::Spa5xx | Family::Mpp) {
        return Some("this model has no gateway");
    }
    if model.is_series() || WITH_SOCKET.contains(&model.name()) {
        return None;
    }
    let own = || Dictionary::of(model).filter(|own| !own.is_fallback());
    let is_without = || own().is_some_and(|own| own.get("Gateway_1_1_").is_none());
    match gateway {
        0 => Some("this model has no socket for a telephone line"),
        _ => is_without().then_some("this model has no gateway"),
    }
}
