//! A provisioning server: each device gets its own file, made and encrypted when it requests it.
//!
//! The base profile is compiled once; what differs comes from a row of a device list, as `spc batch` reads it. A file takes
//! about 20 µs, so nothing is cached.
#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use spc_core::batch::Batch;
use spc_core::key::MasterKey;
use spc_core::seal::Openssl;
use spc_core::stock::template::Effort;
use spc_core::{FileName, Format, Recipient, Target, TargetMac, source};
use spc_devices::model::Model;
use spc_devices::reading;
use spc_fleet::list::{List, Row};

/// Any error, for a person to read.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A base, the devices, and how their files are made.
pub struct Fleet {
    batch: Batch,
    format: Format,
    name: FileName,
    devices: HashMap<TargetMac, Vec<String>>,
}

/// Shows only how many devices there are, because their values include passwords.
impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet").field("devices", &self.devices.len()).finish_non_exhaustive()
    }
}

impl Fleet {
    /// Reads the base and the devices, and checks that every file can be made.
    ///
    /// # Errors
    /// The first thing wrong with the base, the list or a device.
    pub fn load(base: &[u8], list: &[u8], model: Model, master: MasterKey) -> Result<Self, Failure> {
        let base = source::read(base)?;
        let (known, mut row) = (List::read(list)?, Row::default());
        let (columns, mut rows) = (known.columns(), known.rows(list)?);
        // `spc batch` knows what these say; a server that ignores one of them would serve wrong files.
        let unread = |name| Err(format!("this server does not read the column `{name}`"));
        columns.reserved().next().map_or(Ok(()), unread)?;
        // As the phones read it: compressed if they take that, then encrypted with the device's own key.
        let openssl = Openssl::new(master, reading::kdf(model));
        let target = Target::from(if reading::is_packed(model) { openssl.packing(Effort::Fast) } else { openssl });
        let format = target.format();
        let batch = Batch::prepare(&base.profile, &columns.names().collect::<Vec<_>>(), target)?;
        let mut devices = HashMap::new();
        while rows.read(&mut row)? {
            let mac = columns.device(&row).map_err(|fault| known.at(fault, &rows))?.mac;
            let values: Vec<String> = columns.cells(&row).map(str::to_owned).collect();
            batch.check(&Recipient::new(mac, &values)).map_err(|error| format!("{mac}: {error}"))?;
            if devices.insert(mac, values).is_some() {
                return Err(format!("{mac} is in the list twice").into());
            }
        }
        Ok(Self { batch, format, name: FileName::parse("{mac}.cfg")?, devices })
    }

    /// The file with this name, if it belongs to a device.
    fn file(&self, name: &str) -> Option<Result<Vec<u8>, spc_core::seal::SealError>> {
        let mac = self.name.mac_of(name)?;
        let values = self.devices.get(&mac)?;
        Some(self.batch.seal_for(&Recipient::new(mac, values)))
    }
}

/// The server of a fleet: `GET /000e08aabbcc.cfg`.
pub fn server(fleet: Fleet) -> Router {
    Router::new().route("/{name}", get(answer)).with_state(Arc::new(fleet))
}

async fn answer(State(fleet): State<Arc<Fleet>>, Path(name): Path<String>) -> Response {
    match fleet.file(&name) {
        None => StatusCode::NOT_FOUND.into_response(),
        // This cannot fail, because each file was tried at the start.
        Some(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Some(Ok(file)) => {
            let encoding = fleet.format.content_encoding().map(|name| [(header::CONTENT_ENCODING, name)]);
            ([(header::CONTENT_TYPE, fleet.format.content_type())], encoding, file).into_response()
        }
    }
}
