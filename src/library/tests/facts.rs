//! What single rows say, and what has none.

use super::Blocks;
use super::CallRole;
use super::Cpu;
use super::Enters;
use super::Weight;
use super::ours;
use crate::library::TypeRole;

#[test]
fn what_other_crates_wait_for() {
    let library = ours();
    let facts = [
        ("rusqlite::Connection::execute", Blocks::Database, Weight::Long),
        ("r2d2::Pool::get", Blocks::Database, Weight::Long),
        ("heed::Env::write_txn", Blocks::Database, Weight::Long),
        ("redb::WriteTransaction::commit", Blocks::Database, Weight::Content),
        ("rocksdb::DBCommon::get", Blocks::Database, Weight::Short),
        ("reqwest::blocking::RequestBuilder::send", Blocks::Network, Weight::Long),
        ("ureq::RequestBuilder::call", Blocks::Network, Weight::Long),
        ("git2::Remote::fetch", Blocks::Network, Weight::Long),
        ("rdkafka::consumer::Consumer::fetch_metadata", Blocks::Network, Weight::Long),
        ("crossbeam_channel::Receiver::recv", Blocks::Wait, Weight::Long),
        ("dialoguer::Confirm::interact", Blocks::Wait, Weight::Long),
        ("duct::Expression::run", Blocks::Process, Weight::Long),
        ("tar::Archive::unpack", Blocks::Files, Weight::Tree),
        ("fd_lock::RwLock::write", Blocks::Files, Weight::Long),
    ];
    for (path, blocks, weight) in facts {
        let row = library.call(path).unwrap_or_else(|| panic!("nothing is known of {path}"));
        assert_eq!((row.blocks, row.weight), (Some(blocks), Some(weight)), "{path}");
    }
}

#[test]
fn what_computes_for_long() {
    let library = ours();
    let facts = [
        ("bcrypt::verify", Cpu::Heavy),
        ("password_hash::PasswordVerifier::verify_password", Cpu::Heavy),
        ("rsa::RsaPrivateKey::new", Cpu::Heavy),
        ("image::open", Cpu::Heavy),
        ("zstd::encode_all", Cpu::Moderate),
        ("rayon::iter::ParallelIterator::for_each", Cpu::Heavy),
        ("serde_json::from_slice", Cpu::Moderate),
        ("tera::Tera::render", Cpu::Moderate),
    ];
    for (path, cpu) in facts {
        assert_eq!(library.call(path).and_then(|row| row.cpu), Some(cpu), "{path}");
    }
}

#[test]
fn what_is_asked_of_the_runtime() {
    let library = ours();
    let facts = [
        ("tokio::runtime::Runtime::block_on", Enters::Panics),
        ("tokio::task::LocalSet::block_on", Enters::Panics),
        ("reqwest::blocking::get", Enters::Panics),
        ("postgres::Client::query", Enters::Panics),
        ("futures::executor::block_on", Enters::Parks),
        ("async_std::task::block_on", Enters::Parks),
        ("tokio::sync::Mutex::blocking_lock", Enters::BlockingOp),
        ("tokio_util::io::SyncIoBridge::read_to_end", Enters::BlockingOp),
        ("tokio::task::block_in_place", Enters::InPlace),
    ];
    for (path, enters) in facts {
        assert_eq!(library.call(path).and_then(|row| row.enters), Some(enters), "{path}");
    }
}

#[test]
fn what_readers_and_writers_wait_for() {
    let library = ours();
    for call in ["std::io::Read::read_to_end", "std::io::copy", "serde_json::from_reader"] {
        assert_eq!(library.call(call).and_then(|row| row.role), Some(CallRole::Io), "{call}");
    }
    let facts = [
        ("std::fs::File", Blocks::Files, Weight::Content),
        ("std::net::TcpStream", Blocks::Network, Weight::Long),
        ("std::process::ChildStdout", Blocks::Process, Weight::Long),
        ("std::io::StdinLock", Blocks::Wait, Weight::Long),
        ("std::io::Stdout", Blocks::Stdio, Weight::Short),
    ];
    for (path, blocks, weight) in facts {
        let row = library.ty(path).unwrap_or_else(|| panic!("nothing is known of {path}"));
        assert_eq!((row.blocks, row.weight), (Some(blocks), Some(weight)), "{path}");
    }
    for through in ["std::io::BufReader", "flate2::read::GzDecoder", "zip::ZipArchive"] {
        let role = library.ty(through).and_then(|row| row.role);
        assert_eq!(role, Some(TypeRole::Through), "{through}");
    }
}

