//! `spc-example-server base.xml devices.csv spa504g master.key 127.0.0.1:8080`; `spc keygen` generates the key.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;

use spc_core::key::MasterKey;
use spc_devices::model::Model;
use spc_example_server::{Fleet, server};

#[expect(clippy::print_stderr, reason = "it is how a program says where it listens")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [base, list, model, key, address] = words.as_slice() else {
        return Err("usage: BASE LIST MODEL KEY ADDRESS".into());
    };
    let master = MasterKey::from_text(&fs::read_to_string(key)?)?;
    let fleet = Fleet::load(&fs::read(base)?, &fs::read(list)?, Model::find(model)?, master)?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    eprintln!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, server(fleet)).await?)
}
