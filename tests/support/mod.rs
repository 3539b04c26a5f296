//! Code with the verdict in comments: how it is read, laid out as a package, judged and compared.

pub mod compare;
pub mod fixture;
pub mod marks;
pub mod package;
pub mod snapshot;