#[test]
fn what_does_not_hold_up_a_thread() {
    let library = ours();
    let silent = [
        "std::fs::Permissions::from_mode",
        "std::fs::OpenOptions::new",
        "std::fs::FileType::is_dir",
        "std::fs::DirEntry::path",
        "std::path::Path::join",
        "std::sync::Mutex::lock",
        "std::sync::mpsc::Sender::send",
        "std::sync::mpsc::Receiver::try_recv",
        "std::process::Command::spawn",
        "std::process::Command::arg",
        "std::env::var",
        "std::env::set_var",
        "std::thread::yield_now",
        "std::fs::Metadata::len",
        "std::fs::Permissions::readonly",
        "std::fs::OpenOptions::read",
        "std::fs::File::flush",
        "std::net::TcpStream::flush",
        "std::net::TcpStream::set_nodelay",
        "std::sync::mpsc::Receiver::try_iter",
        "std::sync::mpsc::SyncSender::try_send",
        "std::sync::RwLock::read",
        "std::io::Read::by_ref",
        "std::io::BufRead::lines",
        "std::io::BufReader::new",
        "std::process::Child::try_wait",
        "tokio::time::sleep",
        "tokio::fs::read",
        "tokio::sync::mpsc::UnboundedSender::send",
        "tokio::sync::mpsc::Receiver::try_recv",
        "tokio::sync::Mutex::try_lock",
        "parking_lot::Mutex::lock",
        "parking_lot::Condvar::notify_one",
        "crossbeam_channel::Sender::send",
        "crossbeam_channel::Receiver::try_recv",
        "crossbeam_channel::Receiver::try_iter",
        "flume::Sender::send",
        "flume::Receiver::drain",
        "flume::Receiver::recv_async",
        "kanal::Sender::send",
        "kanal::AsyncReceiver::recv",
        "async_channel::Receiver::recv",
        "async_lock::Mutex::lock",
        "rusqlite::Connection::changes",
        "rusqlite::Statement::query",
        "rusqlite::Row::get",
        "r2d2::Pool::try_get",
        "r2d2::Pool::state",
        "postgres::Client::is_closed",
        "redis::Client::get_multiplexed_async_connection",
        "redis::AsyncCommands::get",
        "redis::Cmd::query_async",
        "mongodb::Collection::find_one",
        "sled::Tree::flush_async",
        "redb::Database::try_begin_write",
        "rocksdb::DBCommon::cf_handle",
        "opendal::Operator::read",
        "reqwest::Client::get",
        "reqwest::blocking::Client::get",
        "reqwest::blocking::Response::status",
        "ureq::get",
        "ureq::RequestBuilder::header",
        "isahc::get_async",
        "lettre::AsyncTransport::send",
        "rdkafka::producer::FutureProducer::send",
        "rdkafka::consumer::StreamConsumer::recv",
        "rdkafka::consumer::Consumer::subscribe",
        "rumqttc::Client::try_publish",
        "rumqttc::AsyncClient::publish",
        "crossterm::event::EventStream::new",
        "git2::Commit::id",
        "git2::Repository::path",
        "tar::Entry::path",
        "tar::Archive::new",
        "zip::ZipArchive::len",
        "csv::Reader::records",
        "csv::StringRecord::get",
        "image::DynamicImage::width",
        "argon2::Argon2::new",
        "password_hash::PasswordHash::new",
        "wasmtime::TypedFunc::call_async",
        "tera::Context::insert",
        "sysinfo::System::cpus",
        "walkdir::DirEntry::path",
        "tempfile::NamedTempFile::path",
        "hickory_resolver::Resolver::lookup_ip",
    ];
    for path in silent {
        let holds_up = library
            .call(path)
            .is_some_and(|row| row.blocks.is_some() || row.cpu.is_some() || row.enters.is_some());
        assert!(!holds_up, "{path}");
    }
}
