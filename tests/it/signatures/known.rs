//! What everybody knows of the standard library and of popular crates, word for word.

/// An item, and a line of it.
const OF_STD: &[(&str, &str)] = &[
    ("std::sync::Mutex::lock", "std::sync::Mutex<T>::lock(&self) -> LockResult<MutexGuard<T>>"),
    ("std::sync::Mutex", "struct std::sync::Mutex<T>"),
    ("std::sync::LockResult", "type std::sync::LockResult<T> = Result<T, PoisonError<T>>"),
    (
        "std::sync::MutexGuard",
        "impl<T> std::ops::Deref for std::sync::MutexGuard<T> { Target = T }",
    ),
    (
        "std::sync::RwLock::read",
        "std::sync::RwLock<T>::read(&self) -> LockResult<RwLockReadGuard<T>>",
    ),
    (
        "std::sync::Condvar::wait",
        "std::sync::Condvar::wait<T>(&self, MutexGuard<T>) -> LockResult<MutexGuard<T>>",
    ),
    ("std::sync::Arc::new", "std::sync::Arc<T>::new(T) -> Arc<T>"),
    ("std::sync::Arc", "impl<T> std::ops::Deref for std::sync::Arc<T> { Target = T }"),
    ("std::rc::Rc", "impl<T> std::ops::Deref for std::rc::Rc<T> { Target = T }"),
    (
        "std::sync::OnceLock::get_or_init",
        "std::sync::OnceLock<T>::get_or_init<F: FnOnce() -> T>(&self, F) -> &T",
    ),
    (
        "std::sync::atomic::AtomicU64::fetch_add",
        "std::sync::atomic::AtomicU64::fetch_add(&self, u64, Ordering) -> u64",
    ),
    (
        "std::sync::mpsc::Receiver::recv",
        "std::sync::mpsc::Receiver<T>::recv(&self) -> Result<T, RecvError>",
    ),
    ("std::option::Option", "enum std::option::Option<T> { None, Some(T) }"),
    (
        "std::option::Option::map",
        "std::option::Option<T>::map<U, F: FnOnce(T) -> U>(self, F) -> Option<U>",
    ),
    (
        "std::option::Option::and_then",
        "std::option::Option<T>::and_then<U, F: FnOnce(T) -> Option<U>>(self, F) -> Option<U>",
    ),
    ("std::option::Option::ok_or", "std::option::Option<T>::ok_or<E>(self, E) -> Result<T, E>"),
    (
        "std::option::Option::unwrap_or_else",
        "std::option::Option<T>::unwrap_or_else<F: FnOnce() -> T>(self, F) -> T",
    ),
    (
        "std::option::Option::cloned",
        "std::option::Option<&T>::cloned(self) -> Option<T> where T: Clone",
    ),
    (
        "std::result::Result::map_err",
        "std::result::Result<T, E>::map_err<F, O: FnOnce(E) -> F>(self, O) -> Result<T, F>",
    ),
    ("std::vec::Vec", "impl<T> std::ops::Deref for std::vec::Vec<T> { Target = [T] }"),
    (
        "std::vec::Vec",
        "impl<T> IntoIterator for std::vec::Vec<T> { Item = T, IntoIter = IntoIter<T> }",
    ),
    (
        "std::vec::Vec",
        "impl<T, I: std::slice::SliceIndex<[T]>> std::ops::Index<I> for std::vec::Vec<T> { Output = I::Output }",
    ),
    ("std::vec::Vec::push", "std::vec::Vec<T>::push(&mut self, T)"),
    ("slice::iter", "slice<T>::iter(&self) -> std::slice::Iter<T>"),
    ("usize", "impl<T> std::slice::SliceIndex<[T]> for usize { Output = T }"),
    ("u32::checked_add", "u32::checked_add(self, Self) -> Option<Self>"),
    ("u64::saturating_sub", "u64::saturating_sub(self, Self) -> Self"),
    ("usize::MAX", "const usize::MAX: Self"),
    ("u32", "impl std::ops::Add for u32 { Output = u32 }"),
    ("str::trim", "str::trim(&self) -> &str"),
    ("str::split", "str::split<P: std::str::pattern::Pattern>(&self, P) -> std::str::Split<P>"),
    ("str::parse", "str::parse<F: std::str::FromStr>(&self) -> Result<F, F::Err>"),
    ("std::iter::Iterator", "trait std::iter::Iterator { Item }"),
    ("std::iter::Iterator::next", "std::iter::Iterator::next(&mut self) -> Option<Self::Item>"),
    (
        "std::iter::Iterator::map",
        "std::iter::Iterator::map<B, F: FnMut(Self::Item) -> B>(self, F) -> Map<Self, F>",
    ),
    (
        "std::iter::Iterator::filter",
        "std::iter::Iterator::filter<P: FnMut(&Self::Item) -> bool>(self, P) -> Filter<Self, P>",
    ),
    (
        "std::iter::Iterator::collect",
        "std::iter::Iterator::collect<B: FromIterator<Self::Item>>(self) -> B",
    ),
    (
        "std::iter::Map",
        "impl<B, I: Iterator, F: FnMut(I::Item) -> B> Iterator for std::iter::Map<I, F> { Item = B }",
    ),
    (
        "std::iter::IntoIterator",
        "impl<I: Iterator> std::iter::IntoIterator for I { Item = I::Item, IntoIter = I }",
    ),
    ("std::convert::Into", "impl<T, U: From<T>> std::convert::Into<U> for T"),
    ("std::string::ToString", "impl<T: std::fmt::Display> std::string::ToString for T"),
    (
        "std::collections::HashMap",
        "struct std::collections::HashMap<K, V, S = std::hash::RandomState>",
    ),
    (
        "std::collections::HashMap::insert",
        "std::collections::HashMap<K, V, S>::insert(&mut self, K, V) -> Option<V> where K: Eq + std::hash::Hash, S: std::hash::BuildHasher",
    ),
    (
        "std::collections::hash_map::Entry::or_insert",
        "std::collections::hash_map::Entry<K, V>::or_insert(self, V) -> &mut V",
    ),
    ("std::thread::spawn", "std::thread::spawn<F: FnOnce() -> T, T>(F) -> JoinHandle<T>"),
    (
        "std::thread::JoinHandle::join",
        "std::thread::JoinHandle<T>::join(self) -> std::thread::Result<T>",
    ),
    (
        "std::fs::read_to_string",
        "std::fs::read_to_string<P: AsRef<std::path::Path>>(P) -> std::io::Result<String>",
    ),
    (
        "std::fs::File::open",
        "std::fs::File::open<P: AsRef<std::path::Path>>(P) -> std::io::Result<File>",
    ),
    (
        "std::io::Read::read_to_string",
        "std::io::Read::read_to_string(&mut self, &mut String) -> std::io::Result<usize>",
    ),
    ("std::io::Result", "type std::io::Result<T> = Result<T, Error>"),
    ("std::time::Duration::from_secs", "std::time::Duration::from_secs(u64) -> Duration"),
    ("std::time::Instant::now", "std::time::Instant::now() -> Instant"),
    ("std::cell::RefCell::borrow_mut", "std::cell::RefCell<T>::borrow_mut(&self) -> RefMut<T>"),
    ("std::cell::Cell::get", "std::cell::Cell<T>::get(&self) -> T where T: Copy"),
    ("std::path::Path::join", "std::path::Path::join<P: AsRef<Path>>(&self, P) -> PathBuf"),
    ("std::path::PathBuf", "impl std::ops::Deref for std::path::PathBuf { Target = Path }"),
    (
        "std::process::Command::output",
        "std::process::Command::output(&mut self) -> std::io::Result<Output>",
    ),
    (
        "std::net::TcpStream::connect",
        "std::net::TcpStream::connect<A: ToSocketAddrs>(A) -> std::io::Result<TcpStream>",
    ),
    ("std::future::Future", "trait std::future::Future { Output }"),
    (
        "std::future::Future::poll",
        "std::future::Future::poll(self: std::pin::Pin<&mut Self>, &mut std::task::Context) -> std::task::Poll<Self::Output>",
    ),
    (
        "std::pin::Pin::as_mut",
        "std::pin::Pin<Ptr>::as_mut(&mut self) -> Pin<&mut Ptr::Target> where Ptr: std::ops::DerefMut",
    ),
    ("std::borrow::Cow", "impl<B: ToOwned> std::ops::Deref for std::borrow::Cow<B> { Target = B }"),
    (
        "std::boxed::Box",
        "impl<E: std::error::Error> From<E> for std::boxed::Box<dyn std::error::Error>",
    ),
    (
        "std::boxed::Box",
        "impl<F: std::future::Future> std::future::Future for std::boxed::Box<F> { Output = F::Output }",
    ),
    ("std::ops::Range", "struct std::ops::Range<Idx> { start: Idx, end: Idx }"),
    ("std::net::SocketAddr", "enum std::net::SocketAddr { V4(SocketAddrV4), V6(SocketAddrV6) }"),
];

