//! What rows say of values: what a guard is, what a call locks, what dropping a handle does.

use super::ours;
use crate::library::Blocks;
use crate::library::Library;
use crate::library::Locks;
use crate::library::TypeRole;
use crate::library::key::key;
use crate::library::tables::OURS;

/// Methods that give a guard, and no row says what they lock: by a part of the path, and why.
const LOCKS_NOTHING: &[(&str, &str)] = &[
    ("::try_", "takes what is free"),
    ("_unchecked", "unsafe: who calls it has taken the lock"),
    ("_recursive", "may be repeated on one thread, whoever waits"),
    ("::poll_lock", "does not wait: it says `Pending`"),
    ("std::sync::Condvar::wait", "gives back the guard that it was given"),
    ("std::io::Std", "the lock is that of the process, whatever value it is taken through"),
    ("left_right::ReadHandle::enter", "may be repeated by who reads already"),
    ("dashmap::Map::_", "for the crate itself, though its trait is public"),
];

#[test]
fn what_values_are() {
    let library = ours();
    let facts = [
        ("std::sync::MutexGuard", TypeRole::BlockingGuard),
        ("std::cell::RefMut", TypeRole::BlockingGuard),
        ("lock_api::RwLockReadGuard", TypeRole::BlockingGuard),
        ("dashmap::mapref::one::Ref", TypeRole::BlockingGuard),
        ("dashmap::OccupiedEntry", TypeRole::BlockingGuard),
        ("tokio::sync::watch::Ref", TypeRole::BlockingGuard),
        ("tokio::sync::MutexGuard", TypeRole::AsyncGuard),
        ("async_lock::RwLockWriteGuardArc", TypeRole::AsyncGuard),
        ("tokio::sync::OwnedSemaphorePermit", TypeRole::Permit),
        ("tokio::sync::mpsc::Permit", TypeRole::Permit),
        ("tokio::runtime::EnterGuard", TypeRole::ThreadGuard),
        ("tracing::span::Entered", TypeRole::SpanGuard),
        ("sqlx::pool::PoolConnection", TypeRole::Connection),
        ("deadpool::managed::Object", TypeRole::Connection),
        ("sqlx::Pool", TypeRole::Pool),
        ("sqlx::Transaction", TypeRole::Transaction),
        ("tokio::task::JoinSet", TypeRole::CancellingTask),
        ("async_task::Task", TypeRole::CancellingTask),
        ("tokio::task::JoinHandle", TypeRole::DetachingTask),
        ("std::thread::JoinHandle", TypeRole::Thread),
        ("tokio::time::Sleep", TypeRole::Future),
        ("mongodb::action::InsertOne", TypeRole::Future),
        ("tokio::io::BufWriter", TypeRole::Writer),
        ("tokio::runtime::Runtime", TypeRole::Runtime),
        ("std::sync::Arc", TypeRole::Handle),
    ];
    for (path, role) in facts {
        assert_eq!(library.ty(path).and_then(|row| row.role), Some(role), "{path}");
    }
    for none in ["std::boxed::Box", "arc_swap::Guard", "reqwest::RequestBuilder"] {
        assert_eq!(library.ty(none).and_then(|row| row.role), None, "{none}");
    }
}

#[test]
fn what_owns_what_it_is_made_of() {
    let library = ours();
    let holds = |path: &str| library.ty(path).is_some_and(|row| row.holds);
    for owner in ["std::option::Option", "std::result::Result", "std::pin::Pin", "std::vec::Vec"] {
        assert!(holds(owner), "{owner}");
    }
    // A poisoned lock gives its guard to who asks for it: to keep the error is to keep the lock, but
    // code that looks at the error alone means to let go of it.
    for other in ["std::sync::PoisonError", "std::sync::TryLockError", "std::sync::Arc"] {
        assert!(!holds(other), "{other}");
    }
}

