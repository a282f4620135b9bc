//! Real requests to the server: each device gets its own file and nobody else's.
#![cfg(test)]

use std::error::Error;

use spc_core::container::Device;
use spc_core::key::MasterKey;
use spc_core::{TargetMac, decompile};
use spc_devices::model::Model;
use spc_example_server::{Fleet, server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const BASE: &[u8] = b"<flat-profile><User_ID_1_>{{ext}}</User_ID_1_><Password_1_ ua=\"na\"/></flat-profile>";
const LIST: &[u8] = b"mac,ext,Password_1_\n000e08aabb01,101,f8Qz<11>\n00:0E:08:AA:BB:02,102,other\n";

fn model() -> Model {
    Model::find("spa504g").unwrap()
}

fn master() -> MasterKey {
    MasterKey::from_bytes([0x5b; 32])
}

/// Head and body of an answer.
async fn get(address: std::net::SocketAddr, path: &str) -> Result<(String, Vec<u8>), Box<dyn Error>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: server\r\nConnection: close\r\n\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").ok_or("no head")?;
    let (head, body) = answer.split_at(end);
    Ok((String::from_utf8(head.to_vec())?.to_lowercase(), body[4..].to_vec()))
}

#[tokio::test]
async fn each_device_gets_its_own_file_and_opens_it_with_its_own_key() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let fleet = Fleet::load(BASE, LIST, model(), master()).unwrap();
    tokio::spawn(async { axum::serve(listener, server(fleet)).await });

    for (mac, ext, password) in [("000e08aabb01", "101", "f8Qz&lt;11&gt;"), ("000e08aabb02", "102", "other")] {
        let (head, file) = get(address, &format!("/{mac}.cfg")).await?;
        assert!(head.starts_with("http/1.1 200") && head.contains("content-type: application/octet-stream"), "{head}");
        assert!(!head.contains("content-encoding"), "{head}");
        let own: TargetMac = mac.parse()?;
        let xml = decompile(&file, &Device::new().key(master().device_key(own)))?;
        assert!(xml.contains(&format!("<User_ID_1_>{ext}</User_ID_1_>")), "{xml}");
        assert!(xml.contains(&format!("<Password_1_ ua=\"na\">{password}</Password_1_>")), "{xml}");
        let other = "000e08aabb03".parse()?;
        assert!(decompile(&file, &Device::new().key(master().device_key(other))).is_err());
        assert_eq!(get(address, &format!("/{mac}.cfg")).await?.1, file, "the same bytes each time");
    }
    for path in ["/000e08aabb03.cfg", "/000E08AABB01.cfg", "/000e08aabb01.xml", "/..%2fdevices.csv", "/"] {
        let (head, body) = get(address, path).await?;
        assert!(head.starts_with("http/1.1 404") && body.is_empty(), "{path}: {head}");
    }
    Ok(())
}

#[test]
fn a_list_that_cannot_be_served_is_refused_at_the_start() {
    for (base, list, why) in [
        (BASE, &b"mac,ext\n000e08aabb01,\t\n"[..], "000e08aabb01: column `ext` contains U+0009"),
        (BASE, b"mac,other\n", "placeholder `{{ext}}` in the value of `User_ID_1_` has no column"),
        (BASE, b"mac,ext\nphone,1\n", "is not allowed in a MAC address"),
        (b"<flat-profile>", b"mac\n", "end of file"),
    ] {
        let error = Fleet::load(base, list, model(), master()).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}