/// The same of other crates.
const OF_CRATES: &[(&str, &str)] = &[
    (
        "tokio::task::spawn",
        "tokio::task::spawn<F: std::future::Future>(F) -> JoinHandle<F::Output>",
    ),
    (
        "tokio::task::JoinHandle",
        "impl<T> std::future::Future for tokio::task::JoinHandle<T> { Output = Result<T, JoinError> }",
    ),
    (
        "tokio::sync::Mutex::lock",
        "tokio::sync::Mutex<T>::lock(&self) -> impl std::future::Future<Output = MutexGuard<T>>",
    ),
    (
        "tokio::sync::mpsc::Receiver::recv",
        "tokio::sync::mpsc::Receiver<T>::recv(&mut self) -> impl std::future::Future<Output = Option<T>>",
    ),
    ("tokio::time::sleep", "tokio::time::sleep(std::time::Duration) -> Sleep"),
    (
        "tokio::runtime::Runtime::block_on",
        "tokio::runtime::Runtime::block_on<F: std::future::Future>(&self, F) -> F::Output",
    ),
    (
        "futures::stream::StreamExt::next",
        "futures::stream::StreamExt::next(&mut self) -> Next<Self>",
    ),
    (
        "futures::stream::Next",
        "impl<St: Stream> std::future::Future for futures::stream::Next<St> { Output = Option<St::Item> }",
    ),
    (
        "futures::stream::Map",
        "impl<St: Stream, F: futures::fns::FnMut1<St::Item>> Stream for futures::stream::Map<St, F> { Item = F::Output }",
    ),
    (
        "futures::fns::FnOnce1",
        "impl<T: FnOnce(A) -> R, A, R> futures::fns::FnOnce1<A> for T { Output = R }",
    ),
    (
        "reqwest::RequestBuilder::send",
        "reqwest::RequestBuilder::send(self) -> impl std::future::Future<Output = Result<Response, Error>>",
    ),
    (
        "axum::Router::route",
        "axum::Router<S>::route(self, &str, axum::routing::MethodRouter<S>) -> Self where S: Clone",
    ),
    ("parking_lot::Mutex", "type parking_lot::Mutex<T> = lock_api::Mutex<RawMutex, T>"),
    (
        "lock_api::Mutex::lock",
        "lock_api::Mutex<R, T>::lock(&self) -> MutexGuard<R, T> where R: RawMutex",
    ),
    ("anyhow::Context", "impl<T, E> anyhow::Context<T, E> for std::result::Result<T, E>"),
    ("bytes::Bytes", "impl std::ops::Deref for bytes::Bytes { Target = [u8] }"),
];