#[test]
fn what_calls_lock() {
    let library = ours();
    let facts = [
        ("std::sync::Mutex::lock", Locks::Exclusive),
        ("std::sync::RwLock::read", Locks::Shared),
        ("std::cell::RefCell::borrow_mut", Locks::Exclusive),
        ("std::cell::RefCell::borrow", Locks::Borrowed),
        ("lock_api::RwLock::upgradable_read", Locks::Shared),
        ("lock_api::ReentrantMutex::lock", Locks::Reentrant),
        ("dashmap::DashMap::get", Locks::SharedPart),
        ("dashmap::DashMap::entry", Locks::ExclusivePart),
        ("dashmap::DashMap::iter", Locks::Shared),
        ("dashmap::DashMap::retain", Locks::Exclusive),
        ("tokio::sync::Mutex::lock_owned", Locks::Exclusive),
        ("tokio::sync::RwLock::blocking_read", Locks::Shared),
        ("tokio::sync::watch::Sender::send", Locks::Exclusive),
        ("async_lock::Semaphore::acquire_blocking", Locks::Slot),
        ("sqlx::Pool::begin", Locks::Slot),
        ("r2d2::Pool::get", Locks::Slot),
    ];
    for (path, locks) in facts {
        assert_eq!(library.call(path).and_then(|row| row.locks), Some(locks), "{path}");
    }
    let read = library.call("std::sync::Mutex::lock").and_then(|row| row.blocks);
    assert_eq!(read, None::<Blocks>, "a short lock is right in async code");
    assert_eq!(library.call("std::sync::Mutex::try_lock"), None, "it never waits");
}

#[test]
fn whatever_gives_a_guard_says_what_it_locks() {
    let library = ours();
    let mut asked = 0;
    let mut missing = Vec::new();
    for &(krate, text) in OURS {
        let guards = guards(&library, text);
        for line in text.lines().filter(|line| is_method(line)) {
            let path = key(krate, line);
            let (owner, _) = path.rsplit_once("::").expect("a method has an owner");
            let module = owner.rsplit_once("::").map_or(owner, |(module, _)| module);
            if !guards.iter().any(|guard| gives(line, module, guard)) || is_guard(&library, owner) {
                continue;
            }
            asked += 1;
            let locks_nothing = LOCKS_NOTHING.iter().any(|(part, _)| path.contains(part));
            let row = library.call(&path);
            if !locks_nothing && row.is_none_or(|row| row.locks.is_none()) {
                missing.push(path.into_owned());
            }
        }
    }
    assert!(asked > 70, "{asked}");
    assert!(missing.is_empty(), "no row says what these lock:\n{}", missing.join("\n"));
}

/// The guards that a table tells of.
fn guards<'t>(library: &Library, text: &'t str) -> Vec<&'t str> {
    let types = text
        .lines()
        .filter_map(|line| line.strip_prefix("struct ").or_else(|| line.strip_prefix("enum ")));
    let paths = types.map(|rest| &rest[..rest.find(['<', ' ', '(']).unwrap_or(rest.len())]);
    paths.filter(|path| is_guard(library, path)).collect()
}

/// Whether a value of this type keeps others waiting.
fn is_guard(library: &Library, path: &str) -> bool {
    let role = library.ty(path).and_then(|row| row.role);
    matches!(role, Some(TypeRole::BlockingGuard | TypeRole::AsyncGuard | TypeRole::Permit))
}

/// Whether a line is that of a method that borrows its receiver or shares it.
fn is_method(line: &str) -> bool {
    ["(&self", "(&mut self", "(self: "].iter().any(|start| line.contains(start))
        && !line.starts_with("impl")
}

/// Whether what a method returns names a type: in full, or bare where it is of the same module.
fn gives(line: &str, module: &str, guard: &str) -> bool {
    let Some((_, result)) = line.split_once(" -> ") else { return false };
    let result = result.split(" where ").next().unwrap_or(result);
    let mut words =
        result.split(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter));
    let bare = guard.strip_prefix(module).and_then(|rest| rest.strip_prefix("::"));
    words.any(|word| word == guard || Some(word) == bare)
}