/// A type, and a trait that stands in one line with others.
const HAVE: &[(&str, &str)] = &[
    ("std::sync::Arc", "Clone"),
    ("std::rc::Rc", "Clone"),
    ("std::vec::Vec", "FromIterator<T>"),
    ("std::string::String", "From<&str>"),
    ("std::io::Error", "From<ErrorKind>"),
    ("std::path::PathBuf", "From<String>"),
    ("std::time::Duration", "Copy"),
    ("u64", "Copy"),
    ("u64", "std::fmt::Display"),
    ("std::cmp::Ordering", "PartialEq"),
    ("uuid::Uuid", "std::fmt::Display"),
];

/// Impls for types that have no path: they stand with the trait.
const OF_TRAITS: &[(&str, &str)] = &[(
    "std::iter::IntoIterator",
    " std::iter::IntoIterator for &Vec<T> { Item = &T, IntoIter = std::slice::Iter<T> }",
)];

#[test]
fn what_everybody_knows() {
    let library = asyncheck::library::load(&[]).expect("our own tables are sound");
    for (path, line) in OF_STD.iter().chain(OF_CRATES) {
        let known: Vec<&str> = library.sig_exact(path).collect();
        assert!(known.contains(line), "{line}\nis not among\n{}", known.join("\n"));
    }
}

#[test]
fn which_type_has_which_trait() {
    let library = asyncheck::library::load(&[]).expect("our own tables are sound");
    for (path, of) in HAVE {
        let has = |line: &str| {
            let traits = line.split(&format!(" for {path}")).next().unwrap_or("");
            line.starts_with("impl") && traits.split(' ').any(|word| word == *of)
        };
        assert!(library.sig_exact(path).any(has), "`{of}` for `{path}`");
    }
}

#[test]
fn traits_of_references_stand_with_the_trait() {
    let library = asyncheck::library::load(&[]).expect("our own tables are sound");
    for (path, end) in OF_TRAITS {
        let known: Vec<&str> = library.sig_exact(path).collect();
        assert!(known.iter().any(|line| line.ends_with(end)), "{}", known.join("\n"));
    }
}
